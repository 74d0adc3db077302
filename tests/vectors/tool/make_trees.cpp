// trees.json: RFC 9162 inclusion, and entries of the state tree.
#include "proof/merkle.h"
#include "proof/proof_testing.h"
#include "vectors/tool/generate.h"

namespace freehold::vectors {
namespace {

using proof::testing::MapTree;

class Builder {
 public:
  void tree(size_t size) {
    MerkleTree out;
    std::vector<Hash256> leaves = leaves_of(size);
    for (size_t i = 0; i < size; ++i) {
      out.leaves.push_back(hex(as_bytes("leaf" + std::to_string(i))));
    }
    out.root = hex(proof::merkle_root(leaves));
    for (size_t i = 0; i < size; ++i) out.paths.push_back(hex_list(proof::merkle_path(leaves, i)));
    all.merkle.push_back(std::move(out));
  }
  void inclusion(const std::string& name, const Hash256& leaf, uint64_t index, uint64_t size,
                 const std::vector<Hash256>& path, const Hash256& root, bool included) {
    expect(proof::merkle_verify(leaf, index, size, path, root) == included, "inclusion: " + name);
    all.inclusion.push_back({name, hex(leaf), index, size, hex_list(path), hex(root), included});
  }
  void sparse(const std::string& name, const Bytes& key, const proof::StateEntry& entry,
              const Hash256& root, std::string_view error) {
    auto checked = proof::verify_entry(key, entry, root);
    expect(checked ? error.empty() : error == to_string(checked.error()), "sparse: " + name);
    all.sparse.push_back({name, {key}, entry, hex(root),
                          error.empty() ? std::nullopt : std::optional(std::string(error))});
  }
  static std::vector<Hash256> leaves_of(size_t size) {
    std::vector<Hash256> out;
    for (size_t i = 0; i < size; ++i) {
      out.push_back(crypto::leaf_hash(as_bytes("leaf" + std::to_string(i))));
    }
    return out;
  }

  Trees all;

 private:
  static std::vector<Hex> hex_list(const std::vector<Hash256>& hashes) {
    std::vector<Hex> out;
    for (const Hash256& hash : hashes) out.push_back(hex(hash));
    return out;
  }
};

void add_inclusions(Builder& build) {
  for (size_t size : {1, 2, 3, 5, 7, 8}) {
    std::vector<Hash256> leaves = Builder::leaves_of(size);
    for (size_t i = 0; i < size; ++i) {
      build.inclusion(std::to_string(i) + " of " + std::to_string(size), leaves[i], i, size,
                      proof::merkle_path(leaves, i), proof::merkle_root(leaves), true);
    }
  }
  std::vector<Hash256> leaves = Builder::leaves_of(7);
  Hash256 root = proof::merkle_root(leaves);
  std::vector<Hash256> path = proof::merkle_path(leaves, 4);
  auto bad = [&](const std::string& name, uint64_t index, uint64_t size,
                 const std::vector<Hash256>& wrong) {
    build.inclusion(name, leaves[4], index, size, wrong, root, false);
  };
  bad("another index", 5, 7, path);
  bad("an index past the end", 7, 7, path);
  bad("the greatest index", UINT64_MAX, 7, path);
  bad("another size", 4, 5, path);
  bad("a tree of none", 0, 0, {});
  std::vector<Hash256> changed = path;
  changed.pop_back();
  bad("a path cut short", 4, 7, changed);
  changed = path;
  changed.push_back(root);
  bad("a path with one hash more", 4, 7, changed);
  changed = path;
  std::swap(changed[0], changed[1]);
  bad("a path out of order", 4, 7, changed);
  changed = path;
  changed[2].data()[31] ^= 1;
  bad("a bit of the path", 4, 7, changed);
  build.inclusion("another leaf", leaves[3], 4, 7, path, root, false);
  // The root as the only leaf of a tree of one.
  build.inclusion("a node taken for a leaf", root, 0, 1, {}, root, true);
  // [a, b, c] and [a, b, c, c] have different roots.
  std::vector<Hash256> three = Builder::leaves_of(3);
  std::vector<Hash256> four = three;
  four.push_back(three[2]);
  build.inclusion("the last leaf doubled", three[2], 3, 4, proof::merkle_path(four, 3),
                  proof::merkle_root(three), false);
  // Paths that do lead to the root, of a tree of another size than is stated.
  four = Builder::leaves_of(4);
  std::vector<Hash256> eight = Builder::leaves_of(8);
  build.inclusion("four leaves, stated as eight", four[1], 1, 8, proof::merkle_path(four, 1),
                  proof::merkle_root(four), false);
  build.inclusion("eight leaves, stated as four", eight[1], 1, 4, proof::merkle_path(eight, 1),
                  proof::merkle_root(eight), false);
  build.inclusion("a leaf of the right half of eight, stated as of four", eight[5], 1, 4,
                  proof::merkle_path(eight, 5), proof::merkle_root(eight), false);
  build.inclusion("the only leaf, stated at place 1", leaves[0], 1, 1, {}, leaves[0], false);
  build.inclusion("seven leaves, stated as eight", leaves[6], 6, 8, proof::merkle_path(leaves, 6),
                  root, false);
  build.inclusion("eight leaves, stated as seven", eight[6], 6, 7, proof::merkle_path(eight, 6),
                  proof::merkle_root(eight), false);
  // A greater size than memory holds, checked by a path of 64.
  std::vector<Hash256> long_path(64, leaves[0]);
  Hash256 top = leaves[4];
  for (const Hash256& sibling : long_path) top = crypto::prefixed_hash(1, top, sibling);
  build.inclusion("a path of 64", leaves[4], 0, UINT64_MAX, long_path, top, true);
}

void add_sparse(Builder& build) {
  MapTree tree;
  Hash256 empty_root = tree.root();
  Bytes key = to_bytes(as_bytes("key"));
  build.sparse("absent from the empty tree", key, tree.prove(key), empty_root, "");
  build.all.sparse_trees.push_back({{}, hex(empty_root)});
  SparseTree listed;
  for (int i = 0; i < 20; ++i) {
    std::string name = "key" + std::to_string(i);
    std::string value = "value" + std::to_string(i);
    tree.put(to_bytes(as_bytes(name)), to_bytes(as_bytes(value)));
    listed.entries.push_back({hex(as_bytes(name)), hex(as_bytes(value))});
    listed.root = hex(tree.root());
    if (i < 3 || i == 19) build.all.sparse_trees.push_back(listed);
    if (i == 0) {
      Bytes only = to_bytes(as_bytes("key0"));
      build.sparse("the only leaf", only, tree.prove(only), tree.root(), "");
      build.sparse("absent beside the only leaf", key, tree.prove(key), tree.root(), "");
    }
  }
  Hash256 root = tree.root();
  for (const char* name : {"key0", "key7", "key19"}) {
    Bytes listed_key = to_bytes(as_bytes(name));
    build.sparse(std::string(name) + " is there", listed_key, tree.prove(listed_key), root, "");
  }
  // One absent key whose path ends in nothing, and one whose path ends in another leaf.
  Bytes to_nothing, to_other;
  for (int i = 0; to_nothing.empty() || to_other.empty(); ++i) {
    Bytes absent = to_bytes(as_bytes("absent" + std::to_string(i)));
    Bytes& found = tree.prove(absent).path.other ? to_other : to_nothing;
    if (found.empty()) found = absent;
  }
  build.sparse("absent, ending in nothing", to_nothing, tree.prove(to_nothing), root, "");
  build.sparse("absent, ending in another leaf", to_other, tree.prove(to_other), root, "");

  // A key whose path is neither too short to swap siblings nor fills its bitmap.
  Bytes there;
  for (int i = 0; there.empty(); ++i) {
    Bytes candidate = to_bytes(as_bytes("key" + std::to_string(i)));
    proof::StateEntry entry = tree.prove(candidate);
    if (entry.path.siblings.size() >= 3 && entry.path.depth < 8) there = candidate;
  }
  auto bad = [&](const std::string& name, std::string_view error, auto&& change) {
    proof::StateEntry entry = tree.prove(there);
    change(entry);
    build.sparse(name, there, entry, root, error);
  };
  using proof::StateEntry;
  bad("deeper than 256", "depth", [](StateEntry& e) {
    e.path.depth = 257;
    e.path.filled.assign(33, 0xff);
    e.path.filled[32] = 0x80;
    e.path.siblings.assign(257, crypto::sha256({}));
  });
  bad("a bitmap with a byte more", "bitmap", [](StateEntry& e) { e.path.filled.push_back(0); });
  bad("no bitmap", "bitmap", [](StateEntry& e) { e.path.filled.clear(); });
  bad("a spare bit is set", "bitmap", [](StateEntry& e) {
    e.path.filled[0] |= 1;
    e.path.siblings.push_back(crypto::sha256({}));
  });
  bad("a sibling more than bits", "sibling_count",
      [](StateEntry& e) { e.path.siblings.push_back(crypto::sha256({})); });
  bad("a sibling less than bits", "sibling_count",
      [](StateEntry& e) { e.path.siblings.pop_back(); });
  bad("a listed sibling is empty", "empty_sibling",
      [](StateEntry& e) { e.path.siblings[0] = Hash256(); });
  bad("an empty value", "empty_value", [](StateEntry& e) { e.value = Bytes(); });
  bad("a value of 65,537 bytes", "value_too_long",
      [](StateEntry& e) { e.value = Bytes(proof::kStateValueBytesMax + 1, 0); });
  bad("a value and another leaf", "other_with_value", [&](StateEntry& e) {
    e.path.other = proof::OtherLeaf{crypto::sha256(there), crypto::sha256({})};
    e.path.other->key_hash.data()[31] ^= 1;
  });
  bad("the leaf itself given as the other", "other_is_key", [&](StateEntry& e) {
    e.path.other = proof::OtherLeaf{crypto::sha256(there), crypto::sha256(*e.value)};
    e.value.reset();
  });
  bad("an empty sibling at the deepest level", "not_compact", [](StateEntry& e) {
    ++e.path.depth;
    e.path.filled.resize((e.path.depth + 7u) / 8u);
  });
  bad("another value", "root_mismatch", [](StateEntry& e) { e.value->push_back(0); });
  bad("its leaf left out", "root_mismatch", [](StateEntry& e) { e.value.reset(); });
  bad("a bit of a sibling", "root_mismatch",
      [](StateEntry& e) { e.path.siblings[0].data()[0] ^= 1; });
  bad("two siblings change places", "root_mismatch",
      [](StateEntry& e) { std::swap(e.path.siblings[0], e.path.siblings[1]); });
  bad("cut to depth 0", "root_mismatch", [](StateEntry& e) {
    e.path.depth = 0;
    e.path.filled.clear();
    e.path.siblings.clear();
  });
  proof::StateEntry moved = tree.prove(to_other);
  moved.path.other->key_hash.data()[0] ^= 0x80;
  build.sparse("the other leaf is not on the path", to_other, moved, root, "other_off_path");
  build.sparse("the entry of another key", to_other, tree.prove(there), root, "root_mismatch");
}

}  // namespace

Trees make_trees() {
  Builder build;
  for (size_t size : {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 33}) build.tree(size);
  add_inclusions(build);
  add_sparse(build);
  return std::move(build.all);
}

}  // namespace freehold::vectors
