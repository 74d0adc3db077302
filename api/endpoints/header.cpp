#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetHeader {
  static constexpr RouteText kRoute{
      http::Method::kGet, "/v1/headers/{height}", "getHeader",
      "A header with its hash and, once a block carries it, its seal."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  static constexpr http::Weight kWeight = http::Weight::kLight;
  struct Input {
    Height height;
    FREEHOLD_DESCRIBE(height)
  };
  using Output = HeaderView;
  static ApiResult<Output> handle(const Context& context, const Input& input) {
    const chain::Ledger& ledger = context.node.ledger();
    auto header = ledger.header(input.height);
    if (!header) return failure(problem_of(header.error()));
    if (!*header) return failure(not_found("unknown_block", "There is no block of that height."));
    return header_view(ledger, **header);
  }
};

}  // namespace

RoutePtr route_header() { return make_route<GetHeader>(); }

}  // namespace freehold::api
