// What several endpoints read: records with errors as problems, pages of index entries.
#pragma once

#include "api/blocks.h"
#include "api/endpoint.h"
#include "codec/base64url.h"
#include "codec/bcs.h"

namespace freehold::api {

inline constexpr uint64_t kPageDefault = 50;
inline constexpr uint64_t kPageMax = 500;
// A page of transactions ends where those it holds have this many bytes, or the blocks that were
// read for it: an answer's size and work are bounded whatever is in the blocks.
inline constexpr size_t kPageBytesMax = size_t{1} << 20;
inline constexpr size_t kPageBlocksBytesMax = size_t{64} << 20;

// A state record, decoded; none where there is none.
template <class T>
ApiResult<std::optional<T>> read_record(const chain::LedgerVersion& version, ByteView key) {
  auto bytes = version.state(key);
  if (!bytes) return failure(problem_of(bytes.error()));
  if (!*bytes) return std::optional<T>();
  auto record = codec::bcs_decode<T>(**bytes);
  if (!record) {
    return failure(problem_of(
        chain::LedgerFailure{chain::LedgerError::kDamaged, "a state record cannot be decoded"}));
  }
  return std::optional<T>(std::move(*record));
}

struct PageQuery {
  std::optional<std::string> cursor;
  std::optional<uint64_t> limit;
};
enum class PageOrder : uint8_t { kAscending, kDescending };

// The limit, from 1 to kPageMax.
ApiResult<uint64_t> read_limit(const PageQuery& query);

// The entries of an index under `prefix`, from the cursor on: at most `limit`, fewer where `full`
// says so, and the cursor of the page after. `take` is given what follows the prefix, and the
// value.
using TakeEntry = std::function<ApiResult<std::monostate>(ByteView rest, ByteView value)>;
ApiResult<std::optional<std::string>> read_page(const chain::LedgerVersion& version,
                                                const Bytes& prefix, const PageQuery& query,
                                                PageOrder order, const TakeEntry& take,
                                                const std::function<bool()>& full = nullptr);

// An asset with the offer that stands for it.
ApiResult<std::optional<AssetView>> read_asset(const chain::LedgerVersion& version,
                                               const AssetId& id);
// The same where an index says that it is there.
ApiResult<AssetView> read_indexed_asset(const chain::LedgerVersion& version, ByteView id);

std::vector<ActionView> action_views(const chain::Ledger& ledger, const proof::TxBody& body);
HeaderView header_view(const chain::Ledger& ledger, const proof::Header& header);
TransactionLine transaction_line(const chain::Ledger& ledger, const chain::StoredBlock& block,
                                 uint32_t place);
// The sealed version every proof of this moment is made for.
ApiResult<node::SealedPtr> sealed_version(const Context& context);
// A proof file as the answer.
ApiResult<http::Response> proof_response(const node::ProveResult& proof);

}  // namespace freehold::api
