#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct ProveAbsence {
  static constexpr RouteText kRoute{
      http::Method::kGet, "/v1/proofs/absence/{content}", "proveAbsence",
      "A proof file: there is no public single certificate of this content."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    ContentHash content;
    FREEHOLD_DESCRIBE(content)
  };
  static ApiResult<http::Response> handle(const Context& context, const Input& input) {
    FREEHOLD_TRY_ASSIGN(sealed, sealed_version(context));
    return proof_response(context.node.prover().absence(*sealed, input.content));
  }
};

}  // namespace

RoutePtr route_proof_absence() { return make_route<ProveAbsence>(); }

}  // namespace freehold::api
