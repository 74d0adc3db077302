/** Freehold for JavaScript: the verifier, and what a wallet does. */
export * from "./verifier.js";
export { accountFromTyped, didKey } from "./address.js";
export { encode } from "./bcs.js";
export { creditsText, describeTransaction } from "./describe_transaction.js";
export { decodeAction, type AccountsCall, type AssetsCall, type DecodedCall, type KeyProof } from "./calls.js";
export * from "./client.js";
export {
  collectionLeaf,
  collectionTree,
  decodeManifest,
  encodeManifest,
  itemContent,
  itemProofRequest,
  itemSalt,
  makeManifest,
  MerkleTree,
  presentProof,
  withOpening,
  type Manifest,
  type ManifestError,
} from "./collections.js";
/** From the system, for secrets. */
export { randomBytes } from "@noble/hashes/utils";
export { commitment, inTree, leafHash, tagged } from "./hash.js";
export {
  accountId,
  checkPolicy,
  covers,
  epochInForce,
  isFrozen,
  policyHash,
  policyInForce,
  SCOPE,
  settled,
  singleKeyPolicy,
  type PolicyError,
} from "./policy.js";
export { assetId, historyAfter, itemId, txId } from "./records.js";
export type { Action, Event, PolicyEntry, SignedTx, WrappedKey } from "./records.js";
export { publicKeyOf, publicKeyValid, sign, signatureValid } from "./signature.js";
export * from "./transactions.js";
export * from "./words.js";
/** The structs of the specification: each has read and show (JSON), and is taken by encode. */
export * as structs from "./structs.js";
