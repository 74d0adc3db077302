#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetParameters {
  static constexpr RouteText kRoute{http::Method::kGet, "/v1/parameters", "getParameters",
                                    "The chain's parameters, as they hold for the next block."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  static constexpr http::Weight kWeight = http::Weight::kLight;
  struct Input {
    FREEHOLD_DESCRIBE_EMPTY()
  };
  using Output = ParametersView;
  static ApiResult<Output> handle(const Context& context, const Input&) {
    auto version = context.node.ledger().newest();
    Height next{version->header().height.value + 1};
    ParametersView out;
    for (const chain::ParameterRule& rule : chain::parameter_rules()) {
      FREEHOLD_TRY_ASSIGN(
          record, read_record<proof::ParameterRecord>(*version, proof::parameter_key(rule.name)));
      ParameterView view{
          std::string(rule.name),   rule.initial, std::nullopt, rule.least, rule.most,
          std::string(rule.meaning)};
      if (record) {
        view.value = proof::parameter_at(*record, next);
        view.scheduled = record->scheduled;
      }
      out.parameters.push_back(std::move(view));
    }
    return out;
  }
};

}  // namespace

RoutePtr route_parameters() { return make_route<GetParameters>(); }

}  // namespace freehold::api
