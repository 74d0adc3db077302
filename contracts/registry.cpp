#include "contracts/registry.h"

#include "contracts/accounts/accounts.h"
#include "contracts/assets/assets.h"

namespace freehold::contracts {
namespace {

template <class... C>
class Registry final : public chain::ContractSet {
 public:
  const chain::Contract* find(uint8_t tag) const override {
    for (const chain::Contract* contract : all_) {
      if (contract->tag() == tag) return contract;
    }
    return nullptr;
  }
  std::span<const chain::Contract* const> all() const override { return all_; }

 private:
  std::tuple<ContractAdapter<C>...> contracts_;
  std::array<const chain::Contract*, sizeof...(C)> all_{&std::get<ContractAdapter<C>>(contracts_)...};
};

using Contracts = Registry<  //
    accounts::Accounts,      //
    assets::Assets>;

}  // namespace

const chain::ContractSet& registry() {
  static const Contracts kRegistry;
  return kRegistry;
}

CodeText code_text(uint32_t code) {
  switch (code / 1000) {
    case 0: {
      auto failure = static_cast<chain::Failure>(code);
      return {chain::to_string(failure), chain::sentence(failure)};
    }
    case accounts::kTag: {
      auto refusal = static_cast<accounts::Refusal>(code);
      return {std::string("accounts.") + accounts::to_string(refusal), accounts::sentence(refusal)};
    }
    case assets::kTag: {
      auto refusal = static_cast<assets::Refusal>(code);
      return {std::string("assets.") + assets::to_string(refusal), assets::sentence(refusal)};
    }
    default: return {"unknown", "A reason this program does not know."};
  }
}

}  // namespace freehold::contracts
