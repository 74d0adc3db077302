/** What can be asked of the contracts `accounts` and `assets` (docs/spec/encoding.md, Calls). */
import { account, bytes, bytesOf, choice, decode, hash, list, option, struct, text, u64, u8, type Of } from "./bcs.js";
import { Content, ItemContent, Policy, WrappedKey, type Action } from "./records.js";

export const KeyProof = struct({ entry: u8, signature: bytes });
export type KeyProof = Of<typeof KeyProof>;
export const Open = struct({ policy: Policy, key_proofs: list(KeyProof) });
export const Pay = struct({ to: account, amount: u64 });
export const Admit = struct({ account });
export const AccountsCall = choice({ open: Open, pay: Pay, admit: Admit });
export type AccountsCall = Of<typeof AccountsCall>;

export const Certify = struct({ content: Content, title: text, derived_from: option(hash) });
export const Extract = struct({
  collection: hash,
  index: u64,
  salt: bytesOf(16),
  content: ItemContent,
  path: list(hash),
  title: text,
});
export const Offer = struct({ asset: hash, to: account, price: u64, expiry: u64, handover: list(WrappedKey) });
export const Accept = struct({ asset: hash, most: u64, history: hash });
export const Decline = struct({ asset: hash });
export const Cancel = struct({ asset: hash });
export const Transfer = struct({ asset: hash, to: account });
export const Retire = struct({ asset: hash });
export const AssetsCall = choice({
  certify: Certify,
  extract: Extract,
  offer: Offer,
  accept: Accept,
  decline: Decline,
  cancel: Cancel,
  transfer: Transfer,
  retire: Retire,
});
export type AssetsCall = Of<typeof AssetsCall>;

export const TAG = { accounts: 1, assets: 2 } as const;

/** What an action asks for. */
export type DecodedCall = { contract: "accounts"; call: AccountsCall } | { contract: "assets"; call: AssetsCall };

/** Reads an action's call; undefined for a contract or call that is not known here. */
export function decodeAction(action: Action): DecodedCall | undefined {
  if (action.contract === TAG.accounts) {
    const call = decode(AccountsCall, action.call);
    return call && { contract: "accounts", call };
  }
  if (action.contract === TAG.assets) {
    const call = decode(AssetsCall, action.call);
    return call && { contract: "assets", call };
  }
  return undefined;
}
