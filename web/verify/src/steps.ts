/** What was checked, step by step, in the order of the verifier: told from the proof, the anchor and the outcome. */
import { equalBytes } from "../../../sdk/js/src/bytes.js";
import { sealedHeader } from "../../../sdk/js/src/proof_file.js";
import {
  headerHash,
  toHex,
  type ProofFile,
  type Reason,
  type Refusal,
  type VerifyOptions,
  type VerifyResult,
} from "../../../sdk/js/src/verifier.js";
import { duration, size, t } from "./i18n.js";

export const STEPS = ["form", "chain", "trust", "seal", "history", "age", "record", "file", "shown"] as const;
export type StepName = (typeof STEPS)[number];
export interface Step {
  name: StepName;
  state: "passed" | "failed" | "skipped" | "unreached";
  detail: string;
}

const STEP_OF: Record<Reason, StepName> = {
  too_large: "form",
  not_json: "form",
  bad_shape: "form",
  unknown_format: "form",
  evidence_kind: "form",
  limits: "form",
  header_version: "chain",
  other_chain: "chain",
  bad_validator_set: "trust",
  untrusted_validators: "trust",
  bad_change: "trust",
  header_not_trusted: "trust",
  seal_wrong_header: "seal",
  seal_unknown_validator: "seal",
  seal_not_ascending: "seal",
  seal_bad_signature: "seal",
  seal_not_enough_power: "seal",
  history_mismatch: "history",
  future_header: "age",
  too_old: "age",
  anchor_too_old: "age",
  state_mismatch: "record",
  record_missing: "record",
  record_unreadable: "record",
  record_other: "record",
  owner_policy_missing: "record",
  not_a_collection: "record",
  item_mismatch: "record",
  extracted: "record",
  opening_mismatch: "record",
  present: "record",
  transaction_mismatch: "record",
  file_mismatch: "file",
  file_not_comparable: "file",
  presentation_missing: "shown",
  presentation_other_account: "shown",
  presentation_audience: "shown",
  presentation_challenge: "shown",
  presentation_expired: "shown",
  presentation_no_time: "shown",
  presentation_signature: "shown",
  presentation_policy: "shown",
  presentation_frozen: "shown",
};

export function failedStep({ reason, where }: Refusal): StepName {
  return reason === "other_chain" && where.startsWith("evidence.") ? "record" : STEP_OF[reason];
}

type Told = Pick<Step, "state" | "detail">;
const passed = (detail: string): Told => ({ state: "passed", detail });
const skipped = (detail: string): Told => ({ state: "skipped", detail });

export interface Checked {
  bytes: number;
  /** undefined where the file is no proof. */
  proof: ProofFile | undefined;
  options: VerifyOptions;
  result: VerifyResult;
}

export function stepsOf(checked: Checked): Step[] {
  const { proof, result } = checked;
  const end = result.ok ? STEPS.length : STEPS.indexOf(failedStep(result.refusal));
  return STEPS.map((name, i) => {
    if (i > end) return { name, state: "unreached", detail: "" };
    if (i === end || proof === undefined) return { name, state: "failed", detail: "" };
    return { name, ...TELL[name](proof, checked) };
  });
}

const pinned = (proof: ProofFile, { anchor }: VerifyOptions): boolean =>
  anchor.kind === "header" && equalBytes(headerHash(sealedHeader(proof)), anchor.hash);

const TELL: Record<StepName, (proof: ProofFile, checked: Checked) => Told> = {
  form: (proof, { bytes }) => passed(t("did_form", { format: new TextDecoder().decode(proof.format), size: size(bytes) })),
  chain(proof, { options }) {
    const chain = toHex(proof.header.chain);
    return passed(t(options.anchor.kind === "genesis" ? "did_chain" : "did_chain_pinned", { chain }));
  },
  trust(proof, { options }) {
    if (pinned(proof, options)) return skipped(t("did_trust_header"));
    if (options.anchor.kind === "header") return passed(t("did_trust_header_change"));
    const first = t(options.anchor.kind === "genesis" ? "did_trust_genesis" : "did_trust_validators");
    const { length } = proof.changes;
    return passed(length === 0 ? first : `${first} ${t("did_trust_changes", { count: length })}`);
  },
  seal(proof, { options }) {
    if (pinned(proof, options) || proof.seal === null) return skipped(t("did_seal_pinned"));
    const { validators } = proof.changes.at(-1)?.next ?? proof.validators;
    const sum = (powers: bigint[]) => powers.reduce((all, one) => all + one, 0n);
    const power = sum(proof.seal.signatures.map(({ validator }) => validators[validator]!.power));
    const all = sum(validators.map((validator) => validator.power));
    const share = Number((power * 1000n) / all) / 10;
    const { length: signed } = proof.seal.signatures;
    return passed(t("did_seal", { signed, all: validators.length, height: proof.seal.height, share }));
  },
  history(proof) {
    if (proof.history === null) return skipped(t("did_history_same"));
    return passed(t("did_history", { height: proof.header.height, sealed: proof.history.sealed.height }));
  },
  age(proof, { options: { at = 0n, maxAge } }) {
    const age = duration(at > proof.header.time ? at - proof.header.time : 0n);
    if (maxAge === undefined) return passed(t("did_age", { age }));
    return passed(t("did_age_limit", { age, limit: duration(maxAge) }));
  },
  record(proof) {
    if (proof.statement.kind !== "asset") return passed(t(`did_record_${proof.statement.kind}`));
    const split = proof.evidence.kind === "asset" && proof.evidence.owner_policy === null;
    return passed(t(split ? "did_record_split" : "did_record_asset"));
  },
  file: (_, { options }) => (options.file === undefined ? skipped(t("did_file_none")) : passed(t("did_file"))),
  shown(_, { options: { challenge, audience } }) {
    const asked = challenge !== undefined || audience !== undefined;
    return asked ? passed(t("did_shown")) : skipped(t("did_shown_none"));
  },
};
