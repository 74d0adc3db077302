#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct ProveTransaction {
  static constexpr RouteText kRoute{http::Method::kGet, "/v1/proofs/transaction/{id}",
                                    "proveTransaction", "A proof file: this transaction happened."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    TxId id;
    FREEHOLD_DESCRIBE(id)
  };
  static ApiResult<http::Response> handle(const Context& context, const Input& input) {
    FREEHOLD_TRY_ASSIGN(sealed, sealed_version(context));
    return proof_response(context.node.prover().transaction(*sealed, input.id));
  }
};

}  // namespace

RoutePtr route_proof_transaction() { return make_route<ProveTransaction>(); }

}  // namespace freehold::api
