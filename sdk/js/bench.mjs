// How long it takes to verify an ownership proof with three seal signatures, code loaded: the first time and the median.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { genesisAnchor, parseProof, verifyProof } from "./dist/verifier.js";

const LIMIT_MS = 20;
const RUNS = 101;
const folder = new URL("../../tests/vectors/proofs/", import.meta.url);
const text = readFileSync(new URL("text.proof.json", folder));
const anchor = genesisAnchor(readFileSync(new URL("four-validators.genesis.json", folder)));

const read = parseProof(text);
if (!read.ok || read.proof.seal.signatures.length !== 3 || read.proof.statement.kind !== "asset") {
  throw new Error("the benchmark's proof is not of an owner, with three signatures");
}
const times = [];
for (let i = 0; i < RUNS; ++i) {
  const begin = performance.now();
  const result = verifyProof(text, { anchor, at: 1_700_000_060_000n });
  times.push(performance.now() - begin);
  if (!result.ok) throw new Error(`the benchmark's proof is refused: ${result.refusal.reason}`);
}
const [first] = times;
const median = times.sort((a, b) => a - b)[RUNS >> 1];
console.log(`verify an ownership proof, 3 seal signatures: median ${median.toFixed(1)} ms of ${RUNS}, first ${first.toFixed(1)} ms`);
process.exitCode = median < LIMIT_MS ? 0 : 1;
