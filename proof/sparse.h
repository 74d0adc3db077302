// Proofs against the state root: the compact sparse Merkle tree of DESIGN section 4, whose hashing
// is ICS-23's SmtSpec. The path of a key is SHA-256(key), most significant bit first.
//
//   leaf(key, value) = H(0x00 ‖ H(key) ‖ H(value)); node = H(0x01 ‖ left ‖ right); empty = 32 zero
//   bytes a subtree with one leaf is that leaf; a subtree with none is empty.
#pragma once

#include "codec/describe.h"
#include "common/result.h"
#include "common/types.h"

namespace freehold::proof {

inline constexpr size_t kSparseDepthMax = 256;
inline constexpr size_t kStateValueBytesMax = 1 << 16;

struct OtherLeaf {
  Hash256 key_hash;
  Hash256 value_hash;
  FREEHOLD_DESCRIBE(key_hash, value_hash)
};

// Siblings from the root down along H(key). Those that are empty subtrees are left out and marked
// by a zero bit.
struct SparsePath {
  uint16_t depth = 0;  // how many levels: 0 to 256
  Bytes filled;        // ⌈depth/8⌉ bytes, level 0 the highest bit of the first; spare bits zero
  std::vector<Hash256> siblings;   // one for each bit that is set, root first
  std::optional<OtherLeaf> other;  // only for absence: the leaf at which the path ends instead
  FREEHOLD_DESCRIBE(depth, filled, siblings, other)
};

// One key of the state: its value, or that it has none.
struct StateEntry {
  std::optional<Bytes> value;
  SparsePath path;
  FREEHOLD_DESCRIBE(value, path)
};

enum class SparseError : uint8_t {
  kDepth = 1,     // deeper than 256
  kBitmap,        // not of the depth's length, or spare bits set
  kSiblingCount,  // not as many siblings as bits
  kEmptySibling,  // a listed sibling that is the empty node
  kEmptyValue,
  kValueTooLong,
  kOtherWithValue,  // membership with another leaf, which only absence has
  kOtherIsKey,      // the other leaf is the key itself
  kOtherOffPath,    // the other leaf does not share the path's prefix
  kNotCompact,      // the deepest sibling is such that the leaf would stand higher
  kRootMismatch,
};
const char* to_string(SparseError error);

Hash256 sparse_leaf(const Hash256& key_hash, const Hash256& value_hash);
Hash256 sparse_node(const Hash256& left, const Hash256& right);

// Whether the entry is what the tree of this root says about `key`.
Result<std::monostate, SparseError> verify_entry(ByteView key, const StateEntry& entry,
                                                 const Hash256& root);

}  // namespace freehold::proof
