#include "proof/policy.h"

#include <algorithm>

#include "codec/bcs.h"
#include "crypto/hash.h"
#include "crypto/signature.h"

namespace freehold::proof {
namespace {

std::optional<PolicyError> check_entry(const PolicyEntry& entry) {
  if (entry.scheme != crypto::kSchemeSecp256k1) return PolicyError::kUnknownScheme;
  auto key = crypto::PublicKey::from(entry.key);
  if (!key || !crypto::public_key_valid(*key)) return PolicyError::kBadKey;
  if (entry.weight == 0) return PolicyError::kZeroWeight;
  if ((entry.scopes & ~kScopesKnown) != 0) return PolicyError::kUnknownScope;
  if (entry.scopes == 0) return PolicyError::kNoScope;
  return std::nullopt;
}

bool key_twice(const Policy& policy) {
  for (size_t i = 0; i < policy.entries.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (policy.entries[i].scheme == policy.entries[j].scheme &&
          policy.entries[i].key == policy.entries[j].key) {
        return true;
      }
    }
  }
  return false;
}

// What of a record has matured by a time, without copying the record.
struct Matured {
  bool policy = false;
  bool guardians = false;
  bool recovery = false;
  uint64_t count() const { return uint64_t{policy} + uint64_t{guardians} + uint64_t{recovery}; }
};

Matured matured(const PolicyRecord& record, Time at) {
  Time until = at;
  Matured out;
  if (record.recovery && record.recovery->completion) {
    const RecoveryCompletion& completion = *record.recovery->completion;
    until = std::min(until, completion.completed);
    out.recovery = at >= completion.effective;
  }
  out.policy = record.pending_policy && record.pending_policy->effective <= until;
  out.guardians = record.pending_guardians && record.pending_guardians->effective <= until;
  return out;
}

}  // namespace

const char* to_string(PolicyError error) {
  switch (error) {
    case PolicyError::kVersion:
      return "version";
    case PolicyError::kNoEntries:
      return "no_entries";
    case PolicyError::kTooManyEntries:
      return "too_many_entries";
    case PolicyError::kUnknownScheme:
      return "unknown_scheme";
    case PolicyError::kBadKey:
      return "bad_key";
    case PolicyError::kKeyTwice:
      return "key_twice";
    case PolicyError::kZeroWeight:
      return "zero_weight";
    case PolicyError::kWeightOverflow:
      return "weight_overflow";
    case PolicyError::kUnknownScope:
      return "unknown_scope";
    case PolicyError::kNoScope:
      return "no_scope";
    case PolicyError::kZeroThreshold:
      return "zero_threshold";
    case PolicyError::kUnreachable:
      return "unreachable";
  }
  return "unknown";
}

Result<std::monostate, PolicyError> check_policy(const Policy& policy) {
  if (policy.version != 1) return failure(PolicyError::kVersion);
  if (policy.entries.empty()) return failure(PolicyError::kNoEntries);
  if (policy.entries.size() > kPolicyEntriesMax) return failure(PolicyError::kTooManyEntries);
  uint32_t everything = 0;
  uint32_t all = 0;
  for (const PolicyEntry& entry : policy.entries) {
    if (auto bad = check_entry(entry)) return failure(*bad);
    if (__builtin_add_overflow(all, uint32_t{entry.weight}, &all)) {
      return failure(PolicyError::kWeightOverflow);
    }
    if ((entry.scopes & kScopeEverything) != 0) everything += entry.weight;
  }
  if (key_twice(policy)) return failure(PolicyError::kKeyTwice);
  if (policy.threshold == 0) return failure(PolicyError::kZeroThreshold);
  if (everything < policy.threshold) return failure(PolicyError::kUnreachable);
  return std::monostate{};
}

PolicyHash policy_hash(const Policy& policy) {
  return rename_bytes<PolicyHash>(
      crypto::tagged_hash(crypto::Tag::kPolicy, codec::bcs_encode(policy)));
}

AccountId account_id(const Policy& first_policy) {
  return rename_bytes<AccountId>(
      crypto::tagged_hash(crypto::Tag::kAccount, codec::bcs_encode(first_policy)));
}

AccountId named_account(std::string_view name) {
  return rename_bytes<AccountId>(crypto::tagged_hash(crypto::Tag::kNamedAccount, as_bytes(name)));
}

Policy single_key_policy(ByteView public_key) {
  Policy out;
  out.threshold = 1;
  out.entries.push_back(
      {crypto::kSchemeSecp256k1, to_bytes(public_key), 1, kScopeEverything, std::nullopt});
  return out;
}

const Policy& policy_in_force(const PolicyRecord& record, Time at) {
  Matured done = matured(record, at);
  if (done.recovery) return record.recovery->policy;
  if (done.policy) return record.pending_policy->policy;
  return record.policy;
}

uint64_t epoch_in_force(const PolicyRecord& record, Time at) {
  return record.epoch + matured(record, at).count();
}

bool is_frozen(const PolicyRecord& record, Time at) {
  if (record.freeze && at < record.freeze->until) return true;
  return record.recovery && record.recovery->completion &&
         at < record.recovery->completion->effective;
}

PolicyRecord settled(const PolicyRecord& record, Time at) {
  Matured done = matured(record, at);
  PolicyRecord out = record;
  out.epoch += done.count();
  if (done.policy) {
    out.policy = record.pending_policy->policy;
    out.pending_policy.reset();
  }
  if (done.guardians) {
    out.guardians = record.pending_guardians->guardians;
    out.pending_guardians.reset();
    // Approvals were given under the old list; a completed recovery has what it needed.
    if (out.recovery && !out.recovery->completion) out.recovery->approvals.clear();
  }
  if (done.recovery) {
    out.policy = record.recovery->policy;
    out.pending_policy.reset();
    out.pending_guardians.reset();
    out.recovery.reset();
  }
  if (out.freeze && at >= out.freeze->until && at >= out.freeze->again_from) out.freeze.reset();
  return out;
}

bool covers(const Policy& policy, const std::vector<size_t>& signers, uint32_t scope) {
  uint64_t weight = 0;
  for (size_t at : signers) {
    const PolicyEntry& entry = policy.entries[at];
    if ((entry.scopes & (kScopeEverything | scope)) != 0) weight += entry.weight;
  }
  return weight >= policy.threshold;
}

std::optional<size_t> entry_of(const Policy& policy, uint8_t scheme, ByteView key) {
  for (size_t i = 0; i < policy.entries.size(); ++i) {
    if (policy.entries[i].scheme == scheme && equal(policy.entries[i].key, key)) return i;
  }
  return std::nullopt;
}

}  // namespace freehold::proof
