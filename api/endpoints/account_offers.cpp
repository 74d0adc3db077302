#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct ListAccountOffers {
  static constexpr RouteText kRoute{http::Method::kGet, "/v1/accounts/{account}/offers",
                                    "listAccountOffers",
                                    "The assets that are offered to an account."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    AccountId account;
    std::optional<std::string> cursor;
    std::optional<uint64_t> limit;
    FREEHOLD_DESCRIBE(account, cursor, limit)
  };
  using Output = Page<AssetView>;
  static ApiResult<Output> handle(const Context& context, const Input& input) {
    auto version = context.node.ledger().newest();
    Output out;
    Bytes prefix = chain::index_key::of_id(chain::index_key::kOfferTo, input.account.view());
    auto next = read_page(*version, prefix, {input.cursor, input.limit}, PageOrder::kAscending,
                          [&](ByteView rest, ByteView) -> ApiResult<std::monostate> {
                            FREEHOLD_TRY_ASSIGN(asset, read_indexed_asset(*version, rest));
                            out.items.push_back(std::move(asset));
                            return std::monostate{};
                          });
    if (!next) return failure(std::move(next.error()));
    out.next = std::move(*next);
    return out;
  }
};

}  // namespace

RoutePtr route_account_offers() { return make_route<ListAccountOffers>(); }

}  // namespace freehold::api
