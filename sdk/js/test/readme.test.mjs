// The examples of README.md, run as they stand there.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as fh from "../dist/index.js";
import { VECTORS } from "./support.mjs";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const examples = new Map([...readme.matchAll(/```js (\w+)\n([\s\S]*?)```/g)].map(([, name, code]) => [name, code]));
const { cases } = JSON.parse(readFileSync(`${VECTORS}proofs/cases.json`, "utf8"));
const of = (name) => cases.find((one) => one.name === name);
const file = (name) => readFileSync(`${VECTORS}proofs/${name}`, "utf8");

/** What an example prints, given the names that it does not define itself. */
async function run(name, given) {
  const dist = new URL("../dist/", import.meta.url);
  const code = examples
    .get(name)
    .replace(/"freehold\/verifier"/, JSON.stringify(new URL("verifier.js", dist).href))
    .replace(/"freehold"/, JSON.stringify(new URL("index.js", dist).href));
  const split = code.indexOf(";\n\n") + 3; // the imports come first
  const [imports, rest] = [code.slice(0, split), code.slice(split)];
  const folder = mkdtempSync(fileURLToPath(new URL("../dist/example-", import.meta.url)));
  const lines = [];
  try {
    const names = [...Object.keys(given), "console"];
    writeFileSync(join(folder, "example.mjs"), `${imports}\nexport async function run(${names.join(", ")}) {\n${rest}\n}\n`);
    const { run: example } = await import(join(folder, "example.mjs"));
    await example(...Object.values(given), { log: (...words) => lines.push(words) });
  } finally {
    rmSync(folder, { recursive: true });
  }
  return lines;
}

const deed = of("asset-public");
const genesisText = file(deed.options.anchor.genesis.file);

test("every example is run here", () => {
  assert.deepEqual([...examples.keys()], ["verify", "file", "sign", "collection", "client"]);
});

test("verify", async () => {
  const now = BigInt(deed.options.at);
  const [[text]] = await run("verify", { genesisText, proofText: file(deed.proof), now });
  assert.match(text, /^VALID\n/);
  const late = await run("verify", { genesisText, proofText: file(deed.proof), now: now + 91n * 86_400_000n });
  assert.deepEqual(late[0], ["NOT VALID: The proof is older than allowed here.", "too_old"]);
});

test("file", async () => {
  const shown = of("asset-public-presented");
  const given = { genesisText, shownText: file(shown.proof), now: BigInt(shown.options.at) };
  assert.deepEqual(await run("file", { ...given, blob: new Blob(["deed"]) }), [[true]]);
  assert.deepEqual(await run("file", { ...given, blob: new Blob(["dead"]) }), [[false]]);
});

test("sign", async () => {
  const words = "abandon ".repeat(23) + "art";
  const chain = new Uint8Array(32).fill(0x11);
  const [[hex]] = await run("sign", { words, chain, fileBytes: new TextEncoder().encode("abc") });
  const tx = fh.decodeTransaction(fh.fromHex(hex));
  const { address, publicKey } = fh.accountOfWords(words);
  assert.equal(fh.accountToText(tx.body.payer), address);
  assert.ok(fh.signatureValid(publicKey, fh.transactionId(tx.body), tx.auths[0].signature));
  assert.deepEqual(tx.body.actions.map((action) => fh.decodeAction(action).call.kind), ["open", "certify"]);
});

test("collection", async () => {
  const files = ["a", "b", "c"].map((text) => new TextEncoder().encode(text));
  assert.deepEqual(await run("collection", { account: fh.accountOfWords("abandon ".repeat(11) + "about"), files }), [[2, 2]]);
});

test("client", async () => {
  const server = createServer((_, response) => response.end('{"height":"5","chain":"x"}'));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  assert.deepEqual(await run("client", { url: `http://127.0.0.1:${server.address().port}` }), [["5", "x"]]);
  server.close();
});
