#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetTransaction {
  static constexpr RouteText kRoute{
      http::Method::kGet, "/v1/transactions/{id}", "getTransaction",
      "A transaction: UNKNOWN, PENDING, COMMITTED or INVALID, and what "
      "is in it once it is committed."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    TxId id;
    FREEHOLD_DESCRIBE(id)
  };
  using Output = TransactionView;

  static ApiResult<Output> handle(const Context& context, const Input& input) {
    auto status = context.node.status(input.id);
    if (!status) return failure(problem_of(status.error()));
    TransactionView out;
    out.id = input.id;
    out.state = node::to_string(status->state);
    if (status->rejection) out.rejection = rejection_view(*status->rejection);
    if (status->state == node::TxState::kCommitted) {
      FREEHOLD_TRY(add_committed(context, status->entry, out));
    }
    return out;
  }

  static ApiResult<std::monostate> add_committed(const Context& context,
                                                 const chain::TxEntry& entry, Output& out) {
    auto read = context.blocks.at(entry.height);
    if (!read) return failure(problem_of(read.error()));
    if (!*read || entry.place >= (*read)->block.results.size()) {
      return failure(problem_of(chain::LedgerFailure{chain::LedgerError::kDamaged,
                                                     "the transaction index leads nowhere"}));
    }
    out.height = entry.height;
    const chain::StoredBlock& block = (*read)->block;
    out.time = block.header.time;
    out.place = entry.place;
    out.result = result_view(entry.result);
    out.bytes = block.batch.transactions[entry.place];
    if (auto tx = codec::bcs_decode<proof::SignedTx>(*out.bytes)) {
      out.payer = tx->body.payer;
      out.memo = tx->body.memo;
      out.actions = action_views(context.node.ledger(), tx->body);
    }
    return std::monostate{};
  }
};

}  // namespace

RoutePtr route_transaction() { return make_route<GetTransaction>(); }

}  // namespace freehold::api
