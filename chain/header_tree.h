// The RFC 9162 tree over all header hashes, kept as its complete subtrees in an index, so that one
// recent header proves any older one without reading them all.
#pragma once

#include <functional>

#include "chain/view.h"

namespace freehold::chain {

class HeaderTree {
 public:
  // Reads one complete subtree: level 0 is a leaf. None: the index is damaged.
  using ReadNode = std::function<std::optional<Hash256>(ByteView key)>;

  uint64_t size() const { return size_; }
  Hash256 root() const;
  // Adds the next header's hash and appends the nodes that this completes to `out`.
  void add(const HeaderHash& header, std::vector<IndexEntry>& out);

  // The tree of the first `size` headers. None where a node is missing.
  static std::optional<HeaderTree> load(uint64_t size, const ReadNode& read);
  // The path of header `index` in the tree of the first `size`, lowest first (proof/merkle.h).
  static std::optional<std::vector<Hash256>> path(uint64_t index, uint64_t size,
                                                  const ReadNode& read);

 private:
  uint64_t size_ = 0;
  std::vector<Hash256> peaks_;  // complete subtrees, largest first
};

}  // namespace freehold::chain
