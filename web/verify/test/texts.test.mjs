// The words: both languages whole, and every word used.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "./support.mjs";

const { DICTIONARIES, fromBrowser, REASONS, NOTICES, STEPS, failedStep } = await load(`
  export * from "./src/texts.js";
  export { REASONS, NOTICES } from "../../sdk/js/src/verifier.js";
  export { STEPS, failedStep } from "./src/steps.js";
`);
const src = new URL("../src/", import.meta.url);
const sources = readdirSync(src).map((name) => [name, readFileSync(new URL(name, src), "utf8")]);
const html = readFileSync(new URL("index.html", src), "utf8");
const { en, zh } = DICTIONARIES;

test("both languages have the same keys, and put the same things in", () => {
  assert.deepEqual(Object.keys(DICTIONARIES), ["en", "zh"]);
  for (const part of ["texts", "reasons", "notices", "paper"]) {
    assert.deepEqual(Object.keys(zh[part]).sort(), Object.keys(en[part]).sort(), part);
    for (const [key, text] of Object.entries(en[part])) {
      const holes = (of) => (of.match(/\{[a-z]+\}/g) ?? []).sort();
      assert.deepEqual(holes(zh[part][key]), holes(text), key);
      assert.ok(text.trim() !== "" && zh[part][key].trim() !== "", key);
      const worded = /[a-z]/i.test(text.replace(/\{[a-z]+\}/g, ""));
      if (worded) assert.match(zh[part][key], /\p{Script=Han}/u, `${key} is not in Chinese`);
      assert.doesNotMatch(text, /\p{Script=Han}/u, `${key} is not in English`);
    }
  }
});

test("every reason and notice of the verifier has its sentence, and every reason its step", () => {
  assert.deepEqual(Object.keys(zh.reasons).sort(), [...REASONS].sort());
  assert.deepEqual(Object.keys(zh.notices).sort(), [...NOTICES].sort());
  for (const reason of REASONS) assert.ok(STEPS.includes(failedStep({ reason, where: "" })), reason);
  assert.equal(failedStep({ reason: "other_chain", where: "header" }), "chain");
  assert.equal(failedStep({ reason: "other_chain", where: "evidence.transaction.body" }), "record");
});

test("every word is used, and every word that is used is there", () => {
  const code = sources.filter(([name]) => name !== "texts.ts").map(([, text]) => text).join("\n");
  const made = /^(did_record_|step_|state_|unit_|fact_anchor_)/;
  for (const key of Object.keys(en.texts)) assert.ok(made.test(key) || code.includes(`"${key}"`), `${key} is not used`);
  for (const [, key] of html.matchAll(/data-(?:text|label)="([a-z_]+)"/g)) assert.ok(key in en.texts, key);
  for (const name of STEPS) assert.ok(`step_${name}` in en.texts, name);
});

test("the browser's languages choose", () => {
  for (const [languages, expected] of [
    [["zh-CN"], "zh"],
    [["zh-TW", "en"], "zh"],
    [["ZH"], "zh"],
    [["fr", "zh-HK", "en"], "zh"],
    [["en-GB", "zh"], "en"],
    [["fr-FR", "de"], "en"],
    [[], "en"],
  ]) {
    assert.equal(fromBrowser(languages), expected, languages.join());
  }
});

test("no source can put in markup or reach the network", () => {
  for (const [name, text] of sources) {
    if (!name.endsWith(".ts")) continue;
    const bad = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|\bimport\(|\.src\s*=|\.href\s*=/;
    assert.doesNotMatch(text, bad, name);
  }
  assert.doesNotMatch(html, /https?:|\bsrc=| on[a-z]+=|style="/);
});
