#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetBlock {
  static constexpr RouteText kRoute{
      http::Method::kGet, "/v1/blocks/{height}", "getBlock",
      "A block: its header, what became of its transactions, and a page of them."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    Height height;
    std::optional<std::string> cursor;
    std::optional<uint64_t> limit;
    FREEHOLD_DESCRIBE(height, cursor, limit)
  };
  using Output = BlockView;

  static ApiResult<Output> handle(const Context& context, const Input& input) {
    const chain::Ledger& ledger = context.node.ledger();
    FREEHOLD_TRY_ASSIGN(limit, read_limit({input.cursor, input.limit}));
    auto read = context.blocks.at(input.height);
    if (!read) return failure(problem_of(read.error()));
    if (!*read) return failure(not_found("unknown_block", "There is no block of that height."));
    const chain::StoredBlock& block = (*read)->block;
    size_t count = block.results.size();
    FREEHOLD_TRY_ASSIGN(place, place_of(input.cursor, count));
    HeaderView header = header_view(ledger, block.header);
    FREEHOLD_TRY_ASSIGN(results, results_of(block));
    BlockView out{header.hash, header.header, std::move(header.seal), results, {}};
    size_t bytes = 0;
    for (uint64_t taken = 0; place < count && taken < limit && bytes < kPageBytesMax; ++taken) {
      out.transactions.items.push_back(transaction_line(ledger, block, place));
      bytes += block.batch.transactions[place].size();
      ++place;
    }
    if (place < count) {
      Bytes cursor;
      chain::index_key::append_u32(cursor, place);
      out.transactions.next = codec::base64url_encode(cursor);
    }
    return out;
  }

 private:
  // A cursor is the place of a page's first transaction.
  static ApiResult<uint32_t> place_of(const std::optional<std::string>& cursor, size_t count) {
    if (!cursor) return uint32_t{0};
    auto bytes = codec::base64url_decode(*cursor);
    if (bytes && bytes->size() == sizeof(uint32_t)) {
      uint32_t place = chain::index_key::read_u32(*bytes);
      if (place < count) return place;
    }
    return failure(bad_request("bad_parameter", "cursor"));
  }

  static ApiResult<BlockResults> results_of(const chain::StoredBlock& block) {
    BlockResults out;
    for (const proof::TxResult& result : block.results) {
      ++(result.code == 0 ? out.done : out.failed);
      auto fees = add(out.fees, result.fee);
      if (!fees) {
        return failure(problem_of(chain::LedgerFailure{chain::LedgerError::kDamaged,
                                                       "a block's fees pass what there can be"}));
      }
      out.fees = *fees;
    }
    return out;
  }
};

}  // namespace

RoutePtr route_block() { return make_route<GetBlock>(); }

}  // namespace freehold::api
