// freehold-verify: statuses, words, options. Beside the program itself it is run by tests/differential/compare-cli.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { describeVerdict, headerHash, parseProof, toBase64url, toHex, verifyProof, genesisAnchor } from "../dist/index.js";
import { VECTORS } from "./support.mjs";

const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "freehold-verify-"));
copyFileSync(`${VECTORS}proofs/asset-public.proof.json`, join(folder, "asset.proof.json"));
const { cases } = JSON.parse(readFileSync(`${VECTORS}proofs/cases.json`, "utf8"));
const deed = cases.find((one) => one.name === "asset-public").options;
copyFileSync(`${VECTORS}proofs/${deed.anchor.genesis.file}`, join(folder, "genesis.json"));
writeFileSync(join(folder, "deed"), "deed");
writeFileSync(join(folder, "other"), "other");
symlinkSync("deed", join(folder, "link"));

function run(words, input = "") {
  const done = spawnSync(process.execPath, [cli, ...words], { cwd: folder, input });
  return { status: done.status, out: done.stdout.toString(), err: done.stderr.toString() };
}
const at = ["--at", deed.at];
const base = ["asset.proof.json", "--genesis", "genesis.json", ...at];

test("a good proof: status 0, the lines of describeVerdict", () => {
  const done = run(base);
  const proof = readFileSync(join(folder, "asset.proof.json"));
  const anchor = genesisAnchor(readFileSync(join(folder, "genesis.json")));
  const result = verifyProof(proof, { anchor, at: BigInt(deed.at) });
  assert.deepEqual(done, { status: 0, out: describeVerdict(result.verdict).join("\n") + "\n", err: "" });
  assert.deepEqual(run(["-", ...base.slice(1)], proof), done);
  const json = JSON.parse(run([...base, "--json"]).out);
  assert.deepEqual([json.valid, json.statement.asset.asset], [true, toBase64url(result.verdict.statement.asset)]);
  const { proof: read } = parseProof(proof);
  const hash = headerHash(read.header);
  for (const text of [toHex(hash), toBase64url(hash)]) {
    assert.equal(run(["asset.proof.json", "--trust", `header:${text}`, ...at]).status, 0);
  }
});

test("a file brought along is compared", () => {
  assert.match(run([...base, "--file", "deed"]).out, /^ {2}the file you brought is the one$/m);
  const other = run([...base, "--file", "other"]);
  assert.equal(other.status, 1);
  assert.equal(other.err, "freehold-verify: NOT VALID: The file is not the one the proof is about. [file_mismatch]\n");
  assert.match(run([...base, "--file", "link"]).err, /Too many levels of symbolic links \[unreadable_file\]$/m);
  assert.match(run([...base, "--file", "none"]).err, /none: No such file or directory \[unreadable_file\]$/m);
});

test("refusals: status 1, the reason in brackets, an object under --json", () => {
  const cases = [
    [[...base, "--max-age", "1s"], "too_old"],
    [[...base, "--anchor-max-age", "0s"], "anchor_too_old"],
    [[...base, "--challenge", "x"], "presentation_missing"],
    [["asset.proof.json", "--genesis", "genesis.json", "--at", "1970-01-01"], "future_header"],
    [["asset.proof.json", "--trust", `header:${"0".repeat(64)}`, ...at], "header_not_trusted"],
    [["asset.proof.json", "--trust", `validators:${"0".repeat(64)}`, ...at], "untrusted_validators"],
    [["deed", ...base.slice(1)], "not_json"],
    [["none", ...base.slice(1)], "not_found"],
    [["asset.proof.json", "--genesis", "deed", ...at], "bad_genesis"],
    [["asset.proof.json", "--genesis", "none", ...at], "not_found"],
  ];
  for (const [words, code] of cases) {
    const plain = run(words);
    assert.deepEqual([plain.status, plain.out], [1, ""], code);
    assert.match(plain.err, new RegExp(`^freehold-verify: .* \\[${code}\\]\\n$`));
    const json = run([...words, "--json"]);
    assert.deepEqual([json.status, JSON.parse(json.out).error, json.err], [1, code, plain.err]);
  }
});

test("wrong usage: status 2", () => {
  const cases = [
    [[], /^proof is required$/m],
    [["asset.proof.json"], /\[no_anchor\]$/m],
    [["asset.proof.json", "--trust", "nobody:00"], /\[bad_trust\]$/m],
    [["asset.proof.json", "--trust", "header:00"], /\[bad_id\]$/m],
    [[...base.slice(0, 3), "--at", "tomorrow"], /\[bad_time\]$/m],
    [[...base, "--max-age", "1y"], /\[bad_duration\]$/m],
    [[...base, "--at"], /^--at: 1 required TIME missing$/m],
    [[...base, "more"], /^The following argument was not expected: more$/m],
    [[...base, "--strange"], /^The following argument was not expected: --strange$/m],
  ];
  for (const [words, wanted] of cases) {
    const done = run(words);
    assert.equal(done.status, 2, words.join(" "));
    assert.match(done.err, wanted);
  }
  assert.equal(run(["--help"]).status, 0);
  assert.match(run(["--help"]).out, /--anchor-max-age/);
});
