#include "chain/header_tree.h"

#include <bit>

#include "chain/block.h"
#include "crypto/hash.h"

namespace freehold::chain {
namespace {

Bytes node_key(unsigned level, uint64_t index) {
  Bytes key = {index_key::kHeaderTree, static_cast<uint8_t>(level)};
  index_key::append_u64(key, index);
  return key;
}

Hash256 leaf_of(const HeaderHash& header) { return crypto::leaf_hash(header.view()); }

Hash256 fold(const std::vector<Hash256>& peaks) {
  if (peaks.empty()) return crypto::sha256({});
  Hash256 out = peaks.back();
  for (size_t i = peaks.size() - 1; i > 0; --i) out = crypto::prefixed_hash(1, peaks[i - 1], out);
  return out;
}

// The complete subtrees, largest first, of the leaves from `start` (a multiple of a power of two
// that is at least the rest) to `end`.
std::optional<std::vector<Hash256>> peaks_of(uint64_t start, uint64_t end,
                                             const HeaderTree::ReadNode& read) {
  std::vector<Hash256> out;
  while (start < end) {
    unsigned level = static_cast<unsigned>(std::bit_width(end - start)) - 1;
    auto node = read(node_key(level, start >> level));
    if (!node) return std::nullopt;
    out.push_back(*node);
    start += uint64_t{1} << level;
  }
  return out;
}

}  // namespace

Hash256 HeaderTree::root() const { return fold(peaks_); }

void HeaderTree::add(const HeaderHash& header, std::vector<IndexEntry>& out) {
  Hash256 subtree = leaf_of(header);
  uint64_t index = size_;
  unsigned level = 0;
  auto keep = [&] { out.push_back({node_key(level, index), to_bytes(subtree.view())}); };
  keep();
  while ((index & 1) != 0) {
    subtree = crypto::prefixed_hash(1, peaks_.back(), subtree);
    peaks_.pop_back();
    index >>= 1;
    ++level;
    keep();
  }
  peaks_.push_back(subtree);
  ++size_;
}

std::optional<HeaderTree> HeaderTree::load(uint64_t size, const ReadNode& read) {
  auto peaks = peaks_of(0, size, read);
  if (!peaks) return std::nullopt;
  HeaderTree tree;
  tree.size_ = size;
  tree.peaks_ = std::move(*peaks);
  return tree;
}

std::optional<std::vector<Hash256>> HeaderTree::path(uint64_t index, uint64_t size,
                                                     const ReadNode& read) {
  std::vector<Hash256> out;
  for (unsigned level = 0; (size - 1) >> level != 0; ++level) {
    uint64_t sibling = (index >> level) ^ 1;
    uint64_t start = sibling << level;
    if (start >= size) continue;  // the last of an odd level stands alone
    uint64_t end = std::min(size, start + (uint64_t{1} << level));
    auto peaks = peaks_of(start, end, read);
    if (!peaks) return std::nullopt;
    out.push_back(fold(*peaks));
  }
  return out;
}

}  // namespace freehold::chain
