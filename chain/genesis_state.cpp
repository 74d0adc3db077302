#include <algorithm>

#include "chain/execute.h"
#include "common/assert.h"
#include "crypto/signature.h"

namespace freehold::chain {
namespace {

// The changes of an empty state, gathered in any order.
class GenesisWriter {
 public:
  template <class T>
  void put(const Bytes& key, const T& record) {
    changes_.push_back({path_of(key), key[0], std::nullopt, codec::bcs_encode(record)});
  }
  std::vector<StateChange> take() {
    std::sort(changes_.begin(), changes_.end(),
              [](const StateChange& a, const StateChange& b) { return a.path < b.path; });
    for (size_t i = 1; i < changes_.size(); ++i) {
      FREEHOLD_ASSERT(changes_[i - 1].path != changes_[i].path);
    }
    return std::move(changes_);
  }

 private:
  std::vector<StateChange> changes_;
};

void put_account(GenesisWriter& out, const proof::GenesisAccount& account) {
  AccountId id = proof::account_id(account.policy);
  proof::AccountRecord record;
  record.balance = account.balance;
  out.put(proof::account_key(id), record);
  proof::PolicyRecord policy;
  policy.policy = account.policy;
  out.put(proof::policy_key(id), policy);
  for (const proof::PolicyEntry& entry : account.policy.entries) {
    proof::KeyRecord key;
    key.account = id;
    out.put(proof::key_key(crypto::key_hash(entry.scheme, entry.key)), key);
  }
}

}  // namespace

std::vector<StateChange> genesis_changes(const proof::Genesis& genesis) {
  GenesisWriter out;
  Amount supply;
  for (const proof::GenesisAccount& account : genesis.accounts) {
    put_account(out, account);
    auto sum = add(supply, account.balance);
    FREEHOLD_ASSERT(sum.has_value());
    supply = *sum;
  }
  for (const proof::GenesisParameter& parameter : genesis.parameters) {
    proof::ParameterRecord record;
    record.value = parameter.value;
    out.put(proof::parameter_key(parameter.name), record);
  }
  for (const proof::GenesisRole& role : genesis.roles) {
    out.put(proof::role_key(role.role, role.account), proof::RoleRecord{});
  }
  proof::MembersRecord members;
  for (const AccountId& member : genesis.members) members.members.push_back({member, Height{0}});
  out.put(proof::members_key(), members);
  proof::SupplyRecord supply_record;
  supply_record.total = supply;
  out.put(proof::supply_key(), supply_record);
  out.put(proof::validators_key(), genesis.validators);
  return out.take();
}

}  // namespace freehold::chain
