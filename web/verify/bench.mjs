// How long it takes to verify an ownership proof with three seal signatures in Chromium, code loaded.
import { launch, vector } from "./test/browser.mjs";
import { bundled } from "./test/support.mjs";

const RUNS = 101;
const chromium = await launch();
const page = await chromium.browser.newPage();
await page.evaluate(`${await bundled('export * from "../../sdk/js/src/verifier.js";', "iife")}; window.tested = tested;`);
const [text, genesis] = ["text.proof.json", "four-validators.genesis.json"].map((name) => vector(`proofs/${name}`).toString());
const times = await page.evaluate(
  ([proof, document, runs]) => {
    const anchor = tested.genesisAnchor(document);
    const read = tested.parseProof(proof);
    if (read.proof.statement.kind !== "asset" || read.proof.seal.signatures.length !== 3) throw new Error("another proof");
    const out = [];
    for (let i = 0; i < runs; ++i) {
      const begin = performance.now();
      const result = tested.verifyProof(proof, { anchor, at: 1_700_000_060_000n });
      out.push(performance.now() - begin);
      if (!result.ok) throw new Error(result.refusal.reason);
    }
    return out;
  },
  [text, genesis, RUNS],
);
const [first] = times;
const median = times.sort((a, b) => a - b)[RUNS >> 1];
console.log(`verify an ownership proof in Chromium, 3 seal signatures: median ${median.toFixed(1)} ms of ${RUNS}, first ${first.toFixed(1)} ms`);
await chromium.close();
