#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct ListBlocks {
  static constexpr RouteText kRoute{http::Method::kGet, "/v1/blocks", "listBlocks",
                                    "Blocks, the newest first."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    std::optional<std::string> cursor;
    std::optional<uint64_t> limit;
    FREEHOLD_DESCRIBE(cursor, limit)
  };
  using Output = Page<BlockLine>;
  static ApiResult<Output> handle(const Context& context, const Input& input) {
    auto version = context.node.ledger().newest();
    Output out;
    Bytes prefix = {chain::index_key::kBlock};
    auto next = read_page(*version, prefix, {input.cursor, input.limit}, PageOrder::kDescending,
                          [&](ByteView, ByteView value) -> ApiResult<std::monostate> {
                            auto entry = codec::bcs_decode<chain::BlockEntry>(value);
                            if (!entry) {
                              return failure(problem_of(chain::LedgerFailure{
                                  chain::LedgerError::kDamaged, "the block index cannot be read"}));
                            }
                            const proof::Header& header = entry->header;
                            out.items.push_back({proof::header_hash(header), header.height,
                                                 header.time, header.tx_count});
                            return std::monostate{};
                          });
    if (!next) return failure(std::move(next.error()));
    out.next = std::move(*next);
    return out;
  }
};

}  // namespace

RoutePtr route_blocks() { return make_route<ListBlocks>(); }

}  // namespace freehold::api
