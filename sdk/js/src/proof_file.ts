/** The proof file of docs/spec/proof-format.md: its structs, its text, its digests. */
import {
  account,
  bytes,
  bytesOf,
  choice,
  encode,
  hash,
  list,
  option,
  struct,
  text,
  u16,
  u32,
  u64,
  u8,
  type Of,
} from "./bcs.js";
import { tagged } from "./hash.js";
import { ItemContent, TxResult, ValidatorSet } from "./records.js";

export const PROOF_FORMAT = "freehold-proof/1";
export const PROOF_MEDIA_TYPE = "application/vnd.freehold.proof+json";
export const PROOF_BYTES_MAX = 4 << 20;

export const AssetStatement = struct({ asset: hash });
export const ItemStatement = struct({ collection: hash, content: ItemContent });
export const AbsenceStatement = struct({ content: hash });
export const TransactionStatement = struct({ tx: hash });
export const Statement = choice({
  asset: AssetStatement,
  item: ItemStatement,
  absence: AbsenceStatement,
  transaction: TransactionStatement,
});
export type Statement = Of<typeof Statement>;

export const OtherLeaf = struct({ key_hash: hash, value_hash: hash });
export const SparsePath = struct({
  depth: u16,
  filled: bytes,
  siblings: list(hash),
  other: option(OtherLeaf),
});
export const StateEntry = struct({ value: option(bytes), path: SparsePath });
export type StateEntry = Of<typeof StateEntry>;
export const Opening = struct({ k: hash, hash });
export type Opening = Of<typeof Opening>;

export const AssetEvidence = struct({
  asset: StateEntry,
  owner_policy: option(StateEntry),
  opening: option(Opening),
});
export const ItemEvidence = struct({
  collection: StateEntry,
  extracted: StateEntry,
  owner_policy: option(StateEntry),
  index: u64,
  salt: bytesOf(16),
  path: list(hash),
  opening: option(Opening),
});
export const AbsenceEvidence = struct({ content: StateEntry });
export const TransactionEvidence = struct({ body: bytes, result: TxResult, index: u32, path: list(hash) });
export const Evidence = choice({
  asset: AssetEvidence,
  item: ItemEvidence,
  absence: AbsenceEvidence,
  transaction: TransactionEvidence,
});
export type Evidence = Of<typeof Evidence>;

export const Header = struct({
  version: u8,
  chain: hash,
  height: u64,
  time: u64,
  tx_count: u32,
  previous: hash,
  tx_root: hash,
  state_root: hash,
  history_root: hash,
  validators: hash,
  next_validators: hash,
});
export type Header = Of<typeof Header>;
export const SealSignature = struct({ validator: u16, signature: bytesOf(64) });
export const Seal = struct({ height: u64, header: hash, signatures: list(SealSignature) });
export type Seal = Of<typeof Seal>;
export const ValidatorChange = struct({ header: Header, seal: Seal, next: ValidatorSet });
export type ValidatorChange = Of<typeof ValidatorChange>;

export const HeaderHistory = struct({ sealed: Header, path: list(hash) });
export const PresentationAuth = struct({ scheme: u8, key: bytes, signature: bytes });
export const Presentation = struct({
  account,
  audience: text,
  challenge: text,
  not_after: u64,
  auths: list(PresentationAuth),
});
export type Presentation = Of<typeof Presentation>;

export const ProofFile = struct({
  format: text,
  statement: Statement,
  evidence: Evidence,
  header: Header,
  history: option(HeaderHistory),
  seal: option(Seal),
  validators: ValidatorSet,
  changes: list(ValidatorChange),
  presentation: option(Presentation),
});
export type ProofFile = Of<typeof ProofFile>;

/** The file's text: one line. */
export const proofToText = (proof: ProofFile): string => JSON.stringify(ProofFile.show(proof)) + "\n";

/** The header that `seal` seals. */
export const sealedHeader = (proof: ProofFile): Header => proof.history?.sealed ?? proof.header;

export const headerHash = (header: Header): Uint8Array => tagged("header", encode(Header, header));
export const validatorSetHash = (set: ValidatorSet): Uint8Array => tagged("validator-set", encode(ValidatorSet, set));
export const sealDigest = (header: Uint8Array): Uint8Array => tagged("seal", header);
export const statementHash = (chain: Uint8Array, statement: Statement): Uint8Array =>
  tagged("statement", chain, encode(Statement, statement));

/** What a presentation's signatures sign. */
export function presentationDigest(
  about: { chain: Uint8Array; statement: Uint8Array; header: Uint8Array },
  shown: Omit<Presentation, "auths">,
): Uint8Array {
  return tagged(
    "presentation",
    about.chain,
    about.statement,
    about.header,
    shown.account,
    encode(text, shown.audience),
    encode(text, shown.challenge),
    encode(u64, shown.not_after),
  );
}

/** The same for a presentation of this proof. */
export function digestToPresent(
  proof: Pick<ProofFile, "header" | "statement">,
  shown: Omit<Presentation, "auths">,
): Uint8Array {
  const { chain } = proof.header;
  const about = { chain, statement: statementHash(chain, proof.statement), header: headerHash(proof.header) };
  return presentationDigest(about, shown);
}
