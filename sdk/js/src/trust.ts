/** Steps 6 to 8 of the order of checks: headers, sets of validators, the seal, history. */
import { equalBytes, toHex } from "./bytes.js";
import { checkValidatorSet, type Anchor } from "./genesis.js";
import { inTree, leafHash } from "./hash.js";
import {
  headerHash,
  sealDigest,
  sealedHeader,
  validatorSetHash,
  type Header,
  type ProofFile,
  type Seal,
  type ValidatorChange,
} from "./proof_file.js";
import { need, type Reason } from "./reasons.js";
import type { ValidatorSet } from "./records.js";
import { publicKeyValid, signatureValid } from "./signature.js";

/** A set that is trusted, and its hash. */
interface Trusted {
  set: ValidatorSet;
  hash: Uint8Array;
}

export function checkTrust(proof: ProofFile, anchor: Anchor): void {
  checkHeaders(proof, anchor);
  const sealed = sealedHeader(proof);
  const pinned = anchor.kind === "header" && equalBytes(headerHash(sealed), anchor.hash);
  if (!pinned) new SetCheck(proof, anchor, sealed).run();
  if (proof.history === null) return;
  const place = { index: proof.header.height, size: sealed.height };
  const leaf = leafHash(headerHash(proof.header));
  need(inTree(leaf, place, proof.history.path, sealed.history_root), "history_mismatch");
}

function checkHeaders(proof: ProofFile, anchor: Anchor): void {
  const chain = anchor.kind === "genesis" ? anchor.chain : proof.header.chain;
  const check = (header: Header, where: string) => {
    need(header.version === 1, "header_version", where);
    need(equalBytes(header.chain, chain), "other_chain", where);
  };
  check(proof.header, "header");
  if (proof.history !== null) check(proof.history.sealed, "history.sealed");
  proof.changes.forEach((change, i) => check(change.header, `changes[${i}]`));
}

class SetCheck {
  // Sets repeat most of their keys from one change to the next, and a point costs a square root.
  private readonly goodKeys = new Set<string>();

  constructor(
    private readonly proof: ProofFile,
    private readonly anchor: Anchor,
    private readonly sealed: Header,
  ) {}

  run(): void {
    const { proof, sealed } = this;
    let [trusted, next] = this.start();
    for (; next < proof.changes.length; ++next) {
      trusted = this.change(proof.changes[next]!, trusted, `changes[${next}]`);
    }
    proof.changes.forEach((change, i) => {
      const after = proof.changes[i + 1]?.header ?? sealed;
      need(change.header.height < after.height, "bad_change", `changes[${i}]`);
    });
    need(equalBytes(sealed.validators, trusted.hash), "untrusted_validators");
    need(proof.seal !== null, "header_not_trusted");
    const bad = checkSeal(proof.seal, sealed, trusted.set);
    need(bad === undefined, bad ?? "seal_bad_signature");
  }

  /** The first set that is trusted, and the place of the first change after it. */
  private start(): [Trusted, number] {
    const { proof, anchor } = this;
    if (anchor.kind === "header") {
      const at = proof.changes.findIndex((change) => equalBytes(headerHash(change.header), anchor.hash));
      const pinned = proof.changes[at];
      need(pinned !== undefined, "header_not_trusted");
      need(this.problem(pinned.next) === undefined, "bad_validator_set", `changes[${at}].next`);
      const hash = validatorSetHash(pinned.next);
      need(equalBytes(pinned.header.next_validators, hash), "bad_change", `changes[${at}]`);
      return [{ set: pinned.next, hash }, at + 1];
    }
    const problem = this.problem(proof.validators);
    need(problem === undefined, "bad_validator_set", problem);
    const hash = validatorSetHash(proof.validators);
    need(equalBytes(hash, anchor.kind === "genesis" ? anchor.validators : anchor.hash), "untrusted_validators");
    return [{ set: proof.validators, hash }, 0];
  }

  private change(change: ValidatorChange, trusted: Trusted, where: string): Trusted {
    need(this.problem(change.next) === undefined, "bad_validator_set", `${where}.next`);
    need(equalBytes(change.header.validators, trusted.hash), "bad_change", where);
    const hash = validatorSetHash(change.next);
    need(equalBytes(change.header.next_validators, hash), "bad_change", where);
    const bad = checkSeal(change.seal, change.header, trusted.set);
    need(bad === undefined, "bad_change", `${where}: ${bad?.slice("seal_".length)}`);
    return { set: change.next, hash };
  }

  private problem(set: ValidatorSet): string | undefined {
    return checkValidatorSet(set, (key) => {
      const name = toHex(key);
      if (!this.goodKeys.has(name)) {
        if (!publicKeyValid(key)) return false;
        this.goodKeys.add(name);
      }
      return true;
    });
  }
}

/** The first rule that a seal of `header` by a well-formed set breaks; undefined for a good seal. */
function checkSeal(seal: Seal, header: Header, set: ValidatorSet): Reason | undefined {
  const hash = headerHash(header);
  if (seal.height !== header.height || !equalBytes(seal.header, hash)) return "seal_wrong_header";
  let before = -1;
  for (const { validator } of seal.signatures) {
    if (validator >= set.validators.length) return "seal_unknown_validator";
    if (validator <= before) return "seal_not_ascending";
    before = validator;
  }
  const digest = sealDigest(hash);
  let power = 0n;
  for (const { validator, signature } of seal.signatures) {
    const { seal_key, power: own } = set.validators[validator]!;
    if (!signatureValid(seal_key, digest, signature)) return "seal_bad_signature";
    power += own;
  }
  const all = set.validators.reduce((sum, validator) => sum + validator.power, 0n);
  return power * 3n > all * 2n ? undefined : "seal_not_enough_power";
}
