/**
 * Checks a proof file offline (docs/spec/proof-format.md): the checks in their order, the first that fails naming
 * the reason. Pure: no network, no clock, no file; the time is an option.
 */
import { encode } from "./bcs.js";
import { compareBytes, equalBytes, utf8 } from "./bytes.js";
import type { Anchor } from "./genesis.js";
import { commitment, inTree, leafHash } from "./hash.js";
import { JsonError, parseJson, wellFormed, type Json } from "./json.js";
import { covers, entryOf, isFrozen, policyInForce, SCOPE, settled } from "./policy.js";
import {
  digestToPresent,
  headerHash,
  PROOF_BYTES_MAX,
  PROOF_FORMAT,
  ProofFile,
  sealedHeader,
  type Evidence,
  type Header,
  type Opening,
  type Presentation,
  type StateEntry,
  type Statement,
} from "./proof_file.js";
import { need, Refused, type Notice, type Refusal } from "./reasons.js";
import {
  AssetRecord,
  CollectionLeaf,
  decodeRecord,
  idOfRecord,
  itemId,
  PolicyRecord,
  SPACE,
  stateKey,
  TxBody,
  txId,
  TxLeaf,
  type Content,
  type Policy,
  type TxResult,
} from "./records.js";
import { SCHEME_SECP256K1, signatureValid } from "./signature.js";
import { checkStateEntry } from "./sparse.js";
import { checkTrust } from "./trust.js";

/** What a verifier is given beside the proof. Times and ages are milliseconds. */
export interface VerifyOptions {
  anchor: Anchor;
  /** The time where the verifier stands. */
  at?: bigint | undefined;
  /** The greatest age of the header. */
  maxAge?: bigint | undefined;
  /** The greatest age of what is trusted. */
  anchorMaxAge?: bigint | undefined;
  /** The SHA-256 of a file that was brought along. */
  file?: Uint8Array | undefined;
  /** A presentation is asked for where either of these is given; the other is then empty. */
  challenge?: string | undefined;
  audience?: string | undefined;
}

export interface Verdict {
  chain: Uint8Array;
  statement: Statement;
  header: Header;
  headerHash: Uint8Array;
  /** Milliseconds; null where unknown. */
  headerAge: bigint | null;
  anchorAge: bigint | null;
  /** The record of the asset or collection. */
  asset: AssetRecord | null;
  /** The SHA-256 of the file, where the proof tells it. */
  content: Uint8Array | null;
  ownerPolicy: PolicyRecord | null;
  transaction: TxBody | null;
  result: TxResult | null;
  fileMatched: boolean;
  /** The owner presented the proof as it was asked for. */
  presented: boolean;
  notices: Notice[];
}

export type VerifyResult = { ok: true; verdict: Verdict } | { ok: false; refusal: Refusal };

/** Checks the text of a proof file. Never throws for what the text holds. */
export function verifyProof(text: Uint8Array | string, options: VerifyOptions): VerifyResult {
  return caught(() => check(readProof(text), options));
}

/** The same for a proof that was read already. */
export function verifyProofFile(proof: ProofFile, options: VerifyOptions): VerifyResult {
  return caught(() => check(proof, options));
}

function caught(action: () => Verdict): VerifyResult {
  try {
    return { ok: true, verdict: action() };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: { reason: error.reason, where: error.where } };
    throw error;
  }
}

/** Reads a proof file's text, steps 1 to 3: `{ ok, proof }`, or the refusal. */
export function parseProof(
  text: Uint8Array | string,
): { ok: true; proof: ProofFile } | { ok: false; refusal: Refusal } {
  try {
    return { ok: true, proof: readProof(text) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: { reason: error.reason, where: error.where } };
    throw error;
  }
}

const SHAPE_ERRORS = new Set(["wrong_type", "missing_field", "unknown_field", "bad_value"]);

function readProof(text: Uint8Array | string): ProofFile {
  try {
    const json = parseJson(text, { bytesMax: PROOF_BYTES_MAX, depthMax: 16 });
    // A later format may have other fields: its name is looked at before its shape.
    const format = formatOf(json);
    need(format === undefined || format === PROOF_FORMAT, "unknown_format", cut(format ?? ""));
    return ProofFile.read(json);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    if (error.code === "too_large") throw new Refused("too_large");
    throw new Refused(SHAPE_ERRORS.has(error.code) ? "bad_shape" : "not_json", error.message);
  }
}

function formatOf(json: Json): string | undefined {
  const format = json instanceof Map ? json.get("format") : undefined;
  return typeof format === "string" ? format : undefined;
}

// The first 64 bytes, a character that they cut in two shown as replaced.
function cut(text: string): string {
  return new TextDecoder().decode(utf8(text).subarray(0, 64));
}

function check(proof: ProofFile, options: VerifyOptions): Verdict {
  checkLimits(proof);
  checkTrust(proof, options.anchor);
  const verdict: Verdict = {
    chain: proof.header.chain,
    statement: proof.statement,
    header: proof.header,
    headerHash: headerHash(proof.header),
    headerAge: null,
    anchorAge: null,
    asset: null,
    content: null,
    ownerPolicy: null,
    transaction: null,
    result: null,
    fileMatched: false,
    presented: false,
    notices: [],
  };
  checkTime(proof, options, verdict);
  new StatementCheck(proof, verdict).run();
  if (options.file !== undefined) {
    need(verdict.content !== null, "file_not_comparable");
    need(equalBytes(verdict.content, options.file), "file_mismatch");
    verdict.fileMatched = true;
  }
  checkPresentation(proof, options, verdict);
  return verdict;
}

const CHANGES_MAX = 4096;
const PATH_MAX = 64;
const TX_BYTES_MAX = 1 << 20;
const TEXT_BYTES_MAX = 256;
const AUTHS_MAX = 32;

function checkLimits(proof: ProofFile): void {
  const { evidence, presentation } = proof;
  need(proof.statement.kind === evidence.kind, "evidence_kind");
  need(proof.changes.length <= CHANGES_MAX, "limits", "changes");
  need(proof.history === null || proof.history.path.length <= PATH_MAX, "limits", "history.path");
  if (evidence.kind === "item" || evidence.kind === "transaction") {
    need(evidence.path.length <= PATH_MAX, "limits", `evidence.${evidence.kind}.path`);
  }
  if (evidence.kind === "transaction") {
    need(evidence.body.length <= TX_BYTES_MAX, "limits", "evidence.transaction.body");
  }
  if (presentation === null) return;
  const longest = Math.max(presentation.audience.length, presentation.challenge.length);
  need(longest <= TEXT_BYTES_MAX && presentation.auths.length <= AUTHS_MAX, "limits", "presentation");
}

// Clocks differ a little: a header may be this much later than the verifier's time.
const AHEAD_MAX = 10_000n;

function checkTime(proof: ProofFile, options: VerifyOptions, verdict: Verdict): void {
  const { at, maxAge, anchorMaxAge } = options;
  if (at === undefined) {
    need(maxAge === undefined, "too_old", "no time was given");
    need(anchorMaxAge === undefined, "anchor_too_old", "no time was given");
    verdict.notices.push("no_time");
    return;
  }
  const age = (then: bigint) => (at > then ? at - then : 0n);
  need(proof.header.time <= at + AHEAD_MAX, "future_header");
  verdict.headerAge = age(proof.header.time);
  need(maxAge === undefined || verdict.headerAge <= maxAge, "too_old");
  const since = anchoredAt(proof, options.anchor);
  verdict.anchorAge = since === undefined ? null : age(since);
  if (anchorMaxAge !== undefined) {
    need(verdict.anchorAge !== null && verdict.anchorAge <= anchorMaxAge, "anchor_too_old");
  }
}

/** From when the anchor's age is measured. */
function anchoredAt(proof: ProofFile, anchor: Anchor): bigint | undefined {
  if (anchor.kind === "genesis") return anchor.time;
  if (anchor.kind === "validators") return anchor.pinned;
  let header = sealedHeader(proof);
  for (const change of proof.changes) {
    if (equalBytes(headerHash(change.header), anchor.hash)) header = change.header;
  }
  return header.time;
}

type Shown<K> = Extract<Evidence, { kind: K }>;
type Stated<K> = Extract<Statement, { kind: K }>;

class StatementCheck {
  private readonly header: Header;

  constructor(
    private readonly proof: ProofFile,
    private readonly verdict: Verdict,
  ) {
    this.header = proof.header;
  }

  run(): void {
    const { statement, evidence } = this.proof;
    if (statement.kind === "asset" && evidence.kind === "asset") this.asset(statement, evidence);
    else if (statement.kind === "item" && evidence.kind === "item") this.item(statement, evidence);
    else if (statement.kind === "absence" && evidence.kind === "absence") this.absence(statement, evidence);
    else if (statement.kind === "transaction" && evidence.kind === "transaction") {
      this.transaction(statement, evidence);
    } else throw new Refused("evidence_kind");
  }

  private asset(stated: Stated<"asset">, shown: Shown<"asset">): void {
    const record = this.record(stated.asset, shown.asset, "evidence.asset.asset");
    this.owner(record, shown.owner_policy, "evidence.asset.owner_policy");
    this.content(record.content, record, shown.opening);
    this.finish(record);
  }

  private item(stated: Stated<"item">, shown: Shown<"item">): void {
    const record = this.record(stated.collection, shown.collection, "evidence.item.collection");
    this.owner(record, shown.owner_policy, "evidence.item.owner_policy");
    need(record.content.kind === "collection", "not_a_collection");
    const leaf = leafHash(encode(CollectionLeaf, { salt: shown.salt, content: stated.content }));
    const place = { index: shown.index, size: record.content.count };
    need(inTree(leaf, place, shown.path, record.content.root), "item_mismatch");
    const item = stateKey(SPACE.asset, itemId(stated.collection, stated.content));
    this.entry(item, shown.extracted, "evidence.item.extracted");
    need(shown.extracted.value === null, "extracted");
    this.content(stated.content, record, shown.opening);
    this.finish(record);
  }

  private absence(stated: Stated<"absence">, shown: Shown<"absence">): void {
    this.entry(stateKey(SPACE.content, stated.content), shown.content, "evidence.absence.content");
    need(shown.content.value === null, "present");
    this.verdict.content = stated.content;
  }

  private transaction(stated: Stated<"transaction">, shown: Shown<"transaction">): void {
    const body = decodeRecord(TxBody, shown.body);
    need(body !== undefined, "record_unreadable", "evidence.transaction.body");
    need(equalBytes(txId(shown.body), stated.tx), "record_other");
    need(equalBytes(body.chain, this.header.chain), "other_chain", "evidence.transaction.body");
    const leaf = leafHash(encode(TxLeaf, { tx: stated.tx, result: shown.result }));
    const place = { index: BigInt(shown.index), size: BigInt(this.header.tx_count) };
    need(inTree(leaf, place, shown.path, this.header.tx_root), "transaction_mismatch");
    if (shown.result.code !== 0) this.note("transaction_failed");
    this.verdict.transaction = body;
    this.verdict.result = shown.result;
  }

  private note(notice: Notice): void {
    this.verdict.notices.push(notice);
  }

  private entry(key: Uint8Array, entry: StateEntry, where: string): void {
    const bad = checkStateEntry(key, entry, this.header.state_root);
    need(bad === undefined, "state_mismatch", `${where}: ${bad}`);
  }

  private record(id: Uint8Array, entry: StateEntry, where: string): AssetRecord {
    this.entry(stateKey(SPACE.asset, id), entry, where);
    need(entry.value !== null, "record_missing", where);
    const record = decodeRecord(AssetRecord, entry.value);
    need(record !== undefined, "record_unreadable", where);
    const there = idOfRecord(record);
    need(there !== undefined && equalBytes(there, id), "record_other", where);
    return record;
  }

  private owner(record: AssetRecord, entry: StateEntry | null, where: string): void {
    need((record.owner.kind === "account") === (entry !== null), "owner_policy_missing", where);
    if (record.owner.kind !== "account" || entry === null) return this.note("owned_by_split");
    this.entry(stateKey(SPACE.policy, record.owner.account), entry, where);
    if (entry.value === null) return this.note("owner_unopened");
    const policy = decodeRecord(PolicyRecord, entry.value);
    need(policy !== undefined, "record_unreadable", where);
    this.verdict.ownerPolicy = policy;
    if (isFrozen(policy, this.header.time)) this.note("owner_frozen");
    const current = settled(policy, this.header.time);
    if (current.pending_policy !== null) this.note("owner_policy_pending");
    if (current.pending_guardians !== null) this.note("owner_guardians_pending");
    if (current.recovery !== null) this.note("owner_recovery");
  }

  private content(content: Content, record: AssetRecord, opening: Opening | null): void {
    if (content.kind !== "private") {
      need(opening === null, "opening_mismatch");
      if (content.kind === "public") this.verdict.content = content.hash;
    } else if (opening === null) {
      this.note("private_unopened");
    } else {
      const expected = commitment(opening.k, record.certifier, opening.hash);
      need(equalBytes(expected, content.commitment), "opening_mismatch");
      this.verdict.content = opening.hash;
    }
  }

  private finish(record: AssetRecord): void {
    this.verdict.asset = record;
    if (record.retired !== null) this.note("retired");
    if (record.dispute !== null && record.dispute.deadline > this.header.time) this.note("disputed");
    if (record.contested) this.note("contested");
  }
}

function checkPresentation(proof: ProofFile, options: VerifyOptions, verdict: Verdict): void {
  const { challenge, audience, at } = options;
  const asked = challenge !== undefined || audience !== undefined;
  const shown = proof.presentation;
  if (shown === null) return need(!asked, "presentation_missing");
  const owner = verdict.asset?.owner;
  need(owner?.kind === "account" && equalBytes(owner.account, shown.account), "presentation_other_account");
  if (asked) {
    need(isText(shown.audience, audience ?? ""), "presentation_audience");
    need(isText(shown.challenge, challenge ?? ""), "presentation_challenge");
  }
  need(at !== undefined, "presentation_no_time");
  need(at <= shown.not_after, "presentation_expired");
  need(verdict.ownerPolicy !== null, "presentation_policy", "the account is not open");
  need(!isFrozen(verdict.ownerPolicy, proof.header.time), "presentation_frozen");
  const policy = policyInForce(verdict.ownerPolicy, proof.header.time);
  const signers = signersOf(shown, policy, digestToPresent(proof, shown));
  const enough = (some: number[]) => covers(policy, some, SCOPE.everything);
  need(enough(signers), "presentation_policy");
  need(!signers.some((one) => enough(signers.filter((other) => other !== one))), "presentation_policy");
  verdict.presented = asked;
  if (!asked) verdict.notices.push("presentation_unasked");
}

// A lone surrogate has no bytes, so no text of a proof is equal to what holds one.
function isText(bytes: Uint8Array, text: string): boolean {
  return wellFormed(text) && equalBytes(bytes, utf8(text));
}

/** The places in the policy of the keys that signed; each signature fits, and their order is the one. */
function signersOf(shown: Presentation, policy: Policy, digest: Uint8Array): number[] {
  return shown.auths.map((auth, i) => {
    const where = `presentation.auths[${i}]`;
    const before = shown.auths[i - 1];
    if (before !== undefined) {
      const order = before.scheme - auth.scheme || compareBytes(before.key, auth.key);
      need(order < 0, "presentation_signature", where);
    }
    const good = auth.scheme === SCHEME_SECP256K1 && signatureValid(auth.key, digest, auth.signature);
    need(good, "presentation_signature", where);
    const entry = entryOf(policy, auth.scheme, auth.key);
    need(entry >= 0, "presentation_policy", where);
    return entry;
  });
}
