// usage: node drive.mjs PROOFS VERDICTS SEED RANDOM MUTATIONS [PYTHON]    The programs are those of tests/CMakeLists.txt.
// Random proofs, then changes of them: each is judged by the C++ verifier, by sdk/js and, where a Python is named, by
// docs/spec/examples/verify.py. Whoever differs from the C++ is shown, with what makes the case again.
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { fromBase64url, genesisAnchor, structs, toBase64url, verifyProof } from "../../sdk/js/dist/index.js";
import { Chance, mutated } from "./mutate.mjs";

const [proofs, verdicts, seedText, randomText, mutationsText, python] = process.argv.slice(2);
const [seed, random, mutations] = [seedText, randomText, mutationsText].map(Number);
const place = mkdtempSync(join(tmpdir(), "freehold-differential-"));
process.on("exit", () => rmSync(place, { recursive: true, force: true }));

const text = execFileSync(proofs, [String(seed), String(random)], { maxBuffer: 1 << 30 }).toString();
const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
const cases = [...lines];
for (let i = 0; i < mutations; ++i) cases.push(mutated(new Chance(seed * 1_000_003 + i), lines));

/** What a program answers to all cases. */
function answers(program, words) {
  const file = join(place, "cases");
  writeFileSync(file, cases.map((one) => JSON.stringify(one)).join("\n") + "\n");
  const input = openSync(file, "r");
  const done = spawnSync(program, words, { stdio: [input, "pipe", "inherit"], maxBuffer: 1 << 30 });
  closeSync(input);
  const out = done.stdout.toString().trimEnd().split("\n");
  if (done.status !== 0 || out.length !== cases.length) {
    console.log(`seed ${seed}: ${program} ended with ${done.status ?? done.signal} after ${out.length} of ${cases.length} cases`);
    process.exit(1);
  }
  return out.map((line) => JSON.parse(line));
}

const number = (value) => (value === null ? undefined : BigInt(value));
const bytes = (value) => (value === null ? undefined : fromBase64url(value));

function ours({ proof, genesis, options }) {
  const [[kind, given]] = Object.entries(options.anchor);
  let anchor = { kind, hash: bytes(given.hash ?? null) };
  if (kind === "genesis") anchor = genesisAnchor(Buffer.from(genesis, "base64url"));
  if (kind === "validators" && given.pinned !== null) anchor.pinned = BigInt(given.pinned);
  const result = verifyProof(Buffer.from(proof, "base64url"), {
    anchor,
    at: number(options.at),
    maxAge: number(options.max_age_ms),
    anchorMaxAge: number(options.anchor_max_age_ms),
    file: bytes(options.file),
    challenge: options.challenge ?? undefined,
    audience: options.audience ?? undefined,
  });
  if (!result.ok) return { outcome: { refused: { error: result.refusal.reason } }, where: result.refusal.where };
  const { verdict } = result;
  const show = (type, value) => (value === null ? null : type.show(value));
  const age = (ms) => (ms === null ? null : ms.toString());
  const told = {
    chain: toBase64url(verdict.chain),
    statement: structs.Statement.show(verdict.statement),
    header_hash: toBase64url(verdict.headerHash),
    height: verdict.header.height.toString(),
    time: verdict.header.time.toString(),
    header_age_ms: age(verdict.headerAge),
    anchor_age_ms: age(verdict.anchorAge),
    owner: show(structs.Owner, verdict.asset?.owner ?? null),
    asset: show(structs.AssetRecord, verdict.asset),
    owner_policy: show(structs.PolicyRecord, verdict.ownerPolicy),
    content: verdict.content === null ? null : toBase64url(verdict.content),
    transaction: show(structs.TxBody, verdict.transaction),
    result: show(structs.TxResult, verdict.result),
    file_matched: verdict.fileMatched,
    presented: verdict.presented,
    notices: verdict.notices,
  };
  return { outcome: { accepted: { verdict: told } }, where: "" };
}

function safely(action) {
  try {
    return action();
  } catch (error) {
    return { outcome: { thrown: String(error.stack) }, where: "" };
  }
}

const named = ({ outcome }) => outcome.refused?.error ?? (outcome.accepted ? "valid" : "broken");
const theirs = answers(verdicts, []);
const others = { "sdk/js": cases.map((one) => safely(() => ours(one))) };
if (python) {
  const judge = fileURLToPath(new URL("judge.py", import.meta.url));
  others["verify.py"] = answers(python, ["-B", judge]);
}

const counts = new Map();
theirs.forEach((answer) => counts.set(named(answer), (counts.get(named(answer)) ?? 0) + 1));
let wrong = 0;
let words = 0;
let loose = 0;
for (const [name, all] of Object.entries(others)) {
  all.forEach((answer, i) => {
    const same = isDeepStrictEqual(answer.outcome, theirs[i].outcome);
    const sameWords = name !== "sdk/js" || answer.where === theirs[i].where;
    if (same && sameWords) return;
    // Where JSON breaks off is told as each parser sees it.
    const parsing = same && named(answer) === "not_json";
    if (parsing) ++loose;
    else if (same) ++words;
    else ++wrong;
    if (parsing || wrong + words > 20) return;
    const which = i < random ? `random proof ${i}` : `mutation ${i - random}`;
    const kept = `differential-${seed}-${i}.json`;
    writeFileSync(kept, JSON.stringify(cases[i]));
    console.log(`seed ${seed}, ${which} (kept in ${kept}):`);
    console.log(`  C++     ${named(theirs[i])} (${theirs[i].where})`);
    console.log(`  ${name}  ${named(answer)} (${answer.where ?? ""}) ${answer.outcome.thrown ?? ""}`);
    if (!same && named(answer) === "valid" && named(theirs[i]) === "valid") {
      console.log(JSON.stringify(theirs[i].outcome), "\n", JSON.stringify(answer.outcome));
    }
  });
}
const sorted = [...counts].sort((a, b) => b[1] - a[1]);
console.log(`seed ${seed}: ${random} random proofs, ${mutations} mutations, ${Object.keys(others).join(" and ")}: ` +
  `${wrong} judged differently, ${words} worded differently (and ${loose} of what is no JSON)`);
console.log(sorted.map(([reason, count]) => `${reason} ${count}`).join(", "));
// A run that reaches few of the checks shows little.
const accepted = theirs.slice(0, random).filter((answer) => named(answer) === "valid").length;
const enough = random + mutations < 5000 || (counts.size > 35 && accepted * 4 > random);
if (!enough) console.log("too few reasons were reached, or too few proofs were good");
process.exitCode = wrong > 0 || words > 0 || !enough ? 1 : 0;
