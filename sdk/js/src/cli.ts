#!/usr/bin/env node
/** `freehold-verify`: the options, the words and the exit statuses of `freehold verify`. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { hashFromText } from "./bytes.js";
import { describeRefusal, describeVerdict, printable, verdictToJson } from "./describe.js";
import { genesisAnchor, GenesisError, type Anchor } from "./genesis.js";
import { sha256 } from "./hash.js";
import { PROOF_BYTES_MAX } from "./proof_file.js";
import { durationFromText, timeFromText } from "./times.js";
import { verifyProof, type VerifyOptions } from "./verify.js";

/** Status 1: refused; 2: called wrongly. */
class Failed extends Error {
  constructor(
    readonly status: 1 | 2,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
class Usage extends Error {}

const OPTIONS: [name: string, value: string, help: string][] = [
  ["--file", "FILE", "The file that the proof should be about"],
  ["--genesis", "FILE", "The chain's genesis document"],
  ["--trust", "KIND:HASH", "validators:HASH or header:HASH, pinned beforehand"],
  ["--challenge", "TEXT", "The text you gave: the proof has to answer it"],
  ["--audience", "TEXT", "Whom it has to be shown to"],
  ["--at", "TIME", "The time to check for; now where none is given"],
  ["--max-age", "AGE", "The oldest the proof may be: 90d, 12h, 30m, 45s; where none is given 2h with --challenge or --audience, and else any age"],
  ["--anchor-max-age", "AGE", "The oldest that what you trust may be"],
  ["--json", "", "Print the result as JSON"],
];

const FOOTER = `Needs no node, no wallet and no network. It needs what you trust beforehand: the genesis document,
from the chain's members or their web site and not from whoever gave you the proof, or a hash that
you pinned. Exit status 0: valid; 1: not valid, and why; 2: it cannot be judged like this.
NOTE lines are part of the verdict: an asset that is retired or disputed, an owner that is frozen.
A valid proof says what the chain said at its height. Use --max-age where that has to be recent,
and a challenge of your own where you want to know that the owner is the one who shows it. Who has
handed an asset on can still sign an old proof for a new challenge: so with --challenge or --audience
the proof may be 2h old and no more, unless --max-age says otherwise.

Examples:
  freehold-verify harbour.proof.json --genesis genesis.json --file harbour.jpg
  freehold-verify harbour.proof.json --genesis genesis.json --max-age 12h
  freehold-verify shown.proof.json --genesis genesis.json --challenge 8f3a1c \\
    --audience "Example Bank"
  freehold-verify harbour.proof.json --trust header:HASH --json
`;

function help(): string {
  const line = (name: string, text: string) => `  ${name.padEnd(32)}${text}`;
  const options = OPTIONS.map(([name, value, text]) => line(`${name} ${value}`.trim(), text));
  return [
    "Check a proof file offline, against a genesis document or a hash you trust",
    "Usage: freehold-verify [OPTIONS] proof",
    "",
    "Positionals:",
    line("proof TEXT REQUIRED", "The proof file; - for standard input"),
    "",
    "Options:",
    line("-h,--help", "Print this help message and exit"),
    ...options.slice(0, -1),
    "",
    "",
    "Settings:",
    ...options.slice(-1),
    "",
    FOOTER,
  ].join("\n");
}

interface Arguments {
  proof: string;
  json: boolean;
  help: boolean;
  values: Map<string, string>;
}

function parse(words: string[]): Arguments {
  const out: Arguments = { proof: "", json: false, help: false, values: new Map() };
  const places: string[] = [];
  const strange: string[] = [];
  for (let i = 0; i < words.length; ++i) {
    const word = words[i]!;
    if (!word.startsWith("-") || word === "-") {
      places.push(word);
      continue;
    }
    const equals = word.indexOf("=");
    const name = equals < 0 ? word : word.slice(0, equals);
    const form = OPTIONS.find(([known]) => known === name)?.[1];
    if (name === "-h" || name === "--help") out.help = true;
    else if (name === "--json") out.json = true;
    else if (form === undefined) strange.push(word);
    else {
      const value = equals < 0 ? words[++i] : word.slice(equals + 1);
      if (value === undefined) throw new Usage(`${name}: 1 required ${form} missing`);
      if (out.values.has(name)) throw new Usage(`${name}: At Most 1 required but received 2`);
      out.values.set(name, value);
    }
  }
  if (out.help) return out;
  const many = [...places.slice(1), ...strange];
  if (places.length === 0) throw new Usage("proof is required");
  if (many.length > 0) {
    const [noun, verb] = many.length === 1 ? ["argument", "was"] : ["arguments", "were"];
    throw new Usage(`The following ${noun} ${verb} not expected: ${many.join(" ")}`);
  }
  out.proof = places[0]!;
  return out;
}

const SYSTEM_WORDS: Record<string, string> = {
  EACCES: "Permission denied",
  EIO: "Input/output error",
  EISDIR: "Is a directory",
  ELOOP: "Too many levels of symbolic links",
  EMFILE: "Too many open files",
  ENAMETOOLONG: "File name too long",
  ENOENT: "No such file or directory",
  ENOTDIR: "Not a directory",
  EPERM: "Operation not permitted",
};

function systemWords(error: unknown): { code: string; words: string } {
  const { code = "", message = "" } = error as NodeJS.ErrnoException;
  return { code, words: SYSTEM_WORDS[code] ?? message };
}

/** Hands what a descriptor holds to `take`, piece by piece, until the end or until it says false. */
function readPieces(descriptor: number, take: (piece: Uint8Array) => boolean): void {
  const piece = new Uint8Array(1 << 20);
  for (;;) {
    let got: number;
    try {
      got = readSync(descriptor, piece);
    } catch (error) {
      const { code } = systemWords(error);
      if (code === "EOF") return;
      if (code === "EAGAIN") continue;
      throw error;
    }
    if (got === 0 || !take(piece.slice(0, got))) return;
  }
}

function readAll(descriptor: number, bytesMax: number): Buffer | undefined {
  const pieces: Uint8Array[] = [];
  let size = 0;
  readPieces(descriptor, (piece) => {
    pieces.push(piece);
    size += piece.length;
    return size <= bytesMax;
  });
  return size <= bytesMax ? Buffer.concat(pieces) : undefined;
}

function readInput(path: string, bytesMax: number): Uint8Array {
  if (path === "-") {
    const all = readAll(0, bytesMax);
    if (all === undefined) throw new Failed(1, "too_large", "standard input holds more than it should");
    return all;
  }
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY);
    const info = fstatSync(descriptor);
    if (!info.isFile()) throw new Failed(1, "io", `${path}: is not a file`);
    const all = info.size <= bytesMax ? readAll(descriptor, bytesMax) : undefined;
    if (all === undefined) throw new Failed(1, "too_large", `${path}: is larger than such a file can be`);
    return all;
  } catch (error) {
    if (error instanceof Failed) throw error;
    const { code, words } = systemWords(error);
    throw new Failed(1, code === "ENOENT" ? "not_found" : "io", `${path}: ${words}`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function hashFile(path: string): Uint8Array {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    const running = sha256.create();
    readPieces(descriptor, (piece) => {
      running.update(piece);
      return true;
    });
    return running.digest();
  } catch (error) {
    throw new Failed(1, "unreadable_file", `${printable(path)}: ${systemWords(error).words}`);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function hashOption(text: string, what: string): Uint8Array {
  const hash = hashFromText(text);
  if (hash === undefined) throw new Failed(2, "bad_id", `'${printable(text)}' is not the id of ${what}`);
  return hash;
}

function anchorOf(values: Map<string, string>): Anchor {
  const trust = values.get("--trust") ?? "";
  if (trust !== "") {
    const colon = trust.indexOf(":");
    const kind = colon < 0 ? trust : trust.slice(0, colon);
    const hash = colon < 0 ? "" : trust.slice(colon + 1);
    if (kind === "validators") return { kind, hash: hashOption(hash, "a validator set") };
    if (kind === "header") return { kind, hash: hashOption(hash, "a header") };
    throw new Failed(2, "bad_trust", "--trust takes validators:HASH or header:HASH");
  }
  const path = values.get("--genesis") ?? "";
  if (path === "") {
    throw new Failed(
      2,
      "no_anchor",
      "a proof is checked against something you trust beforehand: name the chain's genesis document with " +
        "--genesis FILE (from the chain's members, not from who gave you the proof), or a hash with " +
        "--trust validators:HASH or --trust header:HASH",
    );
  }
  const text = readInput(path, 16 << 20);
  try {
    return genesisAnchor(text);
  } catch (error) {
    if (!(error instanceof GenesisError)) throw error;
    const why = `${error.code} ${printable(error.where)}`;
    throw new Failed(1, "bad_genesis", `${printable(path)} is no genesis document: ${why}`);
  }
}

function optionsOf(values: Map<string, string>): VerifyOptions {
  const anchor = anchorOf(values);
  const time = values.get("--at") ?? "";
  const at = time === "" ? BigInt(Date.now()) : timeFromText(time);
  if (at === undefined) throw new Failed(2, "bad_time", "--at takes a time such as 2026-11-24T05:06:07Z");
  const [maxAge, anchorMaxAge] = ["--max-age", "--anchor-max-age"].map((name) => {
    const text = values.get(name) ?? "";
    const age = text === "" ? undefined : durationFromText(text);
    if (text !== "" && age === undefined) throw new Failed(2, "bad_duration", "an age is 90d, 12h, 30m or 45s");
    return age;
  });
  // Who has handed an asset on can still sign an old proof for a new challenge.
  const asked = values.has("--challenge") || values.has("--audience");
  const path = values.get("--file") ?? "";
  const file = path === "" ? undefined : hashFile(path);
  return {
    anchor,
    at,
    maxAge: maxAge ?? (asked ? durationFromText("2h") : undefined),
    anchorMaxAge,
    file,
    challenge: values.get("--challenge"),
    audience: values.get("--audience"),
  };
}

function run({ proof, json, values }: Arguments): void {
  const options = optionsOf(values);
  const result = verifyProof(readInput(proof, PROOF_BYTES_MAX + 1), options);
  if (!result.ok) {
    const hint = " It may be 2h old where it answers a challenge; ask for a new one, or say --max-age.";
    const byDefault = result.refusal.reason === "too_old" && (values.get("--max-age") ?? "") === "";
    throw new Failed(1, result.refusal.reason, describeRefusal(result.refusal) + (byDefault ? hint : ""));
  }
  const lines = json ? [JSON.stringify(verdictToJson(result.verdict), null, 2)] : describeVerdict(result.verdict);
  process.stdout.write(lines.join("\n") + "\n");
}

function main(words: string[]): number {
  let args: Arguments;
  try {
    args = parse(words);
  } catch (error) {
    if (!(error instanceof Usage)) throw error;
    process.stderr.write(`${error.message}\nRun with --help for more information.\n`);
    return 2;
  }
  if (args.help) {
    process.stdout.write(help());
    return 0;
  }
  try {
    run(args);
    return 0;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    if (args.json) {
      process.stdout.write(JSON.stringify({ error: error.code, message: error.message }, null, 2) + "\n");
    }
    process.stderr.write(`freehold-verify: ${error.message} [${error.code}]\n`);
    return error.status;
  }
}

process.exitCode = main(process.argv.slice(2));
