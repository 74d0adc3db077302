#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetContent {
  static constexpr RouteText kRoute{http::Method::kGet, "/v1/contents/{content}", "getContent",
                                    "Who publicly certified exactly this content, the first first. "
                                    "What collections hold is known only to their owners."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    ContentHash content;
    std::optional<std::string> cursor;
    std::optional<uint64_t> limit;
    FREEHOLD_DESCRIBE(content, cursor, limit)
  };
  using Output = ContentView;
  static ApiResult<Output> handle(const Context& context, const Input& input) {
    auto version = context.node.ledger().newest();
    Output out;
    out.content = input.content;
    FREEHOLD_TRY_ASSIGN(
        first, read_record<proof::ContentRecord>(*version, proof::content_key(input.content)));
    out.first = std::move(first);
    Bytes prefix = chain::index_key::of_id(chain::index_key::kContent, input.content.view());
    auto next = read_page(
        *version, prefix, {input.cursor, input.limit}, PageOrder::kAscending,
        [&](ByteView rest, ByteView) -> ApiResult<std::monostate> {
          FREEHOLD_TRY_ASSIGN(
              asset, read_indexed_asset(*version, rest.subspan(std::min<size_t>(rest.size(), 16))));
          out.certificates.items.push_back(std::move(asset));
          return std::monostate{};
        });
    if (!next) return failure(std::move(next.error()));
    out.certificates.next = std::move(*next);
    return out;
  }
};

}  // namespace

RoutePtr route_content() { return make_route<GetContent>(); }

}  // namespace freehold::api
