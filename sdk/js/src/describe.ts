/** A verdict in words and as JSON: the same lines and the same object as `freehold verify` prints. */
import type { JsonView } from "./bcs.js";
import { accountToText } from "./address.js";
import { textOfUtf8, toHex, utf8 } from "./bytes.js";
import { Statement } from "./proof_file.js";
import { noticeSentence, sentence, type Refusal } from "./reasons.js";
import { AssetRecord, Owner, TxResult } from "./records.js";
import type { Verdict } from "./verify.js";

// What a terminal obeys or what shows the text after it in another order: controls (C0, DEL, C1), separators of lines and
// paragraphs, marks of direction.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text that came from elsewhere, safe to show: what is unsafe, and bytes that are not UTF-8, as \xNN byte by byte. */
export function printable(text: string | Uint8Array): string {
  const bytes = typeof text === "string" ? utf8(text) : text;
  const whole = textOfUtf8(bytes);
  if (whole !== undefined) return whole.replace(UNSAFE, (character) => escaped(utf8(character)));
  return Array.from(bytes, (byte) =>
    byte < 0x20 || byte >= 0x7f ? escaped([byte]) : String.fromCharCode(byte),
  ).join("");
}

function escaped(bytes: Iterable<number>): string {
  let out = "";
  for (const byte of bytes) out += `\\x${toHex(Uint8Array.of(byte))}`;
  return out;
}

/** `2026-11-24T05:06:07Z`. */
export function timeText(ms: bigint): string {
  const seconds = ms / 1000n;
  if (seconds > 253402300799n) return `${ms} ms`;
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

const UNITS = [
  [86_400_000n, "day"],
  [3_600_000n, "hour"],
  [60_000n, "minute"],
  [1000n, "second"],
] as const;

/** `3 minutes`, for an age. */
export function durationText(ms: bigint): string {
  const [unit, name] = UNITS.find(([size]) => ms >= 2n * size) ?? UNITS[3];
  const count = ms / unit;
  return `${count} ${name}${count === 1n ? "" : "s"}`;
}

function ownerText(verdict: Verdict): string {
  const owner = verdict.asset?.owner;
  if (owner === undefined) return "nobody";
  return owner.kind === "account" ? accountToText(owner.account) : "no single account, but co-owners by shares,";
}

function fileText(verdict: Verdict): string {
  return verdict.content === null
    ? "a file it does not name"
    : `the file with SHA-256 ${toHex(verdict.content)}`;
}

function statementText(verdict: Verdict): string {
  const { statement, asset } = verdict;
  switch (statement.kind) {
    case "asset": {
      const content = asset?.content;
      const what =
        content?.kind === "collection"
          ? `a collection of ${content.count} items`
          : `a certificate of ${fileText(verdict)}`;
      return `${ownerText(verdict)} owns asset ${toHex(statement.asset)}, ${what}`;
    }
    case "item":
      return `${ownerText(verdict)} owns collection ${toHex(statement.collection)}, which holds ${fileText(verdict)}`;
    case "absence":
      return `there was no public certificate of ${fileText(verdict)}`;
    case "transaction": {
      const ended = verdict.result?.code === 0 ? "was done" : "stands in the chain and FAILED";
      return `transaction ${toHex(statement.tx)} ${ended}`;
    }
  }
}

/** The lines that `freehold verify` prints. A title is the owner's text: show lines as text, never as markup. */
export function describeVerdict(verdict: Verdict): string[] {
  const { header, asset, headerAge, anchorAge } = verdict;
  const ago = headerAge === null ? "" : `, ${durationText(headerAge)} ago`;
  const lines = ["VALID", `  ${statementText(verdict)}`];
  lines.push(`  as of height ${header.height}, ${timeText(header.time)}${ago}`);
  if (asset !== null) {
    lines.push(`  certified ${timeText(asset.certified_time)} by ${accountToText(asset.certifier)}`);
    lines.push(`  owned since ${timeText(asset.owner_since_time)}`);
    if (asset.title.length > 0) lines.push(`  titled ${printable(asset.title)}`);
  }
  if (verdict.fileMatched) lines.push("  the file you brought is the one");
  if (verdict.presented) lines.push("  shown by its owner, for your challenge");
  const trusted = anchorAge === null ? "" : `; what you trust is ${durationText(anchorAge)} old`;
  lines.push(`  chain ${toHex(verdict.chain)}${trusted}`);
  for (const notice of verdict.notices) lines.push(`  NOTE: ${noticeSentence(notice)}`);
  return lines;
}

/** The sentence of a refusal, as `freehold verify` words it. */
export function describeRefusal(refusal: Refusal): string {
  const where = refusal.where === "" ? "" : ` (${printable(refusal.where)})`;
  return `NOT VALID: ${sentence(refusal.reason)}${where}`;
}

/** What `freehold verify --json` prints of a good proof. */
export function verdictToJson(verdict: Verdict): { [name: string]: JsonView } {
  const age = (ms: bigint | null) => (ms === null ? null : ms.toString());
  return {
    valid: true,
    statement: Statement.show(verdict.statement),
    chain: toHex(verdict.chain),
    height: verdict.header.height.toString(),
    time: verdict.header.time.toString(),
    header: toHex(verdict.headerHash),
    header_age_ms: age(verdict.headerAge),
    anchor_age_ms: age(verdict.anchorAge),
    owner: verdict.asset === null ? null : Owner.show(verdict.asset.owner),
    content: verdict.content === null ? null : toHex(verdict.content),
    asset: verdict.asset === null ? null : AssetRecord.show(verdict.asset),
    result: verdict.result === null ? null : TxResult.show(verdict.result),
    file_matched: verdict.fileMatched,
    presented: verdict.presented,
    notices: verdict.notices,
  };
}
