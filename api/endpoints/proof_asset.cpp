#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct ProveAsset {
  static constexpr RouteText kRoute{http::Method::kGet, "/v1/proofs/asset/{asset}", "proveAsset",
                                    "A proof file: this asset, and who owns it."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    AssetId asset;
    FREEHOLD_DESCRIBE(asset)
  };
  static ApiResult<http::Response> handle(const Context& context, const Input& input) {
    FREEHOLD_TRY_ASSIGN(sealed, sealed_version(context));
    return proof_response(context.node.prover().asset(*sealed, input.asset));
  }
};

}  // namespace

RoutePtr route_proof_asset() { return make_route<ProveAsset>(); }

}  // namespace freehold::api
