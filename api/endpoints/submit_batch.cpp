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
    FREEHOLD_TRY_ASSIGN(batch, read_batch(as_bytes(body.bytes), context.options.batch_txs_max));
    bool all = input.all.value_or(true);
    BatchView out;
    for (node::SubmitResult& result : context.node.mempool().submit(std::move(batch))) {
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

 private:
  // The count is looked at before anything is made for it: an element is a length of one byte at
  // least, and a string of its own in memory.
  static ApiResult<std::vector<Bytes>> read_batch(ByteView bytes, size_t txs_max) {
    codec::BcsReader reader(bytes);
    uint64_t count = 0;
    if (!reader.length(count, 1)) return malformed(reader.error());
    if (count > txs_max) {
      return failure(Problem{413, "too_many_transactions", "The batch holds too many transactions.",
                             std::to_string(txs_max) + " at most"});
    }
    std::vector<Bytes> out(static_cast<size_t>(count));
    for (Bytes& one : out) {
      if (!reader.read(one)) return malformed(reader.error());
    }
    if (reader.remaining() != 0) return malformed(codec::BcsError::kTrailing);
    return out;
  }
  static tl::unexpected<Problem> malformed(codec::BcsError error) {
    return failure(bad_request("malformed_batch", codec::to_string(error)));
  }
};

}  // namespace

RoutePtr route_submit_batch() { return make_route<SubmitBatch>(); }

}  // namespace freehold::api
