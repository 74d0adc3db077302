// Against a node of the program: what is built and signed here is accepted there, and what it proves is checked here.
// FREEHOLD names the program; without it there is nothing to run against.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import * as fh from "../dist/index.js";
import { readAs, vectors } from "./support.mjs";

const program = process.env.FREEHOLD;
const skip = program === undefined ? "FREEHOLD does not name the program" : false;
const WORDS = "abandon ".repeat(23) + "art";
const folder = mkdtempSync(join(tmpdir(), "freehold-live-"));
const env = { ...process.env, HOME: folder, FREEHOLD_CONFIG: join(folder, "config.toml") };
let node;
let client;
let chain;
let anchor;
const [alice, bob] = [0, 1].map((index) => fh.accountOfWords(WORDS, index));

function run(...words) {
  const done = spawnSync(program, words, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  assert.equal(done.status, 0, `${words.join(" ")}: ${done.stderr}`);
  return done.stdout.toString();
}

before(async () => {
  if (skip) return;
  for (const [name, text] of [["config.toml", ""], ["pw", "secret\n"], ["words", WORDS + "\n"]]) writeFileSync(join(folder, name), text);
  run("wallet", "restore", "--wallet", "a", "--password-file", "pw", "--words-file", "words", "--low-memory", "--accounts", "1");
  run("node", "init", "--home", "home", "--wallet", "a", "--chain", "live");
  node = spawn(program, ["node", "run", "--home", "home", "--listen", "127.0.0.1:0"], {
    cwd: folder,
    env,
    stdio: ["ignore", openSync(join(folder, "url"), "w"), openSync(join(folder, "log"), "w")],
  });
  let url = "";
  for (let tries = 0; url === "" && tries < 200; ++tries) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    url = readFileSync(join(folder, "url"), "utf8").trim();
  }
  client = new fh.Client(url);
  anchor = fh.genesisAnchor(readFileSync(join(folder, "home/genesis.json")));
  chain = anchor.chain;
});

after(async () => {
  if (node) {
    node.kill("SIGTERM");
    await new Promise((resolve) => node.on("exit", resolve));
  }
  rmSync(folder, { recursive: true, force: true });
});

async function sequenceOf(account) {
  const view = await client.account(account.id);
  return { sequence: BigInt(view.lanes.find(({ lane }) => lane === 0)?.next ?? 0), open: view.open };
}

/** Builds, signs, submits and waits until what was done can be proven. */
async function act(account, actions, cosigner) {
  const { height } = await client.status();
  const { sequence, open } = await sequenceOf(account);
  const context = { chain, account: account.id, sequence, valid_until: BigInt(height) + 100n, max_fee: 1_000_000n };
  const body = fh.draft(open ? context : { ...context, opening: account.policy }, actions);
  let tx = fh.signTransaction(body, account);
  if (cosigner !== undefined) {
    const other = await sequenceOf(cosigner);
    body.actors.push({ account: cosigner.id, lane: 0, sequence: other.sequence });
    tx = fh.addSignature(fh.addSignature(fh.unsigned(body), 0, account.secretKey), 1, cosigner.secretKey);
  }
  const id = fh.transactionId(body);
  const submitted = await client.submit(fh.encodeTransaction(tx));
  assert.equal(submitted.id, fh.toBase64url(id));
  const seen = await client.waitForTransaction(id, { every: 50 });
  assert.deepEqual([seen.state, seen.result?.name, seen.result?.code], ["COMMITTED", seen.result?.name, 0]);
  assert.equal(seen.bytes, fh.toBase64url(fh.encodeTransaction(tx)));
  for (let tries = 0; BigInt((await client.status()).sealed ?? -1) < BigInt(seen.height); ++tries) {
    assert.ok(tries < 200, "the block is not sealed");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return id;
}

const verdict = (text, options = {}) => {
  const result = fh.verifyProof(text, { anchor, at: BigInt(Date.now()), ...options });
  assert.ok(result.ok, result.refusal?.reason);
  return result.verdict;
};
const hash = (text) => fh.sha256(new TextEncoder().encode(text));

test("the node's genesis document is the chain's", { skip }, async () => {
  const status = await client.status();
  assert.equal(status.chain, fh.toBase64url(chain));
  assert.deepEqual(fh.genesisAnchor(await client.genesis()), anchor);
});

test("a certificate: made, proven, presented, checked by both", { skip }, async () => {
  const content = { kind: "public", hash: hash("deed") };
  await act(alice, [fh.certify({ content, title: "Grundst\u00fcck 7" })]);
  const id = fh.assetId(alice.id, content);
  const text = await client.proveAsset(id);
  const seen = verdict(text, { file: hash("deed") });
  assert.deepEqual([seen.fileMatched, seen.asset.owner.account], [true, alice.id]);
  const shown = fh.presentProof(fh.parseProof(text).proof, { audience: "bank", challenge: "who?", notAfter: BigInt(Date.now()) + 60_000n }, alice);
  assert.ok(verdict(fh.proofToText(shown), { challenge: "who?", audience: "bank" }).presented);
  writeFileSync(join(folder, "shown.proof.json"), fh.proofToText(shown));
  const out = run("verify", "shown.proof.json", "--genesis", "home/genesis.json", "--challenge", "who?", "--audience", "bank");
  assert.match(out, /shown by its owner, for your challenge/);
  assert.equal((await client.content(hash("deed"))).certificates.items[0].asset, fh.toBase64url(id));
});

test("a new account: paid, opened by its first transaction, found by its key", { skip }, async () => {
  await act(alice, [fh.pay({ to: bob.id, amount: 5_000_000n })]);
  await act(bob, [fh.pay({ to: alice.id, amount: 1n })]);
  const view = await client.account(bob.id);
  assert.deepEqual([view.open, view.account], [true, bob.address]);
  assert.equal((await client.key(fh.keyHash(bob.publicKey))).account, bob.address);
});

test("a collection of private files: an item is proven and opened, another extracted", { skip }, async () => {
  const names = ["one", "two", "three", "four", "five"];
  const items = names.map((name) => ({ hash: hash(name), k: hash(`k ${name}`) }));
  const manifest = fh.makeManifest({ certifier: bob.id, secret: hash("secret"), items });
  const back = fh.decodeManifest(fh.encodeManifest(manifest));
  assert.deepEqual(back, { ok: true, manifest });
  const content = { kind: "collection", root: manifest.root, count: 5n };
  await act(bob, [fh.certify({ content })]);
  const text = await client.proveItem(fh.itemProofRequest(manifest, 3));
  assert.deepEqual(verdict(text).notices, ["private_unopened"]);
  const opened = fh.withOpening(fh.parseProof(text).proof, { k: items[3].k, hash: items[3].hash });
  assert.ok(verdict(fh.proofToText(opened), { file: hash("four") }).fileMatched);
  await act(bob, [fh.extract({ ...fh.itemProofRequest(manifest, 4), title: "five" })]);
  const extracted = fh.itemId(manifest.collection, fh.itemContent(manifest, 4));
  assert.equal(verdict(await client.proveAsset(extracted)).asset.origin.collection.length, 32);
  await assert.rejects(client.proveItem(fh.itemProofRequest(manifest, 4)), (error) => error.code === "extracted");
});

test("offers, acceptance, transfer, retirement", { skip }, async () => {
  const content = { kind: "public", hash: hash("house") };
  const id = fh.assetId(alice.id, content);
  await act(alice, [fh.certify({ content })]);
  const expiry = BigInt((await client.status()).height) + 1000n;
  await act(alice, [fh.offer({ asset: id, to: bob.id, price: 7n, expiry })]);
  await act(bob, [fh.decline(id)]);
  await act(alice, [fh.offer({ asset: id, to: bob.id, price: 7n, expiry })]);
  await act(alice, [fh.cancel(id)]);
  await act(alice, [fh.offer({ asset: id, to: bob.id, price: 7n, expiry })]);
  const seen = await client.asset(id);
  assert.equal(seen.offer.stands, true);
  await act(bob, [fh.accept({ asset: id, most: 7n, history: fh.fromBase64url(seen.record.history) })]);
  assert.deepEqual(verdict(await client.proveAsset(id)).asset.owner.account, bob.id);
  // An actor has to do something: she pays what was agreed, in the same transaction.
  await act(bob, [fh.transfer({ asset: id, to: alice.id }), fh.pay({ to: bob.id, amount: 7n }, 1)], alice);
  await act(alice, [fh.retire(id)]);
  assert.deepEqual(verdict(await client.proveAsset(id)).notices, ["retired"]);
  const kinds = (await client.assetEvents(id)).items.map(({ event }) => event.kind);
  assert.deepEqual(kinds, ["certified", "transferred", "transferred", "retired"]);
});

test("what a transaction's bytes say, in the words of the program", { skip }, () => {
  const strange = [
    fh.certify({ content: { kind: "public", hash: hash("x") }, title: 'a "b" \\ \u202e\u0007 \u00e9' }),
    { actor: 0, contract: 77, call: Uint8Array.of(1, 2) },
    { actor: 9, contract: 1, call: Uint8Array.of(255) },
  ];
  const base = fh.draft({ chain, account: alice.id, sequence: 3n, valid_until: 5n, max_fee: 1_234_500n, memo: Uint8Array.of(255, 10) }, strange);
  const bodies = vectors("transactions.json").transactions.map((one) => readAs("TxBody", one.body));
  for (const body of [base, { ...base, version: 7 }, { ...base, max_fee: 1n, memo: hash("x") }, ...bodies]) {
    writeFileSync(join(folder, "tx.json"), fh.transactionToFile(fh.unsigned(body)));
    const lines = fh.describeTransaction(body);
    const shown = run("tx", "show", "tx.json").split("\n").map((line) => line.trim());
    assert.deepEqual(lines.filter((line) => !shown.includes(line)), [], shown.join("\n"));
    assert.ok(lines.length >= 4 + body.actions.length - 1);
  }
});

test("absence and transactions are proven", { skip }, async () => {
  assert.deepEqual(verdict(await client.proveAbsence(hash("nobody"))).content, hash("nobody"));
  await assert.rejects(client.proveAbsence(hash("deed")), (error) => error.code === "content_certified");
  const id = await act(alice, [fh.pay({ to: bob.id, amount: 3n })]);
  const seen = verdict(await client.proveTransaction(id));
  assert.equal(seen.result.code, 0);
  const { contract, call } = fh.decodeAction(seen.transaction.actions[0]);
  assert.deepEqual([contract, call.kind, call.amount], ["accounts", "pay", 3n]);
});

test("events: every block once, from the first", { skip }, async () => {
  const newest = (await client.status()).height;
  const stop = new AbortController();
  const heights = [];
  for await (const event of client.events({ from: 1n, signal: stop.signal })) {
    heights.push(event.height);
    if (event.height === newest) stop.abort();
  }
  assert.deepEqual(heights, Array.from({ length: Number(newest) }, (_, i) => String(i + 1)));
});
