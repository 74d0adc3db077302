// Checks a proof file offline. Pure: no network, no clock, no file; time is an option.
#pragma once

#include "proof/genesis.h"
#include "proof/proof_file.h"

namespace freehold::proof {

// What the verifier trusts beforehand.
struct GenesisAnchor {
  ChainId chain;
  ValidatorSet validators;
  Time time;
};
GenesisAnchor genesis_anchor(const Genesis& genesis);
struct ValidatorsAnchor {
  ValidatorSetHash hash;       // of the set that `validators` of the proof has to be
  std::optional<Time> pinned;  // when it was found good; without it its age is unknown
};
// The sealed header itself, or a header in the proof's list of changes of the set.
struct HeaderAnchor {
  HeaderHash hash;
};
using Anchor = std::variant<GenesisAnchor, ValidatorsAnchor, HeaderAnchor>;

struct VerifyOptions {
  Anchor anchor;
  std::optional<Time> at;              // the time it is where the verifier stands
  std::optional<uint64_t> max_age_ms;  // of the statement's header at `at`
  std::optional<uint64_t> anchor_max_age_ms;
  std::optional<ContentHash> file;       // the hash of the file that was brought along
  std::optional<std::string> challenge;  // a presentation must answer this, and `audience`
  std::optional<std::string> audience;
};

// Why a proof is refused. The checks run in the order of proof-format.md; the first that fails
// names the reason.
enum class ProofError : uint8_t {
  kTooLarge = 1,   // the file is larger than 4 MiB
  kNotJson,        // outside the JSON profile
  kBadShape,       // a missing, unknown or mistyped field
  kUnknownFormat,  // another version of the format
  kEvidenceKind,   // evidence of another kind than the statement
  kLimits,         // a list or text longer than the format allows
  kHeaderVersion,
  kOtherChain,  // a header of another chain than the anchor's, or headers of two chains
  kBadValidatorSet,
  kUntrustedValidators,  // the set does not follow from the anchor
  kBadChange,            // a change of set that its predecessor did not seal
  kHistoryMismatch,      // the header is not in the sealed header's history
  kHeaderNotTrusted,     // no seal, and the header is not the anchor
  kSealWrongHeader,
  kSealUnknownValidator,
  kSealNotAscending,
  kSealBadSignature,
  kSealNotEnoughPower,
  kFutureHeader,  // the header is later than the time given
  kTooOld,        // the header is older than allowed
  kAnchorTooOld,
  kStateMismatch,       // an entry that does not lead to the state root
  kRecordMissing,       // an entry says there is no such record, where the statement says there is
  kRecordUnreadable,    // a record of another version or shape
  kRecordOther,         // a record that is not the one the statement names
  kOwnerPolicyMissing,  // an account owns, and its policy is not shown; or the reverse
  kNotACollection,
  kItemMismatch,         // the item is not in the collection
  kExtracted,            // the item was extracted: its own certificate holds, not the collection
  kOpeningMismatch,      // the opening does not fit the commitment
  kPresent,              // absence stated, and a certificate is there
  kTransactionMismatch,  // the transaction is not in the header's block
  kFileMismatch,         // the file is not the one certified
  kFileNotComparable,    // the proof does not say which file it is about
  kPresentationMissing,
  kPresentationOtherAccount,
  kPresentationAudience,
  kPresentationChallenge,
  kPresentationExpired,
  kPresentationNoTime,  // a presentation cannot be judged without a time
  kPresentationSignature,
  kPresentationPolicy,  // the signatures do not satisfy the owner's policy, or one is surplus
  kPresentationFrozen,  // the owner's account is frozen
};
const char* to_string(ProofError error);
// One sentence for a person.
std::string_view sentence(ProofError error);

struct ProofRefusal {
  ProofError error;
  std::string where;  // the field, or what went wrong beneath it; may be empty
};

// What is pending, frozen, disputed or retired: a verdict names each of these.
enum class Notice : uint8_t {
  kRetired = 1,
  kDisputed,
  kContested,
  kOwnedBySplit,  // co-owners: no single account owns it
  kOwnerFrozen,
  kOwnerPolicyPending,  // a change of the owner's policy waits
  kOwnerGuardiansPending,
  kOwnerRecovery,        // a recovery of the owner's account is open or waits
  kOwnerUnopened,        // the owning address has not been opened by its keys yet
  kTransactionFailed,    // the transaction is in the chain and failed
  kPrivateUnopened,      // a private certificate whose file the proof does not name
  kNoTime,               // without a time, nothing is said about how old the header is
  kPresentationUnasked,  // the proof carries a presentation, and no challenge was given to compare
};
const char* to_string(Notice notice);
std::string_view sentence(Notice notice);

struct Verdict {
  ChainId chain;
  Statement statement;
  Header header;
  HeaderHash header_hash;
  std::optional<uint64_t> header_age_ms;
  std::optional<uint64_t> anchor_age_ms;
  std::optional<AssetRecord> asset;    // asset and item statements
  std::optional<ContentHash> content;  // the file's hash, where the proof tells it
  std::optional<PolicyRecord> owner_policy;
  std::optional<TxBody> transaction;
  std::optional<TxResult> result;
  bool file_matched = false;
  bool presented = false;
  std::vector<Notice> notices;
};

// Reads a proof file's text under its JSON profile.
Result<ProofFile, ProofRefusal> proof_from_json(std::string_view text);

Result<Verdict, ProofRefusal> verify_proof(const ProofFile& proof, const VerifyOptions& options);

}  // namespace freehold::proof
