#include "chain/refusal.h"

namespace freehold::chain {

const char* to_string(Rejection rejection) {
  switch (rejection) {
    case Rejection::kMalformed:
      return "malformed";
    case Rejection::kTooLarge:
      return "too_large";
    case Rejection::kVersion:
      return "version";
    case Rejection::kOtherChain:
      return "other_chain";
    case Rejection::kExpired:
      return "expired";
    case Rejection::kNoActors:
      return "no_actors";
    case Rejection::kTooManyActors:
      return "too_many_actors";
    case Rejection::kActorTwice:
      return "actor_twice";
    case Rejection::kBadLane:
      return "bad_lane";
    case Rejection::kNoActions:
      return "no_actions";
    case Rejection::kTooManyActions:
      return "too_many_actions";
    case Rejection::kBadActor:
      return "bad_actor";
    case Rejection::kIdleActor:
      return "idle_actor";
    case Rejection::kUnknownContract:
      return "unknown_contract";
    case Rejection::kMalformedCall:
      return "malformed_call";
    case Rejection::kMemoTooLong:
      return "memo_too_long";
    case Rejection::kWitnessMismatch:
      return "witness_mismatch";
    case Rejection::kTooManyAuths:
      return "too_many_auths";
    case Rejection::kAuthOrder:
      return "auth_order";
    case Rejection::kBadSigner:
      return "bad_signer";
    case Rejection::kUnknownScheme:
      return "unknown_scheme";
    case Rejection::kBadSignature:
      return "bad_signature";
    case Rejection::kUnopened:
      return "unopened";
    case Rejection::kAlreadyOpen:
      return "already_open";
    case Rejection::kPolicyMismatch:
      return "policy_mismatch";
    case Rejection::kUnknownKey:
      return "unknown_key";
    case Rejection::kNotAuthorised:
      return "not_authorised";
    case Rejection::kSurplusSignature:
      return "surplus_signature";
    case Rejection::kFrozen:
      return "frozen";
    case Rejection::kSequenceUsed:
      return "sequence_used";
    case Rejection::kSequenceAhead:
      return "sequence_ahead";
    case Rejection::kFeeTooLow:
      return "fee_too_low";
    case Rejection::kPayerCannotPay:
      return "payer_cannot_pay";
    case Rejection::kOpeningTwice:
      return "opening_twice";
    case Rejection::kMempoolFull:
      return "mempool_full";
    case Rejection::kQuotaExceeded:
      return "quota_exceeded";
    case Rejection::kDuplicate:
      return "duplicate";
    case Rejection::kStopping:
      return "stopping";
    case Rejection::kNoSpace:
      return "no_space";
    case Rejection::kClockJumped:
      return "clock_jumped";
  }
  return "unknown";
}

const char* sentence(Rejection rejection) {
  switch (rejection) {
    case Rejection::kMalformed:
      return "The bytes are not a transaction in its one canonical encoding.";
    case Rejection::kTooLarge:
      return "The transaction is larger than this chain allows.";
    case Rejection::kVersion:
      return "The transaction has a version this node does not know.";
    case Rejection::kOtherChain:
      return "The transaction was signed for another chain.";
    case Rejection::kExpired:
      return "The height until which the transaction was valid has passed; build it again.";
    case Rejection::kNoActors:
      return "The transaction names no account that acts.";
    case Rejection::kTooManyActors:
      return "The transaction names more than 16 acting accounts.";
    case Rejection::kActorTwice:
      return "The transaction names one acting account twice.";
    case Rejection::kBadLane:
      return "A lane is a number from 0 to 15.";
    case Rejection::kNoActions:
      return "The transaction does nothing.";
    case Rejection::kTooManyActions:
      return "The transaction has more than 1024 actions.";
    case Rejection::kBadActor:
      return "An action is by an actor that the transaction does not list.";
    case Rejection::kIdleActor:
      return "An account is listed as actor and does nothing.";
    case Rejection::kUnknownContract:
      return "An action names a contract this chain does not have.";
    case Rejection::kMalformedCall:
      return "An action's call cannot be read, or breaks a limit of its own.";
    case Rejection::kMemoTooLong:
      return "The memo is longer than 256 bytes.";
    case Rejection::kWitnessMismatch:
      return "The witnesses are not those that the transaction lists.";
    case Rejection::kTooManyAuths:
      return "The transaction carries more than 64 signatures.";
    case Rejection::kAuthOrder:
      return "The signatures are not in their one order.";
    case Rejection::kBadSigner:
      return "A signature is by somebody who neither acts nor pays.";
    case Rejection::kUnknownScheme:
      return "A signature is of a scheme this chain does not know.";
    case Rejection::kBadSignature:
      return "A signature does not fit its key and this transaction.";
    case Rejection::kUnopened:
      return "An account that acts or pays has not been opened yet.";
    case Rejection::kAlreadyOpen:
      return "The account is open already.";
    case Rejection::kPolicyMismatch:
      return "The policy is not the one this address was made from.";
    case Rejection::kUnknownKey:
      return "A signature is by a key that is not in the account's policy now.";
    case Rejection::kNotAuthorised:
      return "The signatures are not enough for what the transaction does.";
    case Rejection::kSurplusSignature:
      return "A signature is not needed; leave it out.";
    case Rejection::kFrozen:
      return "An account that acts or pays is frozen.";
    case Rejection::kSequenceUsed:
      return "A transaction with this sequence number has been done already.";
    case Rejection::kSequenceAhead:
      return "A transaction with an earlier sequence number is missing.";
    case Rejection::kFeeTooLow:
      return "The greatest fee it allows does not cover its bytes and its actors' first records.";
    case Rejection::kPayerCannotPay:
      return "The payer holds less than the greatest fee the transaction allows, or its key may not "
             "spend the fee today.";
    case Rejection::kOpeningTwice:
      return "The transaction opens one account twice.";
    case Rejection::kMempoolFull:
      return "The node has too many transactions waiting; try again shortly.";
    case Rejection::kQuotaExceeded:
      return "Too many transactions of this payer are waiting; try again shortly.";
    case Rejection::kDuplicate:
      return "This transaction is waiting already.";
    case Rejection::kStopping:
      return "The node is shutting down; submit it again when it is back.";
    case Rejection::kNoSpace:
      return "The node's disk is full; try again when there is space.";
    case Rejection::kClockJumped:
      return "The node's clock is too far from the chain's time; its operator has to look at it.";
  }
  return "unknown";
}

const char* to_string(Failure failure) {
  switch (failure) {
    case Failure::kNone:
      return "none";
    case Failure::kInsufficientCredits:
      return "insufficient_credits";
    case Failure::kAmountOverflow:
      return "amount_overflow";
    case Failure::kDailyLimit:
      return "daily_limit";
    case Failure::kFeeExceedsMax:
      return "fee_exceeds_max";
    case Failure::kUnknownAccount:
      return "unknown_account";
    case Failure::kPaymentTooSmall:
      return "payment_too_small";
    case Failure::kInvariantBroken:
      return "invariant_broken";
  }
  return "unknown";
}

const char* sentence(Failure failure) {
  switch (failure) {
    case Failure::kNone:
      return "Done.";
    case Failure::kInsufficientCredits:
      return "The account holds fewer credits than that.";
    case Failure::kAmountOverflow:
      return "The amounts add up to more than there can be.";
    case Failure::kDailyLimit:
      return "That is more than the signing key's limit for a day.";
    case Failure::kFeeExceedsMax:
      return "The records it adds cost more than the greatest fee it allows.";
    case Failure::kUnknownAccount:
      return "No registrar has admitted that address.";
    case Failure::kPaymentTooSmall:
      return "An address that nobody has opened can only be paid more than that.";
    case Failure::kInvariantBroken:
      return "The node kept a mistake of its own from doing harm; please report it.";
  }
  return "unknown";
}

}  // namespace freehold::chain
