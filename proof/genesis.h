// The document a chain begins with. Its hash is the chain's id, and it is the usual anchor of a
// verifier.
#pragma once

#include "proof/header.h"
#include "proof/records.h"

namespace freehold::proof {

struct GenesisParameter {
  std::string name;
  uint64_t value = 0;
  FREEHOLD_DESCRIBE(name, value)
};
struct GenesisAccount {
  Policy policy;
  Amount balance;
  FREEHOLD_DESCRIBE(policy, balance)
};
struct GenesisRole {
  Role role = Role::kRegistrar;
  AccountId account;
  FREEHOLD_DESCRIBE(role, account)
};

struct Genesis {
  uint8_t version = 1;
  std::string name;
  Time time;
  std::vector<GenesisParameter> parameters;  // strictly ascending by name; all there are
  std::vector<GenesisAccount> accounts;
  std::vector<AccountId> members;  // strictly ascending
  std::vector<GenesisRole> roles;  // strictly ascending by (role, account)
  ValidatorSet validators;
  FREEHOLD_DESCRIBE(version, name, time, parameters, accounts, members, roles, validators)
};

inline constexpr size_t kChainNameBytesMax = 64;

enum class GenesisError : uint8_t {
  kVersion = 1,
  kBadName,
  kParameterOrder,
  kBadPolicy,
  kAccountTwice,  // or one key in two accounts
  kBalanceOverflow,
  kMemberOrder,
  kRoleOrder,
  kUnknownRole,
  kBadValidators,
  kNotJson,  // the text is not the JSON view of a genesis document
};
const char* to_string(GenesisError error);

// Checks what can be checked without knowing the parameters' names.
Result<std::monostate, GenesisError> check_genesis(const Genesis& genesis);
// Tagged hash of the canonical bytes.
ChainId chain_id(const Genesis& genesis);

// The document as a file: its JSON view, for people to read too. The bytes that are hashed are the
// BCS.
std::string genesis_to_json(const Genesis& genesis);
struct GenesisFailure {
  GenesisError error;
  std::string where;  // for kNotJson: what is wrong and where
};
// Strict, and checked.
Result<Genesis, GenesisFailure> genesis_from_json(std::string_view text);

}  // namespace freehold::proof
