/** Structs of docs/spec/encoding.md. */
import {
  account,
  bool,
  bytes,
  bytesOf,
  choice,
  decode,
  encode,
  enumOf,
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
import { concat } from "./bytes.js";
import { tagged } from "./hash.js";

export const PublicContent = struct({ hash });
export const PrivateContent = struct({ commitment: hash });
export const CollectionContent = struct({ root: hash, count: u64 });
export const Content = choice({ public: PublicContent, private: PrivateContent, collection: CollectionContent });
export type Content = Of<typeof Content>;
export const ItemContent = choice({ public: PublicContent, private: PrivateContent });
export type ItemContent = Of<typeof ItemContent>;
export const CollectionLeaf = struct({ salt: bytesOf(16), content: ItemContent });
export type CollectionLeaf = Of<typeof CollectionLeaf>;

export const AccountOwner = struct({ account });
export const SplitOwner = struct({ split: hash });
export const Owner = choice({ account: AccountOwner, split: SplitOwner });
export type Owner = Of<typeof Owner>;

export const Origin = struct({ collection: hash, events: u64 });
export const Dispute = struct({ opener: account, by_regulator: bool, opened: u64, deadline: u64, bond: u64 });
export const Retirement = struct({ height: u64, time: u64 });
export const AssetRecord = struct({
  version: u8,
  content: Content,
  title: text,
  derived_from: option(hash),
  origin: option(Origin),
  owner: Owner,
  certifier: account,
  certified_height: u64,
  certified_time: u64,
  owner_since_height: u64,
  owner_since_time: u64,
  history: hash,
  events: u64,
  dispute: option(Dispute),
  contested: bool,
  retired: option(Retirement),
});
export type AssetRecord = Of<typeof AssetRecord>;

export const PolicyEntry = struct({ scheme: u8, key: bytes, weight: u16, scopes: u32, daily_limit: option(u64) });
export type PolicyEntry = Of<typeof PolicyEntry>;
export const Policy = struct({ version: u8, threshold: u32, entries: list(PolicyEntry) });
export type Policy = Of<typeof Policy>;
export const Guardians = struct({ accounts: list(account), needed: u8 });
export const PendingPolicy = struct({ policy: Policy, announced: u64, effective: u64 });
export const PendingGuardians = struct({ guardians: Guardians, announced: u64, effective: u64 });
export const RecoveryCompletion = struct({ completed: u64, effective: u64 });
export const Recovery = struct({
  policy: Policy,
  opened: u64,
  approvals: list(account),
  completion: option(RecoveryCompletion),
});
export const Freeze = struct({ by: account, until: u64, again_from: u64 });
export const PolicyRecord = struct({
  version: u8,
  epoch: u64,
  policy: Policy,
  guardians: Guardians,
  pending_policy: option(PendingPolicy),
  pending_guardians: option(PendingGuardians),
  recovery: option(Recovery),
  freeze: option(Freeze),
});
export type PolicyRecord = Of<typeof PolicyRecord>;

export const LaneState = struct({ lane: u8, next: u64 });
export const KeySpend = struct({ key: hash, day: u64, spent: u64 });
export const AccountRecord = struct({
  version: u8,
  balance: u64,
  objects: u64,
  lanes: list(LaneState),
  spends: list(KeySpend),
});
export const KeyRecord = struct({ version: u8, account });
export const RoleRecord = struct({ version: u8, since: u64 });
export const SupplyRecord = struct({ version: u8, total: u64, issued: u64 });
export const ScheduledValue = struct({ value: u64, height: u64 });
export const ParameterRecord = struct({ version: u8, value: u64, scheduled: option(ScheduledValue) });
export const Member = struct({ account, since: u64 });
export const MembersRecord = struct({ version: u8, members: list(Member) });
export const ContentRecord = struct({
  version: u8,
  first: hash,
  certifier: account,
  height: u64,
  time: u64,
  count: u64,
});
export const WrappedKey = struct({ recipient: hash, box: bytes });
export type WrappedKey = Of<typeof WrappedKey>;
export const OfferRecord = struct({
  version: u8,
  seller: Owner,
  to: account,
  price: u64,
  expiry: u64,
  history: hash,
  epoch: u64,
  handover: list(WrappedKey),
});
export const EventKind = enumOf(2, {
  certified: 1,
  transferred: 2,
  extracted: 3,
  item_extracted: 4,
  retired: 5,
  divided: 16,
  shares_moved: 17,
  merged: 18,
  dispute_opened: 32,
  dispute_upheld: 33,
  dispute_dismissed: 34,
  dispute_ended: 35,
});
export const Event = struct({
  version: u8,
  kind: EventKind,
  height: u64,
  time: u64,
  tx: hash,
  from: option(Owner),
  to: option(Owner),
});
export type Event = Of<typeof Event>;

/** An asset's history hash after an event. */
export const historyAfter = (previous: Uint8Array, event: Event): Uint8Array =>
  tagged("event", previous, encode(Event, event));

export const Actor = struct({ account, lane: u8, sequence: u64 });
export const Action = struct({ actor: u8, contract: u8, call: bytes });
export type Action = Of<typeof Action>;
export const TxBody = struct({
  version: u8,
  chain: hash,
  valid_until: u64,
  payer: account,
  max_fee: u64,
  actors: list(Actor),
  actions: list(Action),
  witness_hashes: list(hash),
  memo: bytes,
});
export type TxBody = Of<typeof TxBody>;
export const Auth = struct({ signer: u8, scheme: u8, key: bytes, signature: bytes });
export const SignedTx = struct({ body: TxBody, auths: list(Auth), witnesses: list(bytes) });
export type SignedTx = Of<typeof SignedTx>;
export const TxResult = struct({ code: u32, action: u16, fee: u64 });
export type TxResult = Of<typeof TxResult>;
export const TxLeaf = struct({ tx: hash, result: TxResult });

export const Validator = struct({ seal_key: bytesOf(33), engine_key: bytes, power: u64, beacon_commitment: hash });
export const ValidatorSet = struct({ version: u8, validators: list(Validator) });
export type ValidatorSet = Of<typeof ValidatorSet>;

export const Role = enumOf(1, { registrar: 1, issuer: 2, regulator: 3, admitted: 255 });
export const GenesisParameter = struct({ name: text, value: u64 });
export const GenesisAccount = struct({ policy: Policy, balance: u64 });
export const GenesisRole = struct({ role: Role, account });
export const Genesis = struct({
  version: u8,
  name: text,
  time: u64,
  parameters: list(GenesisParameter),
  accounts: list(GenesisAccount),
  members: list(account),
  roles: list(GenesisRole),
  validators: ValidatorSet,
});
export type Genesis = Of<typeof Genesis>;

/** What comes first in the keys of the state. */
export const SPACE = {
  account: 0x01,
  policy: 0x02,
  key: 0x03,
  parameter: 0x04,
  role: 0x05,
  supply: 0x06,
  validators: 0x07,
  members: 0x08,
  asset: 0x20,
  content: 0x21,
  offer: 0x22,
} as const;
export const stateKey = (space: number, id: Uint8Array): Uint8Array => concat(Uint8Array.of(space), id);

export const txId = (body: Uint8Array): Uint8Array => tagged("tx", body);

/** The asset id of a certificate or collection that is made singly. */
export function assetId(certifier: Uint8Array, content: Content): Uint8Array {
  if (content.kind === "collection") return tagged("collection", certifier, content.root);
  return tagged("certificate", certifier, encode(Content, content));
}

/** The asset id of an item that was or would be extracted. */
export function itemId(collection: Uint8Array, content: ItemContent): Uint8Array {
  return tagged("item", collection, encode(ItemContent, content));
}

/** The id that follows from an asset's record; undefined where none does. */
export function idOfRecord(record: AssetRecord): Uint8Array | undefined {
  if (record.origin === null) return assetId(record.certifier, record.content);
  if (record.content.kind === "collection") return undefined;
  return itemId(record.origin.collection, record.content);
}

/** Reads a versioned record; undefined where it is of another version or not the one encoding of it. */
export function decodeRecord<T extends { version: number }>(
  type: Parameters<typeof decode<T>>[0],
  value: Uint8Array,
): T | undefined {
  const record = decode(type, value);
  return record?.version === 1 ? record : undefined;
}
