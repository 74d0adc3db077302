// Makes a kernel Contract of a contract's plain functions.
//
// A contract is a struct of static members: kTag, kName, Call, check, scopes, admit, apply, holds. What is
// missing is named by the concept when it is registered. A contract whose calls can open an account
// also has `opening`; one that reads records whose keys its calls tell has `hint`.
#pragma once

#include "chain/contract.h"
#include "codec/json_schema.h"

namespace freehold::contracts {

template <class C>
concept ContractRules =
    requires(const typename C::Call& call, const chain::ReadView& read, chain::WriteView& write,
             const chain::CallContext& context, const chain::BlockContext& block,
             std::span<const chain::RecordChange> changes) {
      { C::kTag } -> std::convertible_to<uint8_t>;
      { C::kName } -> std::convertible_to<std::string_view>;
      { C::check(call) } -> std::same_as<bool>;
      { C::scopes(call) } -> std::same_as<uint32_t>;
      { C::admit(read, context, call) } -> std::same_as<uint32_t>;
      { C::apply(write, context, call) } -> std::same_as<uint32_t>;
      { C::holds(block, changes) } -> std::same_as<bool>;
    };

template <ContractRules C>
class ContractAdapter final : public chain::Contract {
 public:
  struct Decoded final : chain::DecodedCall {
    typename C::Call call;
  };

  uint8_t tag() const override { return C::kTag; }
  std::string_view name() const override { return C::kName; }

  std::unique_ptr<const chain::DecodedCall> check(ByteView bytes) const override {
    auto call = codec::bcs_decode<typename C::Call>(bytes);
    if (!call || !C::check(*call)) return nullptr;
    auto out = std::make_unique<Decoded>();
    out->call = std::move(*call);
    return out;
  }
  uint32_t scopes(const chain::DecodedCall& call) const override {
    return C::scopes(call_of(call));
  }
  chain::AccountOpening opening(const chain::DecodedCall& call) const override {
    if constexpr (requires { C::opening(call_of(call)); }) return C::opening(call_of(call));
    return {};
  }
  void hint(const chain::DecodedCall& call, std::vector<Bytes>& keys) const override {
    if constexpr (requires { C::hint(call_of(call), keys); }) C::hint(call_of(call), keys);
  }
  uint32_t admit(const chain::ReadView& view, const chain::CallContext& context,
                 const chain::DecodedCall& call) const override {
    return C::admit(view, context, call_of(call));
  }
  uint32_t apply(chain::WriteView& view, const chain::CallContext& context,
                 const chain::DecodedCall& call) const override {
    return C::apply(view, context, call_of(call));
  }
  bool holds(const chain::BlockContext& block,
             std::span<const chain::RecordChange> changes) const override {
    return C::holds(block, changes);
  }
  codec::Json call_to_json(const chain::DecodedCall& call) const override {
    return codec::to_json(call_of(call));
  }
  Result<Bytes, codec::JsonError> call_from_json(const codec::Json& json) const override {
    FREEHOLD_TRY_ASSIGN(call, codec::from_json<typename C::Call>(json));
    return codec::bcs_encode(call);
  }
  codec::Json call_schema() const override { return codec::json_schema<typename C::Call>(); }
  std::vector<std::string_view> call_names() const override {
    return names_of(static_cast<const typename C::Call*>(nullptr));
  }

 private:
  template <class... Choice>
  static std::vector<std::string_view> names_of(const std::variant<Choice...>*) {
    return {Choice::kName...};
  }
  static const typename C::Call& call_of(const chain::DecodedCall& call) {
    return static_cast<const Decoded&>(call).call;
  }
};

// Calls the overload of `f` for the choice a call holds.
template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace freehold::contracts
