// The API client before a server that misbehaves as networks do.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { ApiError, Client } from "../dist/index.js";

async function serve(handle, use) {
  const server = createServer(handle);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(new Client(`http://127.0.0.1:${server.address().port}/`, { timeout: 2000 }));
  } finally {
    server.closeAllConnections?.();
    server.close();
  }
}
const block = (height) =>
  `id: ${height}\nevent: block\ndata: {"height":"${height}","hash":"h","time":"1","transactions":[]}\n\n`;

test("answers are read, problems are thrown by their code", async () => {
  const seen = [];
  await serve(
    (request, response) => {
      seen.push(request.url);
      if (request.url === "/v1/status") return response.end('{"name":"x"}');
      if (request.url.startsWith("/v1/accounts")) return response.end("<html>");
      response.writeHead(404, { "content-type": "application/problem+json" });
      response.end('{"type":"urn","title":"t","status":404,"code":"unknown_asset","detail":"There is no such asset."}');
    },
    async (client) => {
      assert.equal((await client.status()).name, "x");
      const id = new Uint8Array(32);
      await assert.rejects(client.asset(id), (error) => error instanceof ApiError && error.code === "unknown_asset" && error.status === 404);
      await assert.rejects(client.accountAssets(id, { limit: 5, cursor: "a b&c" }), (error) => error.code === "unreadable_answer");
    },
  );
  assert.deepEqual(seen.map((url) => url.split("?")[1]), [undefined, undefined, "cursor=a+b%26c&limit=5"]);
  assert.equal(seen[1], `/v1/assets/${"00".repeat(32)}`);
});

test("an answer without end is given up", async () => {
  await serve(
    (request, response) => {
      const piece = Buffer.alloc(1 << 20, " ");
      const more = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on("drain", more);
      more();
    },
    (client) => assert.rejects(client.genesis(), (error) => error.code === "unreadable_answer"),
  );
});

test("waiting for a transaction ends with its state or with the limit", async () => {
  let asked = 0;
  const answer = (state) => JSON.stringify({ id: "x", state, result: null });
  await serve(
    (request, response) => response.end(answer(++asked < 3 ? "PENDING" : "COMMITTED")),
    async (client) => assert.equal((await client.waitForTransaction(new Uint8Array(32), { every: 5 })).state, "COMMITTED"),
  );
  assert.equal(asked, 3);
  await serve(
    (request, response) => response.end(answer("UNKNOWN")),
    (client) =>
      assert.rejects(client.waitForTransaction(new Uint8Array(32), { every: 5, limit: 30 }), (error) => error.code === "timeout"),
  );
});

test("the event stream goes on after the last block that was seen", async () => {
  const asked = [];
  await serve(
    (request, response) => {
      asked.push([request.url, request.headers["last-event-id"]]);
      response.writeHead(200, { "content-type": "text/event-stream" });
      if (asked.length === 1) {
        // Cut in the middle of an event: what is not whole was not seen.
        response.write(`:\n\n${block(7)}${block(8)}id: 9\nevent: bl`);
        setTimeout(() => response.destroy(), 50);
      } else if (asked.length === 2) {
        response.destroy();
      } else {
        const rest = block(9) + "event: other\ndata: {}\n\n" + block(10).replaceAll("\n", "\r\n") + block(11);
        // In pieces that end anywhere.
        for (const character of rest) response.write(character);
      }
    },
    async (client) => {
      const stop = new AbortController();
      const heights = [];
      for await (const event of client.events({ from: 7n, signal: stop.signal })) {
        heights.push(event.height);
        if (event.height === "11") stop.abort();
      }
      assert.deepEqual(heights, ["7", "8", "9", "10", "11"]);
    },
  );
  assert.deepEqual(asked, [["/v1/events?from=7", undefined], ["/v1/events?from=7", "8"], ["/v1/events?from=7", "8"]]);
});

test("a stream that the node refuses is an error, not a loop", async () => {
  await serve(
    (request, response) => {
      response.writeHead(400);
      response.end('{"code":"bad_parameter","detail":"from"}');
    },
    (client) => assert.rejects(client.events({ from: 1n }).next(), (error) => error.code === "bad_parameter"),
  );
});
