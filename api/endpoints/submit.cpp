#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct SubmitTransaction {
  static constexpr RouteText kRoute{
      http::Method::kPost, "/v1/transactions", "submitTransaction",
      "Hands in a signed transaction. Sending one again does no harm: "
      "the answer says if it is committed already."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  static constexpr http::Weight kWeight = http::Weight::kLight;
  struct Input {
    FREEHOLD_DESCRIBE_EMPTY()
  };
  using Body = SubmitBody;
  using Output = SubmittedView;
  static ApiResult<Output> handle(const Context& context, const Input&, const Body& body) {
    auto submitted = context.node.mempool().submit_one(body.transaction);
    if (!submitted) return failure(problem_of(submitted.error().why));
    return Output{submitted->tx, submitted->committed ? "COMMITTED" : "PENDING", std::nullopt};
  }
};

}  // namespace

RoutePtr route_submit() { return make_route<SubmitTransaction>(); }

}  // namespace freehold::api
