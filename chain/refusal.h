// The two ways a transaction can end badly, as two types: nothing before the signatures can charge
// anyone. docs/spec/errors.md has a sentence for each.
#pragma once

#include <cstdint>

namespace freehold::chain {

// Malformed, unsigned or not now: free and unrecorded. A block that holds such a transaction is
// invalid.
enum class Rejection : uint16_t {
  kMalformed = 1,  // not the one canonical encoding of a SignedTx
  kTooLarge,       // more bytes than the parameters tx_bytes_max or block_bytes_max
  kVersion,        // a body of a version this program does not know
  kOtherChain,     // signed for another chain
  kExpired,        // past valid_until
  kNoActors,
  kTooManyActors,
  kActorTwice,  // one account twice among the actors
  kBadLane,     // a lane past 15
  kNoActions,
  kTooManyActions,
  kBadActor,   // an action by an actor that is not listed
  kIdleActor,  // an actor without an action
  kUnknownContract,
  kMalformedCall,  // a call that is not canonical, or breaks a limit of its own
  kMemoTooLong,
  kWitnessMismatch,  // witnesses that are not those whose hashes the body lists
  kTooManyAuths,
  kAuthOrder,  // signatures not strictly ascending by signer, scheme and key
  kBadSigner,  // a signature of somebody who is neither actor nor payer
  kUnknownScheme,
  kBadSignature,
  kUnopened,          // an account that has no policy yet and does not open itself here
  kAlreadyOpen,       // an opening of an account that is open
  kPolicyMismatch,    // an opening whose policy is not the one the address was made from
  kUnknownKey,        // a signature by a key that is not in the policy in force
  kNotAuthorised,     // the signatures do not reach the threshold for an action
  kSurplusSignature,  // a signature without which nothing would be missing
  kFrozen,            // an actor or the payer is frozen
  kSequenceUsed,      // a sequence that was used already
  kSequenceAhead,     // a sequence before which others are missing
  kFeeTooLow,         // max_fee does not even cover the bytes and the actors' own records
  kPayerCannotPay,    // the payer holds less than max_fee, or its key may not spend the fee today
  kOpeningTwice,      // one account opened twice
  // from the node's mempool, never in a block
  kMempoolFull = 200,
  kQuotaExceeded,  // too many of this payer's transactions are waiting
  kDuplicate,      // the same transaction is waiting already
  kStopping,       // the node is shutting down
  kNoSpace,        // the node's disk is full
  kClockJumped,    // the node's clock is too far from the chain's time
};
const char* to_string(Rejection rejection);
const char* sentence(Rejection rejection);

// Well formed and signed, but not allowed: recorded with this number, pays its fee, moves its
// sequences, changes nothing else. 1 to 999 are the kernel's; a contract's are its tag times 1000
// and more.
enum class Failure : uint32_t {
  kNone = 0,
  kInsufficientCredits = 1,
  kAmountOverflow = 2,
  kDailyLimit = 3,       // more than a key's limit for the day
  kFeeExceedsMax = 4,    // what it added costs more than max_fee
  kUnknownAccount = 5,   // a payment to an address no registrar admitted
  kPaymentTooSmall = 6,  // less than an unopened address can be paid
  kInvariantBroken = 7,  // our mistake, kept from doing harm
};
const char* to_string(Failure failure);
const char* sentence(Failure failure);

}  // namespace freehold::chain
