#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetBlock {
  static constexpr RouteText kRoute{
      http::Method::kGet, "/v1/blocks/{height}", "getBlock",
      "A block: its header, and its transactions with their results."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    Height height;
    FREEHOLD_DESCRIBE(height)
  };
  using Output = BlockView;
  static ApiResult<Output> handle(const Context& context, const Input& input) {
    const chain::Ledger& ledger = context.node.ledger();
    auto block = ledger.block(input.height);
    if (!block) return failure(problem_of(block.error()));
    if (!*block) return failure(not_found("unknown_block", "There is no block of that height."));
    HeaderView header = header_view(ledger, (*block)->header);
    BlockView out{header.hash, header.header, std::move(header.seal), {}};
    for (uint32_t i = 0; i < (*block)->results.size(); ++i) {
      out.transactions.push_back(transaction_line(ledger, **block, i));
    }
    return out;
  }
};

}  // namespace

RoutePtr route_block() { return make_route<GetBlock>(); }

}  // namespace freehold::api
