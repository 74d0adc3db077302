#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct ListAccountTransactions {
  static constexpr RouteText kRoute{http::Method::kGet, "/v1/accounts/{account}/transactions",
                                    "listAccountTransactions",
                                    "The transactions that concern an account, the newest first."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    AccountId account;
    std::optional<std::string> cursor;
    std::optional<uint64_t> limit;
    FREEHOLD_DESCRIBE(account, cursor, limit)
  };
  using Output = Page<TransactionLine>;

  static ApiResult<Output> handle(const Context& context, const Input& input) {
    const chain::Ledger& ledger = context.node.ledger();
    auto version = ledger.newest();
    Output out;
    Blocks::BlockPtr block;
    size_t bytes = 0, read_bytes = 0;
    Bytes prefix = chain::index_key::of_id(chain::index_key::kHistory, input.account.view());
    auto next = read_page(*version, prefix, {input.cursor, input.limit}, PageOrder::kDescending,
                          [&](ByteView rest, ByteView) -> ApiResult<std::monostate> {
                            if (rest.size() != 12) return failure(damaged());
                            Height height{chain::index_key::read_u64(rest)};
                            uint32_t place = chain::index_key::read_u32(rest.subspan(8));
                            if (!block || block->block.header.height != height) {
                              auto read = context.blocks.at(height);
                              if (!read) return failure(problem_of(read.error()));
                              if (!*read) return failure(damaged());
                              block = std::move(*read);
                              read_bytes += block->bytes;
                            }
                            if (place >= block->block.results.size()) return failure(damaged());
                            out.items.push_back(transaction_line(ledger, block->block, place));
                            bytes += block->block.batch.transactions[place].size();
                            return std::monostate{};
                          },
                          [&] {
                            return bytes >= kPageBytesMax || read_bytes >= kPageBlocksBytesMax;
                          });
    if (!next) return failure(std::move(next.error()));
    out.next = std::move(*next);
    return out;
  }

  static Problem damaged() {
    return problem_of(
        chain::LedgerFailure{chain::LedgerError::kDamaged, "the history index leads nowhere"});
  }
};

}  // namespace

RoutePtr route_account_history() { return make_route<ListAccountTransactions>(); }

}  // namespace freehold::api
