/**
 * Building and signing transactions, without a network: what has to be known of the chain is passed in. Fields are
 * named as in docs/spec/encoding.md; hashes and accounts are 32 bytes, amounts and heights are bigints.
 */
import { bytes, decode, encode, struct, text } from "./bcs.js";
import { compareBytes, equalBytes, utf8 } from "./bytes.js";
import { AccountsCall, AssetsCall, TAG, type KeyProof } from "./calls.js";
import { tagged } from "./hash.js";
import { JsonError, parseJson } from "./json.js";
import { policyHash } from "./policy.js";
import {
  SignedTx,
  TxBody,
  txId,
  type Action,
  type Content,
  type ItemContent,
  type Policy,
  type WrappedKey,
} from "./records.js";
import { publicKeyOf, SCHEME_SECP256K1, sign } from "./signature.js";

const onAccounts = (call: AccountsCall, actor: number): Action => ({
  actor,
  contract: TAG.accounts,
  call: encode(AccountsCall, call),
});
const onAssets = (call: AssetsCall, actor: number): Action => ({
  actor,
  contract: TAG.assets,
  call: encode(AssetsCall, call),
});

/** Opens the acting account; keys that do not sign the transaction bring a proof of possession. */
export const open = (policy: Policy, key_proofs: KeyProof[] = [], actor = 0): Action =>
  onAccounts({ kind: "open", policy, key_proofs }, actor);
export const pay = (call: { to: Uint8Array; amount: bigint }, actor = 0): Action =>
  onAccounts({ kind: "pay", ...call }, actor);
export const admit = (account: Uint8Array, actor = 0): Action => onAccounts({ kind: "admit", account }, actor);

export const certify = (
  call: { content: Content; title?: string; derived_from?: Uint8Array | null },
  actor = 0,
): Action =>
  onAssets(
    { kind: "certify", content: call.content, title: utf8(call.title ?? ""), derived_from: call.derived_from ?? null },
    actor,
  );
export const extract = (
  call: {
    collection: Uint8Array;
    index: bigint;
    salt: Uint8Array;
    content: ItemContent;
    path: Uint8Array[];
    title?: string;
  },
  actor = 0,
): Action => onAssets({ kind: "extract", ...call, title: utf8(call.title ?? "") }, actor);
export const offer = (
  call: { asset: Uint8Array; to: Uint8Array; price: bigint; expiry: bigint; handover?: WrappedKey[] },
  actor = 0,
): Action => onAssets({ kind: "offer", ...call, handover: call.handover ?? [] }, actor);
export const accept = (call: { asset: Uint8Array; most: bigint; history: Uint8Array }, actor = 0): Action =>
  onAssets({ kind: "accept", ...call }, actor);
export const decline = (asset: Uint8Array, actor = 0): Action => onAssets({ kind: "decline", asset }, actor);
export const cancel = (asset: Uint8Array, actor = 0): Action => onAssets({ kind: "cancel", asset }, actor);
/** The recipient is an actor of the same transaction: both sign. */
export const transfer = (call: { asset: Uint8Array; to: Uint8Array }, actor = 0): Action =>
  onAssets({ kind: "transfer", ...call }, actor);
export const retire = (asset: Uint8Array, actor = 0): Action => onAssets({ kind: "retire", asset }, actor);

/** What has to be known of the chain and of the account that acts and pays. */
export interface DraftContext {
  /** The chain id. */
  chain: Uint8Array;
  /** The last height of a block that may hold the transaction. */
  valid_until: bigint;
  account: Uint8Array;
  /** The account's next sequence in the lane. */
  sequence: bigint;
  lane?: number;
  max_fee?: bigint;
  /** Where the account is not open yet: its policy. The first action opens it then. */
  opening?: Policy;
  memo?: Uint8Array;
}

/** A transaction's body, of one account that acts and pays. */
export function draft(context: DraftContext, actions: Action[]): TxBody {
  return {
    version: 1,
    chain: context.chain,
    valid_until: context.valid_until,
    payer: context.account,
    max_fee: context.max_fee ?? 0n,
    actors: [{ account: context.account, lane: context.lane ?? 0, sequence: context.sequence }],
    actions: context.opening === undefined ? actions : [open(context.opening), ...actions],
    witness_hashes: [],
    memo: context.memo ?? new Uint8Array(),
  };
}

export const transactionId = (body: TxBody): Uint8Array => txId(encode(TxBody, body));

/** A transaction without signatures. The witnesses' hashes stand in the body. */
export const unsigned = (body: TxBody, witnesses: Uint8Array[] = []): SignedTx => ({ body, auths: [], witnesses });
export const witnessHash = (witness: Uint8Array): Uint8Array => tagged("witness", witness);

/**
 * The transaction with one more signature, in its order. `signer` is the place in `actors`; their number stands for
 * the payer, where it is no actor. A second signature of the same key replaces the first.
 */
export function addSignature(tx: SignedTx, signer: number, secretKey: Uint8Array): SignedTx {
  const auth = {
    signer,
    scheme: SCHEME_SECP256K1,
    key: publicKeyOf(secretKey),
    signature: sign(secretKey, transactionId(tx.body)),
  };
  const order = (a: typeof auth, b: typeof auth) =>
    a.signer - b.signer || a.scheme - b.scheme || compareBytes(a.key, b.key);
  const others = tx.auths.filter((one) => order(one, auth) !== 0);
  return { ...tx, auths: [...others, auth].sort(order) };
}

/** The places at which an account has to sign: as actor, or as payer. */
export function signerPlaces(body: TxBody, account: Uint8Array): number[] {
  const places = body.actors.flatMap((actor, i) => (equalBytes(actor.account, account) ? [i] : []));
  return places.length === 0 && equalBytes(body.payer, account) ? [body.actors.length] : places;
}

/** A body signed by one account's key, wherever that account has to sign. */
export function signTransaction(body: TxBody, account: { id: Uint8Array; secretKey: Uint8Array }): SignedTx {
  return signerPlaces(body, account.id).reduce(
    (tx, place) => addSignature(tx, place, account.secretKey),
    unsigned(body),
  );
}

export const encodeTransaction = (tx: SignedTx): Uint8Array => encode(SignedTx, tx);
/** Undefined where the bytes are no transaction. */
export const decodeTransaction = (data: Uint8Array): SignedTx | undefined => decode(SignedTx, data);

/** What a key signs that joins an account's policy without signing the transaction itself. */
export const possessionDigest = (chain: Uint8Array, account: Uint8Array, policyHash: Uint8Array): Uint8Array =>
  tagged("key-possession", chain, account, policyHash);

/** The proof of possession of the key at place `entry` of a policy. */
export function proveKey(
  where: { chain: Uint8Array; account: Uint8Array; policy: Policy; entry: number },
  secretKey: Uint8Array,
): KeyProof {
  const digest = possessionDigest(where.chain, where.account, policyHash(where.policy));
  return { entry: where.entry, signature: sign(secretKey, digest) };
}

/** A text signed by a key: tagged, so that it can never be taken for a transaction. */
export const messageDigest = (message: string | Uint8Array): Uint8Array =>
  tagged("message", typeof message === "string" ? utf8(message) : message);
export const signMessage = (message: string | Uint8Array, secretKey: Uint8Array): Uint8Array =>
  sign(secretKey, messageDigest(message));

const TX_FORMAT = "freehold-tx/1";
const TxFile = struct({ format: text, transaction: bytes });

/** The text of a transaction file, to be carried between machines. */
export function transactionToFile(tx: SignedTx): string {
  const file = TxFile.show({ format: utf8(TX_FORMAT), transaction: encodeTransaction(tx) });
  return JSON.stringify(file, null, 2) + "\n";
}

export type TxFileError = "not_json" | "unknown_format" | "malformed";

/** Reads a transaction file. */
export function transactionFromFile(
  content: string | Uint8Array,
): { ok: true; tx: SignedTx } | { ok: false; error: TxFileError } {
  try {
    const json = parseJson(content, { bytesMax: 4 << 20, depthMax: 8 });
    const format = json instanceof Map ? json.get("format") : undefined;
    if (typeof format === "string" && format !== TX_FORMAT) return { ok: false, error: "unknown_format" };
    const tx = decodeTransaction(TxFile.read(json).transaction);
    return tx === undefined ? { ok: false, error: "malformed" } : { ok: true, tx };
  } catch (error) {
    if (error instanceof JsonError) return { ok: false, error: "not_json" };
    throw error;
  }
}
