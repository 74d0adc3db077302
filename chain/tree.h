// The state tree: every leaf hash and inner node in memory, many versions at once.
//
// Hashing is that of proof/sparse.h. A version is immutable and shares nodes with its neighbours,
// so that readers of old versions never wait for the writer. One thread updates; any thread may
// read a version it holds. Values live elsewhere (state_store.h): the tree knows paths and leaf
// hashes.
//
// Memory: 64 bytes a leaf and 40 an inner node, about 1.44 inner nodes a leaf.
// The sixteen subtrees under the top four levels are independent, so an update uses several
// threads.
#pragma once

#include <functional>
#include <memory>

#include "proof/sparse.h"

namespace freehold::chain {

// SHA-256 of a state key: where its leaf stands.
struct PathTag {};
using Path = FixedBytes<32, PathTag>;
Path path_of(ByteView state_key);

struct LeafChange {
  Path path;
  // Hash of the new value (plain SHA-256), or none to remove the leaf.
  std::optional<Hash256> value_hash;
};

class StateTree {
 public:
  // An immutable tree. Cheap to copy; holding one keeps its nodes alive.
  class Version;
  using VersionPtr = std::shared_ptr<const Version>;

  StateTree();
  ~StateTree();
  StateTree(const StateTree&) = delete;
  StateTree& operator=(const StateTree&) = delete;

  // The newest version: empty in the beginning.
  VersionPtr newest() const;

  // Makes a new version from the newest. `changes` strictly ascending by path; removing an absent
  // leaf is our mistake and asserts. `threads` >= 1 workers share the work.
  VersionPtr update(const std::vector<LeafChange>& changes, unsigned threads);

  // Makes a version from an older one without making it the newest: how the window of old roots is
  // rebuilt after a restart, from the newest backwards. Same rules.
  VersionPtr derive(const VersionPtr& from, const std::vector<LeafChange>& changes);

  // Builds the first version from leaves that arrive in ascending order of path within each of the
  // sixteen subtrees; `fill(subtree, add)` is called once for each, from up to `threads` threads at
  // once.
  using AddLeaf = std::function<void(const Path&, const Hash256& value_hash)>;
  VersionPtr build(const std::function<void(unsigned subtree, const AddLeaf&)>& fill,
                   unsigned threads);

  static Hash256 root(const Version& version);
  static uint64_t leaf_count(const Version& version);
  static bool contains(const Version& version, const Path& path);
  // The siblings along `path`, and where it ends in another leaf, that leaf's path; its value hash
  // is for the caller to fill in, from the value.
  struct Walk {
    bool found = false;
    proof::SparsePath path;  // `other` not set
    std::optional<Path> other_leaf;
  };
  static Walk walk(const Version& version, const Path& path);

  // Bytes of nodes held, free ones included.
  uint64_t memory_bytes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace freehold::chain
