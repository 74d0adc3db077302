/** Policies: which keys may act for an account (docs/spec/policies.md). */
import { encode } from "./bcs.js";
import { equalBytes, toHex } from "./bytes.js";
import { tagged } from "./hash.js";
import { Policy, type PolicyEntry, type PolicyRecord } from "./records.js";
import { publicKeyValid, SCHEME_SECP256K1 } from "./signature.js";

export const SCOPE = {
  everything: 1,
  pay: 2,
  certify: 4,
  transfer: 8,
  govern: 16,
  passports: 32,
  licences: 64,
  storage: 128,
  splits: 256,
} as const;
const SCOPES_KNOWN = 511;

export type PolicyError =
  | "version"
  | "no_entries"
  | "too_many_entries"
  | "unknown_scheme"
  | "bad_key"
  | "zero_weight"
  | "unknown_scope"
  | "no_scope"
  | "weight_overflow"
  | "key_twice"
  | "zero_threshold"
  | "unreachable";

function checkEntry(entry: PolicyEntry): PolicyError | undefined {
  if (entry.scheme !== SCHEME_SECP256K1) return "unknown_scheme";
  if (!publicKeyValid(entry.key)) return "bad_key";
  if (entry.weight === 0) return "zero_weight";
  if ((entry.scopes & ~SCOPES_KNOWN) !== 0) return "unknown_scope";
  return entry.scopes === 0 ? "no_scope" : undefined;
}

/** The first rule that a policy breaks; undefined for a well-formed one. */
export function checkPolicy(policy: Policy): PolicyError | undefined {
  if (policy.version !== 1) return "version";
  if (policy.entries.length === 0) return "no_entries";
  if (policy.entries.length > 32) return "too_many_entries";
  let everything = 0;
  for (const entry of policy.entries) {
    const bad = checkEntry(entry);
    if (bad !== undefined) return bad;
    if ((entry.scopes & SCOPE.everything) !== 0) everything += entry.weight;
  }
  // 32 weights of 16 bits cannot pass 2^32 - 1, so `weight_overflow` does not arise.
  if (new Set(policy.entries.map((entry) => toHex(entry.key))).size !== policy.entries.length) return "key_twice";
  if (policy.threshold === 0) return "zero_threshold";
  return everything < policy.threshold ? "unreachable" : undefined;
}

export const policyHash = (policy: Policy): Uint8Array => tagged("policy", encode(Policy, policy));
/** The id of the account that begins with this policy. */
export const accountId = (firstPolicy: Policy): Uint8Array => tagged("account", encode(Policy, firstPolicy));

export function singleKeyPolicy(publicKey: Uint8Array): Policy {
  return {
    version: 1,
    threshold: 1,
    entries: [{ scheme: SCHEME_SECP256K1, key: publicKey, weight: 1, scopes: SCOPE.everything, daily_limit: null }],
  };
}

interface Matured {
  policy: boolean;
  guardians: boolean;
  recovery: boolean;
}

function matured(record: PolicyRecord, at: bigint): Matured {
  const completion = record.recovery?.completion ?? null;
  const until = completion !== null && completion.completed < at ? completion.completed : at;
  return {
    policy: record.pending_policy !== null && record.pending_policy.effective <= until,
    guardians: record.pending_guardians !== null && record.pending_guardians.effective <= until,
    recovery: completion !== null && completion.effective <= at,
  };
}

export function policyInForce(record: PolicyRecord, at: bigint): Policy {
  const done = matured(record, at);
  if (done.recovery) return record.recovery!.policy;
  return done.policy ? record.pending_policy!.policy : record.policy;
}

export function epochInForce(record: PolicyRecord, at: bigint): bigint {
  const done = matured(record, at);
  return record.epoch + BigInt(Number(done.policy) + Number(done.guardians) + Number(done.recovery));
}

export function isFrozen(record: PolicyRecord, at: bigint): boolean {
  if (record.freeze !== null && at < record.freeze.until) return true;
  const completion = record.recovery?.completion ?? null;
  return completion !== null && at < completion.effective;
}

/** The record with what has matured by `at` folded in. */
export function settled(record: PolicyRecord, at: bigint): PolicyRecord {
  const done = matured(record, at);
  const out: PolicyRecord = { ...record, epoch: epochInForce(record, at), policy: policyInForce(record, at) };
  if (done.policy) out.pending_policy = null;
  if (done.guardians) {
    out.guardians = record.pending_guardians!.guardians;
    out.pending_guardians = null;
    // Approvals were given under the old list; a completed recovery has what it needed.
    if (out.recovery !== null && out.recovery.completion === null) out.recovery = { ...out.recovery, approvals: [] };
  }
  if (done.recovery) Object.assign(out, { pending_policy: null, pending_guardians: null, recovery: null });
  if (out.freeze !== null && at >= out.freeze.until && at >= out.freeze.again_from) out.freeze = null;
  return out;
}

export const entryOf = (policy: Policy, scheme: number, key: Uint8Array): number =>
  policy.entries.findIndex((entry) => entry.scheme === scheme && equalBytes(entry.key, key));

/** Whether the entries at these places reach the threshold for a scope. */
export function covers(policy: Policy, signers: readonly number[], scope: number): boolean {
  let weight = 0;
  for (const at of signers) {
    const entry = policy.entries[at]!;
    if ((entry.scopes & (SCOPE.everything | scope)) !== 0) weight += entry.weight;
  }
  return weight >= policy.threshold;
}
