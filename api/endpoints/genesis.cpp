#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetGenesis {
  static constexpr RouteText kRoute{http::Method::kGet, "/v1/genesis", "getGenesis",
                                    "The document the chain begins with. A verifier takes it from "
                                    "somebody it trusts, not from here."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  static constexpr http::Weight kWeight = http::Weight::kLight;
  struct Input {
    FREEHOLD_DESCRIBE_EMPTY()
  };
  using Output = proof::Genesis;
  static ApiResult<Output> handle(const Context& context, const Input&) {
    return context.node.ledger().genesis();
  }
};

}  // namespace

RoutePtr route_genesis() { return make_route<GetGenesis>(); }

}  // namespace freehold::api
