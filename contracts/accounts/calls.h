// What an account can be asked to do. Numbers of calls are their places here and never change.
#pragma once

#include "proof/records.h"

namespace freehold::contracts::accounts {

inline constexpr uint8_t kTag = 1;
inline constexpr std::string_view kName = "accounts";

// That a key's holder agrees to stand in this account's policy: a signature over
// key_possession_digest() by the entry's key.
struct KeyProof {
  uint8_t entry = 0;  // place in the policy
  Bytes signature;
  FREEHOLD_DESCRIBE(entry, signature)
};

// Opens the acting account: `policy` hashes to its id. Keys of the policy that do not sign this
// transaction bring a KeyProof.
struct Open {
  static constexpr std::string_view kName = "open";
  proof::Policy policy;
  std::vector<KeyProof> key_proofs;  // strictly ascending by entry
  FREEHOLD_DESCRIBE(policy, key_proofs)
};

// Moves credits from the acting account to another.
struct Pay {
  static constexpr std::string_view kName = "pay";
  AccountId to;
  Amount amount;
  FREEHOLD_DESCRIBE(to, amount)
};

// A registrar lets an address be opened and paid, on a chain where not anyone may open an account.
struct Admit {
  static constexpr std::string_view kName = "admit";
  AccountId account;
  FREEHOLD_DESCRIBE(account)
};

using Call = std::variant<Open, Pay, Admit>;

}  // namespace freehold::contracts::accounts
