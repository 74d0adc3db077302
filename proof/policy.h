// Who may act for an account: policies, the record that keeps them, and which policy is in force.
//
// Pure functions of a record and a header's time, so that a verifier offline and a node agree
// without a transaction having to mature anything. docs/spec/contracts/accounts.md gives the rules.
#pragma once

#include <optional>
#include <variant>

#include "codec/describe.h"
#include "common/result.h"
#include "common/types.h"

namespace freehold::proof {

// What a key may sign for; bits of PolicyEntry::scopes. `everything` covers each of the others, and
// policy changes and presentations need it.
enum Scope : uint32_t {
  kScopeEverything = 1u << 0,
  kScopePay = 1u << 1,
  kScopeCertify = 1u << 2,
  kScopeTransfer = 1u << 3,
  kScopeGovern = 1u << 4,
  kScopePassports = 1u << 5,
  kScopeLicences = 1u << 6,
  kScopeStorage = 1u << 7,
  kScopeSplits = 1u << 8,
};
inline constexpr uint32_t kScopesKnown = (1u << 9) - 1;

struct PolicyEntry {
  uint8_t scheme = 0;  // crypto::kSchemeSecp256k1
  Bytes key;           // the scheme's public key; 33 bytes for secp256k1
  uint16_t weight = 0;
  uint32_t scopes = 0;
  std::optional<Amount>
      daily_limit;  // credits that may leave the account a day on this key's signature
  FREEHOLD_DESCRIBE(scheme, key, weight, scopes, daily_limit)
};

struct Policy {
  uint8_t version = 1;
  uint32_t threshold = 0;  // the signed weights that cover an action
  std::vector<PolicyEntry> entries;
  FREEHOLD_DESCRIBE(version, threshold, entries)
};

inline constexpr size_t kPolicyEntriesMax = 32;
inline constexpr size_t kGuardiansMax = 16;

enum class PolicyError : uint8_t {
  kVersion = 1,  // a version this program does not know
  kNoEntries,
  kTooManyEntries,
  kUnknownScheme,
  kBadKey,  // not a key of its scheme
  kKeyTwice,
  kZeroWeight,
  kWeightOverflow,  // the weights add up past 2^32 - 1
  kUnknownScope,
  kNoScope,
  kZeroThreshold,
  kUnreachable,  // no set of keys reaches the threshold for `everything`
};
const char* to_string(PolicyError error);

// Checks a policy by itself, in the order of PolicyError.
Result<std::monostate, PolicyError> check_policy(const Policy& policy);

PolicyHash policy_hash(const Policy& policy);
// The id of the account whose first policy this is.
AccountId account_id(const Policy& first_policy);
// An account without keys, such as "treasury".
AccountId named_account(std::string_view name);
// A policy of one secp256k1 key that may do everything.
Policy single_key_policy(ByteView public_key);

struct Guardians {
  std::vector<AccountId> accounts;  // strictly ascending
  uint8_t needed = 0;
  FREEHOLD_DESCRIBE(accounts, needed)
};

// A change that was announced and takes effect by itself at `effective`.
struct PendingPolicy {
  Policy policy;
  Time announced;
  Time effective;
  FREEHOLD_DESCRIBE(policy, announced, effective)
};
struct PendingGuardians {
  Guardians guardians;
  Time announced;
  Time effective;
  FREEHOLD_DESCRIBE(guardians, announced, effective)
};

struct RecoveryCompletion {
  Time completed;  // when the last approval needed came
  Time effective;
  FREEHOLD_DESCRIBE(completed, effective)
};
struct Recovery {
  Policy policy;  // the one exact policy the guardians approve
  Time opened;
  std::vector<AccountId> approvals;  // strictly ascending
  std::optional<RecoveryCompletion> completion;
  FREEHOLD_DESCRIBE(policy, opened, approvals, completion)
};

struct Freeze {
  AccountId by;     // the guardian
  Time until;       // first moment at which it does not hold any more
  Time again_from;  // first moment at which a guardian may freeze again
  FREEHOLD_DESCRIBE(by, until, again_from)
};

// The state record of an account's policy, apart from its balance.
struct PolicyRecord {
  uint8_t version = 1;
  uint64_t epoch = 0;
  Policy policy;
  Guardians guardians;
  std::optional<PendingPolicy> pending_policy;
  std::optional<PendingGuardians> pending_guardians;
  std::optional<Recovery> recovery;
  std::optional<Freeze> freeze;
  FREEHOLD_DESCRIBE(version, epoch, policy, guardians, pending_policy, pending_guardians, recovery,
                    freeze)
};

// The policy in force at a time. A change announced for a time no later than `at` holds, unless a
// completed recovery waited then: nothing else matures from its completion on. A recovery holds
// from its effective time and drops what was pending. The reference lives as long as the record.
const Policy& policy_in_force(const PolicyRecord& record, Time at);
// The number of the policy and guardians in force: one more for each change that took effect.
uint64_t epoch_in_force(const PolicyRecord& record, Time at);
// Whether a guardian's freeze or a completed, waiting recovery keeps the account from acting and
// paying.
bool is_frozen(const PolicyRecord& record, Time at);
// The record with all that matured by `at` folded in; it reads the same at `at` and later. What
// writes the record starts from this.
PolicyRecord settled(const PolicyRecord& record, Time at);

// Signed weights against a policy for a set of scopes.
//
// `signers` are indexes into policy.entries, each at most once. Whether the entries among them
// whose scopes cover `scope` reach the threshold.
bool covers(const Policy& policy, const std::vector<size_t>& signers, uint32_t scope);
// Index of the entry with this scheme and key; none if there is none.
std::optional<size_t> entry_of(const Policy& policy, uint8_t scheme, ByteView key);

}  // namespace freehold::proof
