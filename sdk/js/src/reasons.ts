/** Why a proof is refused and what a verdict notes: names, numbers and sentences, in the order of their numbers. */

const SENTENCES = {
  too_large: "The proof file is larger than 4 MiB.",
  not_json: "The proof file is not JSON, or goes beyond the JSON profile of proof files.",
  bad_shape: "A field of the proof file is missing, unknown or not of its type.",
  unknown_format: "The proof file is of a format this program does not know.",
  evidence_kind: "The evidence is of another kind than the statement.",
  limits: "A list or text in the proof is longer than the format allows.",
  header_version: "A header has a version this program does not know.",
  other_chain: "The proof is about another chain than the one trusted here.",
  bad_validator_set: "A validator set in the proof breaks the rules of sets.",
  untrusted_validators: "The validators that sealed do not follow from what is trusted here.",
  bad_change: "A change of the validator set was not sealed by the set before it.",
  history_mismatch: "The header is not part of the sealed header's history.",
  header_not_trusted: "No seal shows that the header was committed, and it is not the one trusted here.",
  seal_wrong_header: "The seal is of another header.",
  seal_unknown_validator: "The seal names a validator that is not in the set.",
  seal_not_ascending: "The seal's signatures are out of order, or one stands twice.",
  seal_bad_signature: "A signature of the seal does not fit.",
  seal_not_enough_power: "The seal has not more than two thirds of the validators' power.",
  future_header: "The header is later than the time given.",
  too_old: "The proof is older than allowed here.",
  anchor_too_old: "What is trusted here is older than allowed, or of unknown age.",
  state_mismatch: "A record in the proof does not belong to the header's state.",
  record_missing: "The chain holds no such record.",
  record_unreadable: "A record is of a version or shape this program does not know.",
  record_other: "A record is not the one the statement names.",
  owner_policy_missing: "The owner's policy is missing from the proof, or there where no account owns.",
  not_a_collection: "The asset is not a collection.",
  item_mismatch: "The item is not in the collection.",
  extracted: "The item was extracted from the collection and has a certificate of its own.",
  opening_mismatch: "What the proof tells of a private file does not fit its certificate.",
  present: "There is a public certificate of this content.",
  transaction_mismatch: "The transaction is not in the header's block with this result.",
  file_mismatch: "The file is not the one the proof is about.",
  file_not_comparable: "The proof does not say which file it is about, so a file cannot be compared.",
  presentation_missing: "The proof is not presented by its owner, as was asked for.",
  presentation_other_account: "The proof is presented by another account than the owner's.",
  presentation_audience: "The proof is presented to somebody else.",
  presentation_challenge: "The proof does not answer this challenge.",
  presentation_expired: "The time for which the proof was presented has passed.",
  presentation_no_time: "A presented proof cannot be judged without the time.",
  presentation_signature: "A signature of the presentation does not fit.",
  presentation_policy: "The presentation's signatures are not those that the owner's policy asks for.",
  presentation_frozen: "The owner's account is frozen.",
} as const;

/** The name of the first check that failed. */
export type Reason = keyof typeof SENTENCES;
/** All reasons; the number of one is its place, counted from 1. */
export const REASONS = Object.keys(SENTENCES) as Reason[];
/** One sentence for a person. */
export const sentence = (reason: Reason): string => SENTENCES[reason];

const NOTICE_SENTENCES = {
  retired: "The asset has been retired.",
  disputed: "The asset is in dispute.",
  contested: "A dispute about the asset was upheld.",
  owned_by_split: "Co-owners own the asset by shares; no single account owns it.",
  owner_frozen: "The owner's account is frozen.",
  owner_policy_pending: "A change of the owner's keys has been announced and waits.",
  owner_guardians_pending: "A change of the owner's guardians has been announced and waits.",
  owner_recovery: "A recovery of the owner's account is under way.",
  owner_unopened: "The owning address has not been opened by its keys yet.",
  transaction_failed: "The transaction is in the chain and failed.",
  private_unopened: "The certificate is private, and the proof does not tell which file it is of.",
  no_time: "No time was given, so nothing is said about how old the proof is.",
  presentation_unasked:
    "The proof carries its owner's presentation, and no challenge was given to compare it with.",
} as const;

/** What is pending, frozen, disputed or retired. */
export type Notice = keyof typeof NOTICE_SENTENCES;
export const NOTICES = Object.keys(NOTICE_SENTENCES) as Notice[];
export const noticeSentence = (notice: Notice): string => NOTICE_SENTENCES[notice];

/** Why a proof is not valid. `where` informs people and is not part of the format. */
export interface Refusal {
  reason: Reason;
  where: string;
}

/** Thrown inside the verifier, caught by verifyProof. */
export class Refused extends Error {
  constructor(
    readonly reason: Reason,
    readonly where = "",
  ) {
    super(reason);
  }
}

export function need(good: boolean, reason: Reason, where = ""): asserts good {
  if (!good) throw new Refused(reason, where);
}
