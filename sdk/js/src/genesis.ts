/** The genesis document a chain begins with, and what a verifier trusts beforehand. */
import { encode } from "./bcs.js";
import { compareBytes, hashFromText, toHex } from "./bytes.js";
import { tagged } from "./hash.js";
import { JsonError, parseJson } from "./json.js";
import { checkPolicy } from "./policy.js";
import { validatorSetHash } from "./proof_file.js";
import { Genesis, type ValidatorSet } from "./records.js";
import { publicKeyValid } from "./signature.js";

/** One of the three things a proof can be checked against. */
export type Anchor =
  | { kind: "genesis"; chain: Uint8Array; validators: Uint8Array; time: bigint }
  /** The hash of a validator set, and when it was found good; without that its age is unknown. */
  | { kind: "validators"; hash: Uint8Array; pinned?: bigint }
  | { kind: "header"; hash: Uint8Array };

export type ValidatorSetError =
  | "version"
  | "empty"
  | "too_many"
  | "bad_key"
  | "not_ascending"
  | "zero_power"
  | "power_overflow"
  | "engine_key_too_long";

const POWER_SUM_MAX = 1n << 60n;

/** The first rule that a set breaks; undefined for a well-formed one. */
export function checkValidatorSet(
  set: ValidatorSet,
  keyValid: (key: Uint8Array) => boolean = publicKeyValid,
): ValidatorSetError | undefined {
  if (set.version !== 1) return "version";
  if (set.validators.length === 0) return "empty";
  if (set.validators.length > 256) return "too_many";
  let sum = 0n;
  for (const [i, validator] of set.validators.entries()) {
    if (!keyValid(validator.seal_key)) return "bad_key";
    if (i > 0 && compareBytes(set.validators[i - 1]!.seal_key, validator.seal_key) >= 0) return "not_ascending";
    if (validator.power === 0n) return "zero_power";
    sum += validator.power;
    if (sum > POWER_SUM_MAX) return "power_overflow";
    if (validator.engine_key.length > 64) return "engine_key_too_long";
  }
  return undefined;
}

/** The first rule that a genesis document breaks; undefined for a good one. */
export function checkGenesis(genesis: Genesis): string | undefined {
  if (genesis.version !== 1) return "version";
  if (!/^[a-z0-9._-]{1,64}$/.test(new TextDecoder().decode(genesis.name))) return "bad_name";
  if (!ascending(genesis.parameters, (a, b) => compareBytes(a.name, b.name))) return "parameter_order";
  let supply = 0n;
  const keys: string[] = [];
  for (const account of genesis.accounts) {
    if (checkPolicy(account.policy) !== undefined) return "bad_policy";
    supply += account.balance;
    if (supply >= 1n << 64n) return "balance_overflow";
    keys.push(...account.policy.entries.map((entry) => toHex(entry.key)));
  }
  if (new Set(keys).size !== keys.length) return "account_twice";
  if (!ascending(genesis.members, compareBytes)) return "member_order";
  if (!ascending(genesis.roles, (a, b) => a.role - b.role || compareBytes(a.account, b.account))) return "role_order";
  if (genesis.roles.some((one) => one.role === 255)) return "unknown_role";
  return checkValidatorSet(genesis.validators) === undefined ? undefined : "bad_validators";
}

function ascending<T>(list: readonly T[], compare: (a: T, b: T) => number): boolean {
  return list.every((one, i) => i === 0 || compare(list[i - 1]!, one) < 0);
}

export const chainId = (genesis: Genesis): Uint8Array => tagged("genesis", encode(Genesis, genesis));

/** Why a text is no genesis document. */
export class GenesisError extends Error {
  constructor(
    readonly code: string,
    readonly where = "",
  ) {
    super(`${code} ${where}`.trim());
  }
}

const GENESIS_BYTES_MAX = 16 << 20;

/** Reads genesis.json; throws GenesisError. */
export function parseGenesis(text: Uint8Array | string): Genesis {
  let genesis: Genesis;
  try {
    genesis = Genesis.read(parseJson(text, { bytesMax: GENESIS_BYTES_MAX, depthMax: 16 }));
  } catch (error) {
    throw error instanceof JsonError ? new GenesisError("not_json", error.message) : error;
  }
  const bad = checkGenesis(genesis);
  if (bad !== undefined) throw new GenesisError(bad);
  return genesis;
}

/** The anchor of a genesis document; throws GenesisError. */
export function genesisAnchor(text: Uint8Array | string): Anchor {
  const genesis = parseGenesis(text);
  return {
    kind: "genesis",
    chain: chainId(genesis),
    validators: validatorSetHash(genesis.validators),
    time: genesis.time,
  };
}

/** The anchor of `validators:HASH` or `header:HASH`; undefined for anything else. */
export function trustAnchor(text: string): Anchor | undefined {
  const colon = text.indexOf(":");
  const kind = text.slice(0, Math.max(colon, 0));
  const hash = hashFromText(text.slice(colon + 1));
  if (hash === undefined || (kind !== "validators" && kind !== "header")) return undefined;
  return { kind, hash };
}
