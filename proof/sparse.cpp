#include "proof/sparse.h"

#include "crypto/hash.h"

namespace freehold::proof {
namespace {

bool bit_of(ByteView bytes, size_t at) { return (bytes[at / 8] >> (7 - at % 8) & 1) != 0; }

bool same_prefix(const Hash256& a, const Hash256& b, size_t bits) {
  for (size_t i = 0; i < bits; ++i) {
    if (bit_of(a.view(), i) != bit_of(b.view(), i)) return false;
  }
  return true;
}

std::optional<SparseError> check_path(const SparsePath& path) {
  if (path.depth > kSparseDepthMax) return SparseError::kDepth;
  if (path.filled.size() != (size_t{path.depth} + 7) / 8) return SparseError::kBitmap;
  size_t set = 0;
  for (size_t i = 0; i < path.filled.size() * 8; ++i) {
    if (!bit_of(path.filled, i)) continue;
    if (i >= path.depth) return SparseError::kBitmap;
    ++set;
  }
  if (set != path.siblings.size()) return SparseError::kSiblingCount;
  for (const Hash256& sibling : path.siblings) {
    if (sibling.is_zero()) return SparseError::kEmptySibling;
  }
  // Below an empty sibling at the deepest level, a single leaf or nothing would stand higher.
  if (path.depth > 0 && !bit_of(path.filled, path.depth - 1u)) return SparseError::kNotCompact;
  return std::nullopt;
}

std::optional<SparseError> check_end(const Hash256& key_hash, const StateEntry& entry) {
  const SparsePath& path = entry.path;
  if (entry.value && entry.value->empty()) return SparseError::kEmptyValue;
  if (entry.value && entry.value->size() > kStateValueBytesMax) return SparseError::kValueTooLong;
  if (!path.other) return std::nullopt;
  if (entry.value) return SparseError::kOtherWithValue;
  if (path.other->key_hash == key_hash) return SparseError::kOtherIsKey;
  if (!same_prefix(path.other->key_hash, key_hash, path.depth)) return SparseError::kOtherOffPath;
  return std::nullopt;
}

Hash256 end_hash(const Hash256& key_hash, const StateEntry& entry) {
  if (entry.value) return sparse_leaf(key_hash, crypto::sha256(*entry.value));
  if (entry.path.other)
    return sparse_leaf(entry.path.other->key_hash, entry.path.other->value_hash);
  return Hash256{};
}

}  // namespace

const char* to_string(SparseError error) {
  switch (error) {
    case SparseError::kDepth:
      return "depth";
    case SparseError::kBitmap:
      return "bitmap";
    case SparseError::kSiblingCount:
      return "sibling_count";
    case SparseError::kEmptySibling:
      return "empty_sibling";
    case SparseError::kEmptyValue:
      return "empty_value";
    case SparseError::kValueTooLong:
      return "value_too_long";
    case SparseError::kOtherWithValue:
      return "other_with_value";
    case SparseError::kOtherIsKey:
      return "other_is_key";
    case SparseError::kOtherOffPath:
      return "other_off_path";
    case SparseError::kNotCompact:
      return "not_compact";
    case SparseError::kRootMismatch:
      return "root_mismatch";
  }
  return "unknown";
}

Hash256 sparse_leaf(const Hash256& key_hash, const Hash256& value_hash) {
  return crypto::prefixed_hash(0, key_hash, value_hash);
}

Hash256 sparse_node(const Hash256& left, const Hash256& right) {
  return crypto::prefixed_hash(1, left, right);
}

Result<std::monostate, SparseError> verify_entry(ByteView key, const StateEntry& entry,
                                                 const Hash256& root) {
  if (auto bad = check_path(entry.path)) return failure(*bad);
  Hash256 key_hash = crypto::sha256(key);
  if (auto bad = check_end(key_hash, entry)) return failure(*bad);
  Hash256 hash = end_hash(key_hash, entry);
  size_t next = entry.path.siblings.size();
  for (size_t level = entry.path.depth; level-- > 0;) {
    Hash256 sibling;
    if (bit_of(entry.path.filled, level)) sibling = entry.path.siblings[--next];
    hash = bit_of(key_hash.view(), level) ? sparse_node(sibling, hash) : sparse_node(hash, sibling);
  }
  if (hash != root) return failure(SparseError::kRootMismatch);
  return std::monostate{};
}

}  // namespace freehold::proof
