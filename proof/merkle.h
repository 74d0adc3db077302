// Merkle trees of RFC 9162 (Certificate Transparency v2): leaf = H(0x00 ‖ data),
// node = H(0x01 ‖ left ‖ right), empty = H(). Inclusion proofs only.
#pragma once

#include "common/types.h"

namespace freehold::proof {

// Root over leaf hashes, in order. No recursion; memory O(log n).
Hash256 merkle_root(const std::vector<Hash256>& leaf_hashes);

// Path for the leaf at `index`, lowest sibling first. index < leaf_hashes.size().
std::vector<Hash256> merkle_path(const std::vector<Hash256>& leaf_hashes, uint64_t index);

// Whether `leaf` is at `index` of the tree of `size` leaves with this root (RFC 9162 §2.1.3.2).
bool merkle_verify(const Hash256& leaf, uint64_t index, uint64_t size,
                   const std::vector<Hash256>& path, const Hash256& root);

// Builds a root from a stream of leaves.
class MerkleBuilder {
 public:
  void add(const Hash256& leaf_hash);
  uint64_t size() const { return size_; }
  Hash256 root() const;

 private:
  uint64_t size_ = 0;
  std::vector<Hash256> peaks_;  // complete subtrees, largest first
};

}  // namespace freehold::proof
