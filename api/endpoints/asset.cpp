#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetAsset {
  static constexpr RouteText kRoute{http::Method::kGet, "/v1/assets/{asset}", "getAsset",
                                    "A certificate, collection or extracted item, with its offer."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  static constexpr http::Weight kWeight = http::Weight::kLight;
  struct Input {
    AssetId asset;
    FREEHOLD_DESCRIBE(asset)
  };
  using Output = AssetView;
  static ApiResult<Output> handle(const Context& context, const Input& input) {
    auto version = context.node.ledger().newest();
    FREEHOLD_TRY_ASSIGN(asset, read_asset(*version, input.asset));
    if (!asset) return failure(not_found("unknown_asset", "There is no such asset."));
    return std::move(*asset);
  }
};

}  // namespace

RoutePtr route_asset() { return make_route<GetAsset>(); }

}  // namespace freehold::api
