// Every case of tests/vectors/proofs, chosen and checked in the page: the verdict, the reason, the notices, the words.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { check, give, launch, PAGE, vector } from "./browser.mjs";
import { load } from "./support.mjs";

const { describeVerdict, verifyProof, genesisAnchor, fromBase64url, sentence, timeText } = await load(
  'export * from "../../sdk/js/src/verifier.js";',
);
const { cases } = JSON.parse(vector("proofs/cases.json"));

// The files that the vectors name by their hashes.
const files = new Map();
for (const text of ["deed", "diary", "another", "car", ...[0, 1, 2, 3, 4].map((i) => `photo${i}`), ...Array.from({ length: 100 }, (_, i) => `nobody's ${i}`)]) {
  files.set(createHash("sha256").update(text).digest("base64url"), text);
}
// The page always has a time, so it cannot be asked these.
const TIMELESS = ["asset-public-no-time", "notices-in-order", "too-old-no-time", "anchor-too-old-no-time", "presentation-no-time"];
const number = (text) => (text === null ? undefined : BigInt(text));
// Ages are typed in whole seconds: where a vector has a millisecond less than those, a second less.
const age = (ms) => (ms === null ? "" : `${BigInt(ms) / 1000n}s`);

function anchorOf(given) {
  const [[kind, value]] = Object.entries(given);
  if (kind === "genesis") return genesisAnchor(vector(`proofs/${value.file}`));
  const hash = fromBase64url(value.hash);
  return value.pinned == null ? { kind, hash } : { kind, hash, pinned: BigInt(value.pinned) };
}

const optionsOf = (options) => ({
  anchor: anchorOf(options.anchor),
  at: number(options.at),
  file: options.file === null ? undefined : fromBase64url(options.file),
  challenge: options.challenge ?? undefined,
  audience: options.audience ?? undefined,
});

test("every proof of the vectors", { timeout: 540_000 }, async () => {
  const { open, close, requests, complaints } = await launch();
  const page = await open();
  await page.evaluate(() => (document.querySelector("#more").open = true));
  const timeless = [];
  let genesisNow = "";
  for (const one of cases) {
    const { options, expect } = one;
    if (options.at === null) {
      timeless.push(one.name);
      continue;
    }
    const proof = Buffer.concat([vector(`proofs/${one.proof}`), Buffer.alloc(one.padding, " ")]);
    await give(page, { proof });
    const [[kind, value]] = Object.entries(options.anchor);
    if (kind !== "genesis") {
      await page.check(`#anchor-is-${kind}`);
      await page.fill("#hash", value.hash);
      if (kind === "validators") await page.fill("#pinned", value.pinned ?? "");
    } else if (genesisNow === value.file) {
      await page.check("#anchor-is-genesis");
    } else {
      await give(page, { genesis: vector(`proofs/${value.file}`) });
      genesisNow = value.file;
    }
    if (options.file !== null) {
      assert.ok(files.has(options.file), `${one.name}: no file has the hash ${options.file}`);
      await give(page, { file: files.get(options.file) });
    } else if (await page.isVisible("#file-remove")) {
      await page.click("#file-remove");
    }
    await page.fill("#challenge", options.challenge ?? "");
    await page.fill("#audience", options.audience ?? "");
    await page.fill("#at", options.at);
    await page.fill("#max-age", age(options.max_age_ms));
    await page.fill("#anchor-max-age", age(options.anchor_max_age_ms));
    const shown = await check(page);
    const what = `${one.name}: ${one.about}`;
    if (expect.accepted !== undefined) {
      assert.equal(shown.title, "Valid", `${what}: ${shown.reason}`);
      assert.deepEqual(shown.notices, expect.accepted.verdict.notices, what);
      const { verdict } = verifyProof(proof, optionsOf(options));
      assert.equal(shown.words, describeVerdict(verdict).join("\n"), what);
      assert.ok(!Object.values(shown.steps).some((step) => step === "failed" || step === "unreached"), what);
      assert.equal(shown.steps.file, options.file === null ? "skipped" : "passed", what);
      assert.equal(shown.steps.shown, options.challenge ?? options.audience ? "passed" : "skipped", what);
      assert.equal(await page.textContent("dl.facts time >> nth=-1"), timeText(verdict.header.time), what);
    } else {
      const { error } = expect.refused;
      assert.equal(shown.title, "Not valid", what);
      assert.equal(shown.reason, error, what);
      assert.equal(shown.why, sentence(error), what);
      assert.ok(shown.words.startsWith(`NOT VALID: ${sentence(error)}`) && shown.words.endsWith(`[${error}]`), shown.words);
      assert.equal(shown.says, null, what);
      assert.equal(Object.values(shown.steps).filter((step) => step === "failed").length, 1, what);
    }
    assert.equal(shown.focused, "result-title", what);
  }
  assert.deepEqual(timeless, TIMELESS);
  assert.deepEqual([...new Set(requests)], [PAGE]);
  assert.deepEqual(complaints, []);
  await close();
  console.log(`${cases.length - timeless.length} cases`);
});
