// Files made to harm: refused, or shown as text, in bounded time, and nothing outside the verifier changed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decode } from "../dist/bcs.js";
import {
  describeVerdict,
  genesisAnchor,
  parseProof,
  printable,
  proofToText,
  structs,
  trustAnchor,
  verdictToJson,
  verifyProof,
  verifyProofFile,
  headerHash,
} from "../dist/index.js";
import { encode, VECTORS } from "./support.mjs";
import { checkStateEntry } from "../dist/sparse.js";
import { sha256, nodeHash } from "../dist/hash.js";

const good = readFileSync(`${VECTORS}proofs/text.proof.json`, "utf8");
const anchor = genesisAnchor(readFileSync(`${VECTORS}proofs/four-validators.genesis.json`));
const at = 1_700_000_060_000n;
const reason = (text, options = {}) => {
  const result = verifyProof(text, { anchor, at, ...options });
  return result.ok ? "valid" : result.refusal.reason;
};
const within = (ms, action) => {
  const begin = performance.now();
  const out = action();
  assert.ok(performance.now() - begin < ms, `took ${performance.now() - begin} ms`);
  return out;
};

test("a good proof passes, as text and as bytes", () => {
  assert.equal(reason(good), "valid");
  assert.equal(reason(new TextEncoder().encode(good)), "valid");
});

test("names that mean something to JavaScript are unknown fields, and pollute nothing", () => {
  for (const name of ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then"]) {
    for (const value of ['{"valid":true}', "null", '{"format":"freehold-proof/1"}']) {
      assert.equal(reason(`{"${name}":${value},${good.slice(1)}`), "bad_shape", name);
      const inside = good.replace('"statement":{', `"statement":{"${name}":${value},`);
      assert.equal(reason(inside), "bad_shape", name);
      const choice = good.replace(/"statement":\{"asset":\{"asset":"[^"]*"\}\}/, `"statement":{"${name}":${value}}`);
      assert.notEqual(choice, good);
      assert.equal(reason(choice), "bad_shape", name);
    }
  }
  assert.equal({}.valid, undefined);
  assert.equal({}.format, undefined);
  // A field that only a prototype has is missing.
  assert.equal(reason('{"format":"freehold-proof/1","__proto__":' + good + "}"), "bad_shape");
});

test("numbers beyond 2^53, in other forms and of other types are refused", () => {
  for (const number of ["9007199254740992", "9007199254740993", "1e3", "1E400", "-0", "-1", "1.0", "0x10", "01", "NaN", "1" + "0".repeat(500)]) {
    const text = good.replace('"tx_count":0', `"tx_count":${number}`);
    assert.notEqual(text, good);
    assert.equal(reason(text), "not_json", number);
  }
  for (const value of ["9007199254740991", "4294967296", '"0"', "null", "true", "[]", "{}"]) {
    assert.equal(reason(good.replace('"tx_count":0', `"tx_count":${value}`)), "bad_shape", value);
  }
});

test("depth, length and number of things are bounded", () => {
  const deep = 4 << 20;
  assert.equal(within(5000, () => reason("[".repeat(deep))), "not_json");
  assert.equal(within(5000, () => reason('{"a":'.repeat(deep / 5))), "not_json");
  assert.equal(within(5000, () => reason("[" + "0,".repeat(deep / 2 - 2) + "0]")), "bad_shape");
  assert.equal(within(5000, () => reason('"' + "\\\\".repeat(deep / 2 - 1) + '"')), "bad_shape");
  assert.equal(within(5000, () => reason(good + " ".repeat(deep))), "too_large");
  assert.equal(within(5000, () => reason(good + " ".repeat(deep - good.length))), "valid");
  // 4 MiB counts bytes, not characters.
  assert.equal(reason(`{"format":"${"é".repeat(2 << 20)}"}`), "too_large");
  const names = Array.from({ length: 150_000 }, (_, i) => `"name${i}":0`).join(",");
  assert.equal(within(5000, () => reason(`{${names}}`)), "bad_shape");
  assert.equal(within(5000, () => reason(`{${names},"name7":0}`)), "not_json");
});

test("thousands of changes and validators take bounded time", () => {
  const { proof } = parseProof(good);
  const change = { header: proof.header, seal: { ...proof.seal, signatures: [] }, next: proof.validators };
  const many = { ...proof, changes: Array.from({ length: 1600 }, () => change) };
  const text = proofToText(many);
  assert.ok(text.length < 4 << 20);
  assert.equal(within(10_000, () => reason(text)), "bad_change");
  const endless = { ...proof, changes: Array.from({ length: 4097 }, () => change) };
  const result = verifyProofFile(endless, { anchor, at });
  assert.deepEqual(result, { ok: false, refusal: { reason: "limits", where: "changes" } });
});

test("strings that are no text", () => {
  assert.equal(reason(good.replace("freehold-proof/1", "\ud800")), "not_json");
  assert.equal(reason(good.replace("freehold-proof/1", "\\ud800")), "not_json");
  assert.equal(reason("\ufeff" + good), "not_json");
  assert.equal(reason(good + "\0"), "not_json");
  assert.equal(reason(good.replace("freehold-proof/1", "freehold-proof/2\\u0000")), "unknown_format");
  assert.equal(reason(Uint8Array.of(0xff, 0xfe, 0x7b)), "not_json");
  assert.equal(reason(""), "not_json");
});

test("markup and control characters in a title stay text", () => {
  const { proof } = parseProof(good);
  const record = decode(structs.AssetRecord, proof.evidence.asset.value);
  const titles = [
    ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
    ["a\u001b[31m\nVALID\u007f", "a\\x1b[31m\\x0aVALID\\x7f"],
    [Uint8Array.of(0x61, 0xff, 0x0a), "a\\xff\\x0a"],
    ["\u202egpj.exe\u0085\u2069", "\\xe2\\x80\\xaegpj.exe\\xc2\\x85\\xe2\\x81\\xa9"],
  ];
  for (const [title, shown] of titles) {
    record.title = typeof title === "string" ? new TextEncoder().encode(title) : title;
    // The root that follows from the changed record, and a pinned header with that root.
    const changed = structuredClone(proof);
    changed.evidence.owner_policy = null;
    record.owner = { kind: "split", split: new Uint8Array(32) };
    changed.evidence.asset.value = encode(structs.AssetRecord, record);
    changed.header.state_root = rootOf(changed.evidence.asset, changed.statement.asset);
    const pinned = { kind: "header", hash: headerHash(changed.header) };
    const result = verifyProof(proofToText(changed), { anchor: pinned, at });
    assert.ok(result.ok, result.refusal?.reason);
    assert.ok(describeVerdict(result.verdict).includes(`  titled ${shown}`));
    assert.equal(typeof verdictToJson(result.verdict).asset.title, "string");
    assert.ok(result.verdict.notices.includes("owned_by_split"));
    assert.match(describeVerdict(result.verdict)[1], /no single account, but co-owners by shares,/);
  }
  assert.equal(printable("plain \u00e9"), "plain \u00e9");
});

function rootOf(entry, asset) {
  const key = Uint8Array.from([0x20, ...asset]);
  const place = sha256(key);
  const bit = (bytes, at) => (bytes[at >> 3] >> (7 - (at & 7))) & 1;
  let node = sha256(Uint8Array.from([0, ...place, ...sha256(entry.value)]));
  let next = entry.path.siblings.length;
  for (let level = entry.path.depth - 1; level >= 0; --level) {
    const sibling = bit(entry.path.filled, level) ? entry.path.siblings[--next] : new Uint8Array(32);
    node = bit(place, level) ? nodeHash(sibling, node) : nodeHash(node, sibling);
  }
  assert.equal(checkStateEntry(key, entry, node), undefined);
  return node;
}

test("every flipped bit of the text is refused, but where the same JSON is meant", () => {
  const bytes = new TextEncoder().encode(good);
  let valid = 0;
  for (let at = 0; at < bytes.length; ++at) {
    const changed = Uint8Array.from(bytes);
    changed[at] ^= 1 << at % 8;
    if (reason(changed) === "valid") ++valid;
  }
  // Blanks between tokens are the only characters that may change: there is one line end.
  assert.ok(valid <= 1, `${valid} changed files pass`);
});

test("anchors are read strictly", () => {
  const hash = "ab".repeat(32);
  assert.equal(trustAnchor(`header:${hash}`).kind, "header");
  assert.equal(trustAnchor(`validators:${hash.toUpperCase()}`).kind, "validators");
  for (const text of ["", "header", "header:", `genesis:${hash}`, `header:${hash}00`, `header:${hash.slice(1)}`, `header: ${hash.slice(1)}`]) {
    assert.equal(trustAnchor(text), undefined, text);
  }
});

// Each repeated name was compared with the longest one whole: 3.6 MB held a verifier for half an hour.
test("a long name and many that stand twice cost no more than their length", () => {
  const long = `"${"a".repeat(900_000)}":0`;
  const text = `{${long},${long},${'"b":0,'.repeat(300_000)}"b":0}`;
  within(5000, () => assert.equal(reason(text), "not_json"));
});
