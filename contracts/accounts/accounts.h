// The contract `accounts`: opening an account, paying, admitting. docs/spec/contracts/accounts.md.
#pragma once

#include "contracts/accounts/calls.h"
#include "contracts/contract_adapter.h"

namespace freehold::contracts::accounts {

enum class Refusal : uint32_t {
  kKeyTaken = 1000 * kTag + 1,   // a key of the policy belongs to another account
  kKeyProofMissing,              // a key neither signed the opening nor brought a proof
  kKeyProofWrong,                // a proof of possession that does not fit
  kNotAdmitted,                  // the chain opens accounts only for addresses a registrar admitted
  kNotRegistrar,                 // only a registrar admits
  kAlreadyAdmitted,
};
const char* to_string(Refusal refusal);
const char* sentence(Refusal refusal);

// What a KeyProof signs: that a key may stand in an account's policy on this chain.
Hash256 key_possession_digest(const ChainId& chain, const AccountId& account,
                              const PolicyHash& policy);

struct Accounts {
  using Call = accounts::Call;
  static constexpr uint8_t kTag = accounts::kTag;
  static constexpr std::string_view kName = accounts::kName;

  static bool check(const Call& call);
  static uint32_t scopes(const Call& call);
  static chain::AccountOpening opening(const Call& call);
  static void hint(const Call& call, std::vector<Bytes>& keys);
  static uint32_t admit(const chain::ReadView& view, const chain::CallContext& context,
                        const Call& call);
  static uint32_t apply(chain::WriteView& view, const chain::CallContext& context, const Call& call);
  static bool holds(const chain::BlockContext& block, std::span<const chain::RecordChange> changes);
};

}  // namespace freehold::contracts::accounts
