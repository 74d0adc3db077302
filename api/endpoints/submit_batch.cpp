#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct SubmitBatch {
  static constexpr RouteText kRoute{
      http::Method::kPost, "/v1/transactions/batch", "submitBatch",
      "Hands in many signed transactions: the BCS of a list of byte "
      "strings, each a SignedTx. Each is taken or rejected by itself."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    // false: `results` lists only what was rejected.
    std::optional<bool> all;
    FREEHOLD_DESCRIBE(all)
  };
  using Body = Binary;
  using Output = BatchView;
  static ApiResult<Output> handle(const Context& context, const Input& input, const Body& body) {
    auto batch = codec::bcs_decode<std::vector<Bytes>>(as_bytes(body.bytes));
    if (!batch) return failure(bad_request("malformed_batch", codec::to_string(batch.error())));
    if (batch->size() > context.options.batch_txs_max) {
      return failure(Problem{413, "too_many_transactions", "The batch holds too many transactions.",
                             std::to_string(context.options.batch_txs_max) + " at most"});
    }
    bool all = input.all.value_or(true);
    BatchView out;
    for (node::SubmitResult& result : context.node.mempool().submit(std::move(*batch))) {
      if (result) {
        ++out.accepted;
        if (!all) continue;
        out.results.push_back(
            {result->tx, result->committed ? "COMMITTED" : "PENDING", std::nullopt});
      } else {
        ++out.rejected;
        out.results.push_back({result.error().tx, "REJECTED", rejection_view(result.error().why)});
      }
    }
    return out;
  }
};

}  // namespace

RoutePtr route_submit_batch() { return make_route<SubmitBatch>(); }

}  // namespace freehold::api
