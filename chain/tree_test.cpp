#include "chain/tree.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <thread>

#include "crypto/hash.h"

namespace freehold::chain {
namespace {

using Model = std::map<Path, Hash256>;

// The definition, word for word: recursive over a sorted range.
Hash256 model_root(Model::const_iterator begin, Model::const_iterator end, unsigned depth) {
  if (begin == end) return Hash256{};
  if (std::next(begin) == end) {
    return proof::sparse_leaf(rename_bytes<Hash256>(begin->first), begin->second);
  }
  auto middle = begin;
  while (middle != end && (middle->first.data()[depth / 8] >> (7 - depth % 8) & 1) == 0) ++middle;
  return proof::sparse_node(model_root(begin, middle, depth + 1),
                            model_root(middle, end, depth + 1));
}
Hash256 model_root(const Model& model) { return model_root(model.begin(), model.end(), 0); }

Bytes key_of(uint64_t number) { return to_bytes(as_bytes("k" + std::to_string(number))); }
Bytes value_of(uint64_t number) { return to_bytes(as_bytes("v" + std::to_string(number))); }

// Random changes to a model, sorted, of `count` keys out of `space`.
std::vector<LeafChange> random_changes(std::mt19937_64& random, Model& model, size_t count,
                                       uint64_t space) {
  std::map<Path, std::optional<Hash256>> chosen;
  for (size_t i = 0; i < count; ++i) {
    Path path = path_of(key_of(random() % space));
    if (random() % 3 == 0 && model.contains(path)) {
      chosen[path] = std::nullopt;
    } else {
      chosen[path] = crypto::sha256(value_of(random()));
    }
  }
  std::vector<LeafChange> out;
  for (auto& [path, value] : chosen) {
    out.push_back({path, value});
    if (value) {
      model[path] = *value;
    } else {
      model.erase(path);
    }
  }
  return out;
}

TEST(StateTree, AgreesWithItsDefinitionUnderRandomChanges) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    StateTree tree;
    Model model;
    EXPECT_TRUE(StateTree::root(*tree.newest()).is_zero());
    uint64_t space = seed % 4 == 0 ? 3 : seed * 40;
    for (int step = 0; step < 30; ++step) {
      tree.update(random_changes(random, model, 1 + random() % (seed * 20), space), 1 + seed % 2);
      ASSERT_EQ(StateTree::root(*tree.newest()), model_root(model));
      ASSERT_EQ(StateTree::leaf_count(*tree.newest()), model.size());
    }
  }
}

TEST(StateTree, KeepsOldVersionsReadableAndDerivesThem) {
  std::mt19937_64 random(7);
  StateTree tree;
  Model model;
  std::vector<std::pair<StateTree::VersionPtr, Model>> kept;
  for (int step = 0; step < 60; ++step) {
    tree.update(random_changes(random, model, 200, 1000), 2);
    kept.emplace_back(tree.newest(), model);
    if (kept.size() > 8) kept.erase(kept.begin());
    for (auto& [version, then] : kept) {
      for (uint64_t i = 0; i < 50; ++i) {
        Path path = path_of(key_of(random() % 1000));
        ASSERT_EQ(StateTree::contains(*version, path), then.contains(path));
      }
    }
  }
  Model before = model;
  auto tip = tree.newest();
  auto changes = random_changes(random, model, 100, 1000);
  auto derived = tree.derive(tip, changes);
  EXPECT_EQ(StateTree::root(*derived), model_root(model));
  EXPECT_EQ(StateTree::root(*tree.newest()), model_root(before));
  Model further = model;
  auto again = tree.derive(derived, random_changes(random, further, 100, 1000));
  EXPECT_EQ(StateTree::root(*again), model_root(further));
  // Life goes on above the derived versions without disturbing them.
  for (int step = 0; step < 10; ++step) tree.update(random_changes(random, before, 200, 1000), 2);
  for (uint64_t i = 0; i < 1000; ++i) {
    ASSERT_EQ(StateTree::contains(*again, path_of(key_of(i))),
              further.contains(path_of(key_of(i))));
  }
}

TEST(StateTree, ProvesMembersAndAbsentKeysThatTheVerifierAccepts) {
  for (size_t count : {0, 1, 2, 3, 17, 1000}) {
    StateTree tree;
    std::map<Path, uint64_t> numbers;
    for (uint64_t i = 0; i < count; ++i) numbers[path_of(key_of(i))] = i;
    std::vector<LeafChange> changes;
    for (auto& [path, number] : numbers)
      changes.push_back({path, crypto::sha256(value_of(number))});
    tree.update(changes, 1);
    Hash256 root = StateTree::root(*tree.newest());
    for (uint64_t i = 0; i < count + 200; ++i) {
      StateTree::Walk walk = StateTree::walk(*tree.newest(), path_of(key_of(i)));
      ASSERT_EQ(walk.found, i < count);
      proof::StateEntry entry{std::nullopt, walk.path};
      if (walk.found) entry.value = value_of(i);
      if (walk.other_leaf) {
        entry.path.other = proof::OtherLeaf{rename_bytes<Hash256>(*walk.other_leaf),
                                            crypto::sha256(value_of(numbers[*walk.other_leaf]))};
      }
      auto verdict = proof::verify_entry(key_of(i), entry, root);
      ASSERT_TRUE(verdict) << to_string(verdict.error()) << " " << i << " of " << count;
      // The same path never proves the opposite.
      proof::StateEntry lie = entry;
      lie.value = walk.found ? std::nullopt : std::optional<Bytes>(value_of(i));
      if (!walk.found) lie.path.other.reset();
      ASSERT_FALSE(proof::verify_entry(key_of(i), lie, root));
    }
  }
}

TEST(StateTree, BuildsFromSortedLeavesTheSameTree) {
  Model model;
  for (uint64_t i = 0; i < 5000; ++i) model[path_of(key_of(i))] = crypto::sha256(value_of(i));
  StateTree tree;
  tree.build(
      [&](unsigned subtree, const StateTree::AddLeaf& add) {
        for (auto& [path, value] : model) {
          if (path.data()[0] >> 4 == static_cast<int>(subtree)) add(path, value);
        }
      },
      2);
  EXPECT_EQ(StateTree::root(*tree.newest()), model_root(model));
}

TEST(StateTree, ReusesTheMemoryOfVersionsThatAreGone) {
  StateTree tree;
  std::mt19937_64 random(3);
  Model model;
  for (int step = 0; step < 50; ++step) tree.update(random_changes(random, model, 500, 1000), 1);
  uint64_t settled = tree.memory_bytes();
  for (int step = 0; step < 1000; ++step) tree.update(random_changes(random, model, 500, 1000), 1);
  EXPECT_LE(tree.memory_bytes(), settled + settled / 4);
}

TEST(StateTree, IsReadWhileItIsWritten) {
  StateTree tree;
  std::mt19937_64 random(5);
  Model model;
  tree.update(random_changes(random, model, 2000, 4000), 1);
  std::mutex mutex;
  StateTree::VersionPtr shared = tree.newest();
  std::atomic<bool> done{false};
  std::thread reader([&] {
    while (!done) {
      StateTree::VersionPtr version;
      {
        std::lock_guard lock(mutex);
        version = shared;
      }
      for (uint64_t i = 0; i < 100; ++i) StateTree::walk(*version, path_of(key_of(i)));
    }
  });
  for (int step = 0; step < 100; ++step) {
    auto version = tree.update(random_changes(random, model, 1000, 4000), 2);
    std::lock_guard lock(mutex);
    shared = version;
  }
  done = true;
  reader.join();
  EXPECT_EQ(StateTree::root(*tree.newest()), model_root(model));
}

}  // namespace
}  // namespace freehold::chain
