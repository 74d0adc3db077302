#include "proof/genesis.h"

#include <algorithm>
#include <tuple>

#include "codec/bcs.h"
#include "codec/json_view.h"
#include "crypto/hash.h"

namespace freehold::proof {
namespace {

bool name_fits(const std::string& name) {
  if (name.empty() || name.size() > kChainNameBytesMax) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

bool known(Role role) {
  return role == Role::kRegistrar || role == Role::kIssuer || role == Role::kRegulator;
}

template <class List, class Less>
bool strictly_ascending(const List& list, Less less) {
  for (size_t i = 1; i < list.size(); ++i) {
    if (!less(list[i - 1], list[i])) return false;
  }
  return true;
}

std::optional<GenesisError> check_accounts(const std::vector<GenesisAccount>& accounts) {
  Amount supply;
  std::vector<Bytes> keys;
  for (const GenesisAccount& account : accounts) {
    if (!check_policy(account.policy)) return GenesisError::kBadPolicy;
    auto sum = add(supply, account.balance);
    if (!sum) return GenesisError::kBalanceOverflow;
    supply = *sum;
    for (const PolicyEntry& entry : account.policy.entries) keys.push_back(entry.key);
  }
  // A key belongs to one account, so no account can stand here twice either.
  std::sort(keys.begin(), keys.end());
  if (std::adjacent_find(keys.begin(), keys.end()) != keys.end())
    return GenesisError::kAccountTwice;
  return std::nullopt;
}

}  // namespace

const char* to_string(GenesisError error) {
  switch (error) {
    case GenesisError::kVersion:
      return "version";
    case GenesisError::kBadName:
      return "bad_name";
    case GenesisError::kParameterOrder:
      return "parameter_order";
    case GenesisError::kBadPolicy:
      return "bad_policy";
    case GenesisError::kAccountTwice:
      return "account_twice";
    case GenesisError::kBalanceOverflow:
      return "balance_overflow";
    case GenesisError::kMemberOrder:
      return "member_order";
    case GenesisError::kRoleOrder:
      return "role_order";
    case GenesisError::kUnknownRole:
      return "unknown_role";
    case GenesisError::kBadValidators:
      return "bad_validators";
    case GenesisError::kNotJson:
      return "not_json";
  }
  return "unknown";
}

Result<std::monostate, GenesisError> check_genesis(const Genesis& genesis) {
  if (genesis.version != 1) return failure(GenesisError::kVersion);
  if (!name_fits(genesis.name)) return failure(GenesisError::kBadName);
  if (!strictly_ascending(genesis.parameters,
                          [](const auto& a, const auto& b) { return a.name < b.name; })) {
    return failure(GenesisError::kParameterOrder);
  }
  if (auto bad = check_accounts(genesis.accounts)) return failure(*bad);
  if (!strictly_ascending(genesis.members, std::less<AccountId>())) {
    return failure(GenesisError::kMemberOrder);
  }
  if (!strictly_ascending(genesis.roles, [](const auto& a, const auto& b) {
        return std::tie(a.role, a.account) < std::tie(b.role, b.account);
      })) {
    return failure(GenesisError::kRoleOrder);
  }
  for (const GenesisRole& role : genesis.roles) {
    if (!known(role.role)) return failure(GenesisError::kUnknownRole);
  }
  if (!check_validator_set(genesis.validators)) return failure(GenesisError::kBadValidators);
  return std::monostate{};
}

ChainId chain_id(const Genesis& genesis) {
  return rename_bytes<ChainId>(
      crypto::tagged_hash(crypto::Tag::kGenesis, codec::bcs_encode(genesis)));
}

std::string genesis_to_json(const Genesis& genesis) {
  return codec::to_json(genesis).dump(2) + "\n";
}

Result<Genesis, GenesisFailure> genesis_from_json(std::string_view text) {
  constexpr size_t kBytesMax = size_t{16} << 20;
  auto genesis = codec::from_json_text<Genesis>(text, {kBytesMax, 16, kBytesMax});
  if (!genesis) {
    std::string where = codec::to_string(genesis.error().code);
    if (!genesis.error().path.empty()) where += " at " + genesis.error().path;
    return failure(GenesisFailure{GenesisError::kNotJson, std::move(where)});
  }
  if (auto checked = check_genesis(*genesis); !checked) {
    return failure(GenesisFailure{checked.error(), {}});
  }
  return std::move(*genesis);
}

}  // namespace freehold::proof
