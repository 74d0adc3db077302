// What is handed out: the bundle for browsers, the dependencies, the program's first line.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { REASONS, NOTICES, sentence, noticeSentence } from "../dist/verifier.js";
import { VECTORS } from "./support.mjs";

const root = new URL("../", import.meta.url);
const text = (path) => readFileSync(new URL(path, root), "utf8");

test("the verifier's bundle: one file under 60 KB, nothing imported, nothing made into code at run time", async () => {
  const bundle = text("dist/freehold-verifier.min.js");
  assert.ok(gzipSync(bundle, { level: 9 }).length < 60 * 1024);
  assert.doesNotMatch(bundle, /\bimport\s*[{"'(*]|\brequire\(|\beval\(|\bnew Function\b|node:/);
  const { genesisAnchor, verifyProof } = await import(new URL("dist/freehold-verifier.min.js", root));
  const anchor = genesisAnchor(readFileSync(`${VECTORS}proofs/four-validators.genesis.json`));
  const result = verifyProof(readFileSync(`${VECTORS}proofs/text.proof.json`), { anchor, at: 1_700_000_060_000n });
  assert.deepEqual([result.ok, result.verdict.notices], [true, []]);
});

test("dependencies are named exactly, and the lock file names no place they come from", () => {
  const { dependencies, devDependencies } = JSON.parse(text("package.json"));
  assert.deepEqual(Object.keys(dependencies), [
    "@mysten/bcs", "@noble/curves", "@noble/hashes", "@scure/base", "@scure/bip32", "@scure/bip39",
  ]);
  for (const version of Object.values({ ...dependencies, ...devDependencies })) assert.match(version, /^\d+\.\d+\.\d+$/);
  const lock = JSON.parse(text("package-lock.json"));
  for (const [name, entry] of Object.entries(lock.packages)) {
    assert.equal(entry.resolved, undefined, name);
    if (name !== "") assert.match(entry.integrity, /^sha512-/, name);
  }
});

test("the sources import what is depended on, and Node only in the program", () => {
  for (const file of readdirSync(new URL("src/", root))) {
    for (const [, name] of text(`src/${file}`).matchAll(/from "([^"]+)"/g)) {
      if (name.startsWith("node:")) assert.equal(file, "cli.ts");
      else if (!name.startsWith("./")) assert.match(name, /^@(noble|scure|mysten)\//, file);
    }
  }
  assert.match(text("dist/cli.js"), /^#!\/usr\/bin\/env node\n/);
});

test("reasons, notices and their sentences are those of the specification, in its order", () => {
  const page = readFileSync(new URL("../../docs/spec/proof-format.md", root), "utf8");
  const [, reasons] = page.split("\n## Reasons\n");
  const rows = [...reasons.split("\n## ")[0].matchAll(/^\| (\d+) \| `(\w+)` \| (.*) \|$/gm)];
  assert.deepEqual(rows.map(([, number, name, words]) => [Number(number), name, words]),
    REASONS.map((name, i) => [i + 1, name, sentence(name)]));
  const [, notices] = page.split("\n## The verdict and its notices\n");
  const names = [...notices.split("\n## ")[0].matchAll(/^\| (\d+) \| `(\w+)` \|/gm)].map(([, number, name]) => [Number(number), name]);
  assert.deepEqual(names, NOTICES.map((name, i) => [i + 1, name]));
  for (const name of NOTICES) assert.match(noticeSentence(name), /^[A-Z].*\.$/);
});
