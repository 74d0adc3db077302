#include "chain/tree.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <mutex>
#include <span>
#include <thread>

#include "common/assert.h"
#include "crypto/hash.h"

namespace freehold::chain {
namespace {

constexpr size_t kSubtrees = 16;
constexpr unsigned kTopLevels = 4;
constexpr size_t kChunkNodes = size_t{1} << 14;
constexpr size_t kChunksMax = size_t{1} << 13;
constexpr size_t kThreadedChangesMin = 512;

bool bit_of(const Path& path, unsigned at) {
  return (path.data()[at / 8] >> (7 - at % 8) & 1) != 0;
}
unsigned subtree_of(const Path& path) { return path.data()[0] >> 4; }

// A node's place: 0 is the empty subtree, the top bit marks a leaf.
using Handle = uint32_t;
constexpr Handle kLeafBit = Handle{1} << 31;
bool is_leaf(Handle handle) { return (handle & kLeafBit) != 0; }

// Nodes of one kind in chunks that never move, so that readers need no lock.
template <class T>
class Arena {
 public:
  T& operator[](uint32_t at) { return chunks_[at / kChunkNodes][at % kChunkNodes]; }
  const T& operator[](uint32_t at) const { return chunks_[at / kChunkNodes][at % kChunkNodes]; }

  uint32_t allocate() {
    if (!free_.empty()) {
      uint32_t at = free_.back();
      free_.pop_back();
      return at;
    }
    if (next_ % kChunkNodes == 0) {
      FREEHOLD_ASSERT(next_ / kChunkNodes < kChunksMax);
      chunks_[next_ / kChunkNodes] = std::make_unique<T[]>(kChunkNodes);
    }
    return next_++;
  }
  void release(uint32_t at) { free_.push_back(at); }
  uint64_t memory_bytes() const {
    return (next_ + kChunkNodes - 1) / kChunkNodes * kChunkNodes * sizeof(T) + free_.capacity() * 4;
  }

 private:
  std::vector<std::unique_ptr<T[]>> chunks_ = std::vector<std::unique_ptr<T[]>>(kChunksMax);
  std::vector<uint32_t> free_;
  uint32_t next_ = 0;
};

struct Inner {
  Hash256 hash;
  Handle left = 0;
  Handle right = 0;
};
struct Leaf {
  Path path;
  Hash256 hash;
};

// One of the sixteen subtrees: its nodes, and how a version is made from another.
class Subtree {
 public:
  struct Item {
    Path path;
    Handle leaf;
  };

  const Inner& inner(Handle handle) const { return inners_[handle - 1]; }
  const Leaf& leaf(Handle handle) const { return leaves_[(handle & ~kLeafBit) - 1]; }
  Hash256 hash(Handle handle) const {
    if (handle == 0) return Hash256{};
    return is_leaf(handle) ? leaf(handle).hash : inner(handle).hash;
  }

  Handle new_leaf(const Path& path, const Hash256& value_hash) {
    uint32_t at = leaves_.allocate();
    leaves_[at] = {path, proof::sparse_leaf(rename_bytes<Hash256>(path), value_hash)};
    ++leaf_count;
    made.push_back((at + 1) | kLeafBit);
    return made.back();
  }

  // The subtree over items ascending by path, which agree in their first `depth` bits.
  Handle build(unsigned depth, std::span<const Item> items) {
    if (items.empty()) return 0;
    if (items.size() == 1) return items[0].leaf;
    auto middle = std::partition_point(items.begin(), items.end(),
                                       [&](const Item& item) { return !bit_of(item.path, depth); });
    size_t left = static_cast<size_t>(middle - items.begin());
    return new_inner(build(depth + 1, items.first(left)), build(depth + 1, items.subspan(left)));
  }

  Handle apply(Handle node, unsigned depth, std::span<const LeafChange> changes) {
    if (changes.empty()) return node;
    if (node == 0 || is_leaf(node)) return apply_to_leaf(node, depth, changes);
    auto middle =
        std::partition_point(changes.begin(), changes.end(),
                             [&](const LeafChange& change) { return !bit_of(change.path, depth); });
    size_t first = static_cast<size_t>(middle - changes.begin());
    Handle old_left = inner(node).left;
    Handle old_right = inner(node).right;
    Handle left = apply(old_left, depth + 1, changes.first(first));
    Handle right = apply(old_right, depth + 1, changes.subspan(first));
    retired.push_back(node);
    if (left == 0 && (right == 0 || is_leaf(right))) return right;
    if (right == 0 && is_leaf(left)) return left;
    return new_inner(left, right);
  }

  void release(Handle handle) {
    if (is_leaf(handle)) {
      leaves_.release((handle & ~kLeafBit) - 1);
    } else {
      inners_.release(handle - 1);
    }
  }
  uint64_t memory_bytes() const { return inners_.memory_bytes() + leaves_.memory_bytes(); }

  // Of the update under way.
  std::vector<Handle> retired;
  std::vector<Handle> made;
  uint64_t leaf_count = 0;

 private:
  Handle new_inner(Handle left, Handle right) {
    uint32_t at = inners_.allocate();
    inners_[at] = {proof::sparse_node(hash(left), hash(right)), left, right};
    made.push_back(at + 1);
    return at + 1;
  }

  // Changes that meet one leaf or nothing: that leaf, unless changed, joins the new ones.
  Handle apply_to_leaf(Handle node, unsigned depth, std::span<const LeafChange> changes) {
    std::vector<Item> items;
    items.reserve(changes.size() + 1);
    bool placed = node == 0;
    for (const LeafChange& change : changes) {
      if (!placed && leaf(node).path < change.path) {
        items.push_back({leaf(node).path, node});
        placed = true;
      }
      bool same = !placed && leaf(node).path == change.path;
      if (same) {
        retired.push_back(node);
        --leaf_count;
        placed = true;
      }
      FREEHOLD_ASSERT(same || change.value_hash.has_value());
      if (change.value_hash)
        items.push_back({change.path, new_leaf(change.path, *change.value_hash)});
    }
    if (!placed) items.push_back({leaf(node).path, node});
    return build(depth, items);
  }

  Arena<Inner> inners_;
  Arena<Leaf> leaves_;
};

using NodeLists = std::array<std::vector<Handle>, kSubtrees>;

// Which versions live, and what may be reused once older ones are gone. The writer alone reuses.
struct Registry {
  struct Entry {
    uint64_t number = 0;
    bool alive = true;
    NodeLists retired;  // nodes of the version before that this one does without
  };
  std::mutex mutex;
  std::deque<Entry> entries;       // ascending
  std::vector<NodeLists> garbage;  // nodes of derived versions that are gone

  void mark_dead(uint64_t number) {
    std::lock_guard lock(mutex);
    for (Entry& entry : entries) {
      if (entry.number == number) entry.alive = false;
    }
  }
};

// What stands above the subtrees: groups of 1, 2, 4, 8 and 16 of them.
struct Group {
  Hash256 hash;
  uint64_t leaves = 0;
};
Group join(const Group& left, const Group& right) {
  uint64_t leaves = left.leaves + right.leaves;
  if (left.leaves == 0 && leaves <= 1) return right;
  if (right.leaves == 0 && leaves <= 1) return left;
  return {proof::sparse_node(left.hash, right.hash), leaves};
}

}  // namespace

class StateTree::Version {
 public:
  ~Version() {
    if (derived_from) {
      std::lock_guard lock(registry->mutex);
      registry->garbage.push_back(std::move(own_nodes));
    } else {
      registry->mark_dead(number);
    }
  }

  // The group of `level` (0: all; 4: one subtree) that holds `subtree`.
  const Group& group(unsigned level, unsigned subtree) const {
    return groups[(1u << level) - 1 + (subtree >> (kTopLevels - level))];
  }

  std::shared_ptr<Registry> registry;
  const std::array<Subtree, kSubtrees>* subtrees = nullptr;
  uint64_t number = 0;
  std::array<Handle, kSubtrees> roots{};
  std::array<Group, 31> groups{};  // a heap: the whole tree first, subtrees last
  VersionPtr derived_from;
  NodeLists own_nodes;  // of a derived version
};

struct StateTree::Impl {
  std::array<Subtree, kSubtrees> subtrees;
  std::shared_ptr<Registry> registry = std::make_shared<Registry>();
  VersionPtr newest;
  uint64_t next_number = 0;

  void for_each_subtree(unsigned threads, const std::function<void(unsigned)>& work) {
    std::atomic<unsigned> next{0};
    auto run = [&] {
      for (unsigned at = next++; at < kSubtrees; at = next++) work(at);
    };
    std::vector<std::thread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(run);
    run();
    for (std::thread& other : others) other.join();
  }

  // Makes reusable what only dead versions know.
  void recycle() {
    std::lock_guard lock(registry->mutex);
    while (registry->entries.size() > 1 && !registry->entries.front().alive) {
      registry->entries.pop_front();
      release(registry->entries.front().retired);
    }
    for (NodeLists& lists : registry->garbage) release(lists);
    registry->garbage.clear();
  }
  void release(NodeLists& lists) {
    for (size_t i = 0; i < kSubtrees; ++i) {
      for (Handle handle : lists[i]) subtrees[i].release(handle);
      lists[i] = {};
    }
  }

  // A version whose roots stand in subtrees; `leaves` of each.
  std::shared_ptr<Version> make_version(const std::array<Handle, kSubtrees>& roots,
                                        const std::array<uint64_t, kSubtrees>& leaves) {
    auto version = std::make_shared<Version>();
    version->registry = registry;
    version->subtrees = &subtrees;
    version->roots = roots;
    for (size_t i = 0; i < kSubtrees; ++i) {
      version->groups[15 + i] = {subtrees[i].hash(roots[i]), leaves[i]};
    }
    for (size_t i = 15; i-- > 0;) {
      version->groups[i] = join(version->groups[2 * i + 1], version->groups[2 * i + 2]);
    }
    return version;
  }

  // Numbers the version and makes it the newest.
  VersionPtr install(std::shared_ptr<Version> version) {
    version->number = next_number++;
    std::lock_guard lock(registry->mutex);
    registry->entries.push_back({version->number, true, {}});
    for (size_t i = 0; i < kSubtrees; ++i) {
      registry->entries.back().retired[i] = std::move(subtrees[i].retired);
      subtrees[i].retired = {};
      subtrees[i].made.clear();
    }
    return version;
  }

  // The roots after `changes`, and how many leaves each subtree then has.
  std::shared_ptr<Version> changed(const Version& from, const std::vector<LeafChange>& changes,
                                   unsigned threads) {
    std::array<std::span<const LeafChange>, kSubtrees> parts;
    auto begin = changes.begin();
    for (unsigned i = 0; i < kSubtrees; ++i) {
      auto end = std::partition_point(begin, changes.end(), [&](const LeafChange& change) {
        return subtree_of(change.path) <= i;
      });
      parts[i] = std::span(begin, end);
      begin = end;
    }
    std::array<Handle, kSubtrees> roots = from.roots;
    std::array<uint64_t, kSubtrees> leaves{};
    for_each_subtree(changes.size() < kThreadedChangesMin ? 1 : threads, [&](unsigned i) {
      subtrees[i].leaf_count = from.groups[15 + i].leaves;
      roots[i] = subtrees[i].apply(from.roots[i], kTopLevels, parts[i]);
      leaves[i] = subtrees[i].leaf_count;
    });
    return make_version(roots, leaves);
  }
};

Path path_of(ByteView state_key) { return rename_bytes<Path>(crypto::sha256(state_key)); }

StateTree::StateTree() : impl_(std::make_unique<Impl>()) {
  impl_->newest = impl_->install(impl_->make_version({}, {}));
}
StateTree::~StateTree() = default;

StateTree::VersionPtr StateTree::newest() const { return impl_->newest; }

StateTree::VersionPtr StateTree::update(const std::vector<LeafChange>& changes, unsigned threads) {
  impl_->recycle();
  auto version = impl_->changed(*impl_->newest, changes, threads);
  impl_->newest = impl_->install(std::move(version));
  return impl_->newest;
}

StateTree::VersionPtr StateTree::derive(const VersionPtr& from,
                                        const std::vector<LeafChange>& changes) {
  auto version = impl_->changed(*from, changes, 1);
  version->derived_from = from;
  for (size_t i = 0; i < kSubtrees; ++i) {
    // What it does without still belongs to the version it came from.
    impl_->subtrees[i].retired.clear();
    version->own_nodes[i] = std::move(impl_->subtrees[i].made);
    impl_->subtrees[i].made = {};
  }
  return version;
}

StateTree::VersionPtr StateTree::build(
    const std::function<void(unsigned subtree, const AddLeaf&)>& fill, unsigned threads) {
  FREEHOLD_ASSERT(leaf_count(*impl_->newest) == 0);
  std::array<Handle, kSubtrees> roots{};
  std::array<uint64_t, kSubtrees> leaves{};
  impl_->for_each_subtree(threads, [&](unsigned i) {
    Subtree& subtree = impl_->subtrees[i];
    std::vector<Subtree::Item> items;
    subtree.leaf_count = 0;
    fill(i, [&](const Path& path, const Hash256& value_hash) {
      FREEHOLD_ASSERT(subtree_of(path) == i && (items.empty() || items.back().path < path));
      items.push_back({path, subtree.new_leaf(path, value_hash)});
    });
    roots[i] = subtree.build(kTopLevels, items);
    leaves[i] = items.size();
  });
  impl_->newest = impl_->install(impl_->make_version(roots, leaves));
  return impl_->newest;
}

Hash256 StateTree::root(const Version& version) { return version.groups[0].hash; }
uint64_t StateTree::leaf_count(const Version& version) { return version.groups[0].leaves; }

StateTree::Walk StateTree::walk(const Version& version, const Path& path) {
  Walk out;
  proof::SparsePath& proof = out.path;
  auto step = [&](const Hash256& sibling) {
    if (proof.depth % 8 == 0) proof.filled.push_back(0);
    if (!sibling.is_zero()) {
      proof.filled.back() |= static_cast<uint8_t>(0x80 >> (proof.depth % 8));
      proof.siblings.push_back(sibling);
    }
    ++proof.depth;
  };
  unsigned at = subtree_of(path);
  const Subtree& subtree = (*version.subtrees)[at];
  unsigned level = 0;
  for (; level < kTopLevels && version.group(level, at).leaves > 1; ++level) {
    unsigned sibling = at ^ (8u >> level);
    step(version.group(level + 1, sibling).hash);
  }
  if (level < kTopLevels && version.group(level, at).leaves <= 1) {
    // One leaf in the whole group: it may stand in a subtree that is not this path's.
    unsigned width = kSubtrees >> level;
    for (unsigned i = at / width * width; i < at / width * width + width; ++i) {
      if (version.roots[i] == 0) continue;
      const Leaf& leaf = (*version.subtrees)[i].leaf(version.roots[i]);
      out.found = leaf.path == path;
      if (!out.found) out.other_leaf = leaf.path;
    }
    return out;
  }
  Handle node = version.roots[at];
  for (unsigned depth = kTopLevels; node != 0 && !is_leaf(node); ++depth) {
    const Inner& inner = subtree.inner(node);
    bool right = bit_of(path, depth);
    step(subtree.hash(right ? inner.left : inner.right));
    node = right ? inner.right : inner.left;
  }
  if (node == 0) return out;
  out.found = subtree.leaf(node).path == path;
  if (!out.found) out.other_leaf = subtree.leaf(node).path;
  return out;
}

bool StateTree::contains(const Version& version, const Path& path) {
  const Subtree& subtree = (*version.subtrees)[subtree_of(path)];
  Handle node = version.roots[subtree_of(path)];
  for (unsigned depth = kTopLevels; node != 0 && !is_leaf(node); ++depth) {
    node = bit_of(path, depth) ? subtree.inner(node).right : subtree.inner(node).left;
  }
  return node != 0 && subtree.leaf(node).path == path;
}

uint64_t StateTree::memory_bytes() const {
  uint64_t sum = 0;
  for (const Subtree& subtree : impl_->subtrees) sum += subtree.memory_bytes();
  return sum;
}

}  // namespace freehold::chain
