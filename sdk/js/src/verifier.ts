/** All that checks proofs, without keys, transactions or network: what the page for browsers is built from. */
export { accountFromText, accountToText } from "./address.js";
export { fromBase64url, fromHex, hashFromText, toBase64url, toHex, u64FromDecimal } from "./bytes.js";
export { describeRefusal, describeVerdict, durationText, printable, timeText, verdictToJson } from "./describe.js";
export { chainId, genesisAnchor, GenesisError, parseGenesis, trustAnchor, type Anchor } from "./genesis.js";
export { sha256, sha256OfBlob } from "./hash.js";
export { durationFromText, timeFromText } from "./times.js";
export {
  headerHash,
  PROOF_BYTES_MAX,
  PROOF_FORMAT,
  PROOF_MEDIA_TYPE,
  proofToText,
  validatorSetHash,
  type Header,
  type Presentation,
  type ProofFile,
  type Statement,
} from "./proof_file.js";
export { noticeSentence, NOTICES, REASONS, sentence, type Notice, type Reason, type Refusal } from "./reasons.js";
export type { AssetRecord, Content, Genesis, ItemContent, Owner, Policy, PolicyRecord, TxBody, TxResult } from "./records.js";
export { parseProof, verifyProof, verifyProofFile, type Verdict, type VerifyOptions, type VerifyResult } from "./verify.js";
