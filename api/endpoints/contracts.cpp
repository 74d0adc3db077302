#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetContracts {
  static constexpr RouteText kRoute{
      http::Method::kGet, "/v1/contracts", "getContracts",
      "What can be called, with a JSON Schema of each contract's calls."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    FREEHOLD_DESCRIBE_EMPTY()
  };
  using Output = ContractsView;
  static ApiResult<Output> handle(const Context& context, const Input&) {
    ContractsView out;
    for (const chain::Contract* contract : context.node.ledger().contracts().all()) {
      ContractView view;
      view.tag = contract->tag();
      view.name = contract->name();
      for (std::string_view call : contract->call_names()) view.calls.emplace_back(call);
      view.schema = contract->call_schema();
      out.contracts.push_back(std::move(view));
    }
    return out;
  }
};

}  // namespace

RoutePtr route_contracts() { return make_route<GetContracts>(); }

}  // namespace freehold::api
