/** What a transaction's bytes say, in plain words: the lines of `freehold tx show`, for who is asked to sign. */
import { accountToText } from "./address.js";
import { textOfUtf8, toHex } from "./bytes.js";
import { decodeAction, type AccountsCall, type AssetsCall } from "./calls.js";
import { printable } from "./describe.js";
import type { Action, Content, TxBody } from "./records.js";

/** Micro-credits as credits: `1.5`. */
export function creditsText(amount: bigint): string {
  const rest = (amount % 1_000_000n).toString().padStart(6, "0").replace(/0+$/, "");
  return `${amount / 1_000_000n}${rest === "" ? "" : `.${rest}`}`;
}

const credits = (amount: bigint): string => `${creditsText(amount)} credits`;

// Text from somebody else, in quotes that it cannot end.
function quoted(bytes: Uint8Array): string {
  const text = textOfUtf8(bytes);
  if (text === undefined) return `0x${toHex(bytes)}`;
  const parts = text.split(/(["\\])/).map((part) => {
    if (part === '"') return "\\x22";
    return part === "\\" ? "\\x5c" : printable(part);
  });
  return `"${parts.join("")}"`;
}

const titled = (title: Uint8Array): string => (title.length === 0 ? "" : `, titled ${quoted(title)}`);

function contentText(content: Content): string {
  switch (content.kind) {
    case "public":
      return `the file with SHA-256 ${toHex(content.hash)}, publicly`;
    case "private":
      return `a private file, by the commitment ${toHex(content.commitment)}`;
    case "collection":
      return `a collection of ${content.count} items with root ${toHex(content.root)}`;
  }
}

function accountsText(call: AccountsCall): string {
  switch (call.kind) {
    case "open": {
      const keys = call.policy.entries.map(({ key, weight }) => `, key ${toHex(key)} of weight ${weight}`);
      return `open the account, threshold ${call.policy.threshold}${keys.join("")}`;
    }
    case "pay":
      return `pay ${credits(call.amount)} to ${accountToText(call.to)}`;
    case "admit":
      return `admit the address ${accountToText(call.account)}`;
  }
}

function assetsText(call: AssetsCall): string {
  switch (call.kind) {
    case "certify": {
      const from = call.derived_from === null ? "" : `, derived from ${toHex(call.derived_from)}`;
      return `certify ${contentText(call.content)}${titled(call.title)}${from}`;
    }
    case "extract": {
      const what = `${contentText(call.content)}${titled(call.title)}`;
      return `extract item ${call.index} of collection ${toHex(call.collection)}: ${what}`;
    }
    case "offer": {
      const keys = call.handover.length;
      const handover = keys === 0 ? "" : `, with its key for ${keys} of the recipient's keys`;
      const to = `to ${accountToText(call.to)} for ${credits(call.price)}`;
      return `offer asset ${toHex(call.asset)} ${to}, until height ${call.expiry}${handover}`;
    }
    case "accept": {
      const seen = `, if its history is still ${toHex(call.history)}`;
      return `accept asset ${toHex(call.asset)} and pay at most ${credits(call.most)}${seen}`;
    }
    case "decline":
      return `decline the offer of asset ${toHex(call.asset)}`;
    case "cancel":
      return `cancel the offer of asset ${toHex(call.asset)}`;
    case "transfer":
      return `give asset ${toHex(call.asset)} to ${accountToText(call.to)}`;
    case "retire":
      return `retire asset ${toHex(call.asset)} for good`;
  }
}

function actionText(action: Action): string {
  const decoded = decodeAction(action);
  if (decoded?.contract === "accounts") return accountsText(decoded.call);
  if (decoded?.contract === "assets") return assetsText(decoded.call);
  return `UNKNOWN: a call of contract ${action.contract} that this program cannot read: 0x${toHex(action.call)}`;
}

/** One line for each thing. Nothing but the body is looked at. */
export function describeTransaction(body: TxBody): string[] {
  const lines = [`chain: ${toHex(body.chain)}`];
  for (const { account, lane, sequence } of body.actors) {
    lines.push(`acts: ${accountToText(account)} (lane ${lane}, sequence ${sequence})`);
  }
  lines.push(`pays: ${accountToText(body.payer)}, a fee of at most ${credits(body.max_fee)}`);
  body.actions.forEach((action, i) => {
    const actor = body.actors.length > 1 ? body.actors[action.actor] : undefined;
    const who = actor === undefined ? "" : `${accountToText(actor.account)}: `;
    lines.push(`action ${i + 1}: ${who}${actionText(action)}`);
  });
  lines.push(`valid until: height ${body.valid_until}`);
  if (body.memo.length > 0) lines.push(`memo: ${quoted(body.memo)}`);
  if (body.witness_hashes.length > 0) lines.push(`witnesses: ${body.witness_hashes.length}`);
  if (body.version !== 1) lines.push(`UNKNOWN: version ${body.version}`);
  return lines;
}
