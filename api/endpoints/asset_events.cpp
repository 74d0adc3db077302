#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct ListAssetEvents {
  static constexpr RouteText kRoute{
      http::Method::kGet, "/v1/assets/{asset}/events", "listAssetEvents",
      "The events of an asset's title, the earliest first: hashed one "
      "after the other they give the record's history."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    AssetId asset;
    std::optional<std::string> cursor;
    std::optional<uint64_t> limit;
    FREEHOLD_DESCRIBE(asset, cursor, limit)
  };
  using Output = Page<EventView>;
  static ApiResult<Output> handle(const Context& context, const Input& input) {
    auto version = context.node.ledger().newest();
    Output out;
    Bytes prefix = chain::index_key::of_id(chain::index_key::kEvent, input.asset.view());
    auto next = read_page(*version, prefix, {input.cursor, input.limit}, PageOrder::kAscending,
                          [&](ByteView rest, ByteView value) -> ApiResult<std::monostate> {
                            auto event = codec::bcs_decode<proof::Event>(value);
                            if (!event || rest.size() != 8) {
                              return failure(problem_of(chain::LedgerFailure{
                                  chain::LedgerError::kDamaged, "an event cannot be read"}));
                            }
                            out.items.push_back({chain::index_key::read_u64(rest), *event});
                            return std::monostate{};
                          });
    if (!next) return failure(std::move(next.error()));
    out.next = std::move(*next);
    return out;
  }
};

}  // namespace

RoutePtr route_asset_events() { return make_route<ListAssetEvents>(); }

}  // namespace freehold::api
