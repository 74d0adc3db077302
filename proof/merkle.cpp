#include "proof/merkle.h"

#include <bit>

#include "common/assert.h"
#include "crypto/hash.h"

namespace freehold::proof {
namespace {

Hash256 node(const Hash256& left, const Hash256& right) {
  return crypto::prefixed_hash(1, left, right);
}

}  // namespace

void MerkleBuilder::add(const Hash256& leaf_hash) {
  Hash256 subtree = leaf_hash;
  // A new leaf completes as many subtrees as the count before it has trailing ones.
  for (uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    subtree = node(peaks_.back(), subtree);
    peaks_.pop_back();
  }
  peaks_.push_back(subtree);
  ++size_;
}

Hash256 MerkleBuilder::root() const {
  if (peaks_.empty()) return crypto::sha256({});
  Hash256 out = peaks_.back();
  for (size_t i = peaks_.size() - 1; i > 0; --i) out = node(peaks_[i - 1], out);
  return out;
}

Hash256 merkle_root(const std::vector<Hash256>& leaf_hashes) {
  MerkleBuilder builder;
  for (const Hash256& leaf : leaf_hashes) builder.add(leaf);
  return builder.root();
}

std::vector<Hash256> merkle_path(const std::vector<Hash256>& leaf_hashes, uint64_t index) {
  FREEHOLD_ASSERT(index < leaf_hashes.size());
  std::vector<Hash256> path;
  std::vector<Hash256> level = leaf_hashes;
  while (level.size() > 1) {
    // The last node of an odd level has no sibling and moves up as it is.
    if ((index ^ 1) < level.size()) path.push_back(level[index ^ 1]);
    size_t pairs = level.size() / 2;
    for (size_t i = 0; i < pairs; ++i) level[i] = node(level[2 * i], level[2 * i + 1]);
    if (level.size() % 2 != 0) level[pairs++] = level.back();
    level.resize(pairs);
    index /= 2;
  }
  return path;
}

bool merkle_verify(const Hash256& leaf, uint64_t index, uint64_t size,
                   const std::vector<Hash256>& path, const Hash256& root) {
  if (index >= size) return false;
  uint64_t at = index;
  uint64_t last = size - 1;
  Hash256 hash = leaf;
  for (const Hash256& sibling : path) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      hash = node(sibling, hash);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      hash = node(hash, sibling);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

}  // namespace freehold::proof
