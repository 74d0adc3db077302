#include "chain/value_cache.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <mutex>

namespace freehold::chain {
namespace {

struct Entry {
  std::optional<Bytes> value;
  bool used = true;
};

// A path and its entry in a table that is two thirds full, and the allocator's own bytes.
constexpr uint64_t kEntryOverhead = 128;

uint64_t cost(const std::optional<Bytes>& value) {
  return kEntryOverhead + (value ? value->capacity() : 0);
}

// Another eight bytes than those that choose the shard.
struct PathHasher {
  using is_avalanching = void;
  size_t operator()(const Path& path) const { return DigestHasher()(path); }
};

}  // namespace

struct ValueCache::Shard {
  mutable std::mutex mutex;
  boost::unordered_flat_map<Path, Entry, PathHasher> entries;
  uint64_t bytes = 0;
  uint64_t ticket = 0;
};

ValueCache::~ValueCache() = default;

ValueCache::ValueCache(size_t bytes_max) : shard_bytes_max_(bytes_max / kShards) {
  for (auto& shard : shards_) shard = std::make_unique<Shard>();
}

ValueCache::Found ValueCache::find(const Path& path) const {
  Shard& in = shard(path);
  std::lock_guard lock(in.mutex);
  auto at = in.entries.find(path);
  if (at == in.entries.end()) return {false, std::nullopt, in.ticket};
  at->second.used = true;
  return {true, at->second.value, in.ticket};
}

void ValueCache::keep(const Path& path, const Bytes& value, uint64_t ticket) {
  Shard& in = shard(path);
  std::lock_guard lock(in.mutex);
  if (in.ticket != ticket || in.bytes >= shard_bytes_max_) return;
  auto [at, added] = in.entries.try_emplace(path, Entry{value, true});
  if (added) in.bytes += cost(at->second.value);
}

void ValueCache::publish(const Path& path, const std::optional<Bytes>& value) {
  Shard& in = shard(path);
  std::lock_guard lock(in.mutex);
  auto [at, added] = in.entries.try_emplace(path);
  if (!added) in.bytes -= cost(at->second.value);
  at->second.value = value;
  at->second.used = true;
  in.bytes += cost(at->second.value);
  ++in.ticket;
}

void ValueCache::settle() {
  for (auto& shard : shards_) {
    std::lock_guard lock(shard->mutex);
    if (shard->bytes <= shard_bytes_max_) continue;
    // To nine tenths, so that not every block has to: first what nobody used since the last time.
    uint64_t target = shard_bytes_max_ / 10 * 9;
    for (int round = 0; round < 2 && shard->bytes > target; ++round) {
      boost::unordered::erase_if(shard->entries, [&](auto& one) {
        if (shard->bytes <= target) return false;
        Entry& entry = one.second;
        if (std::exchange(entry.used, false)) return false;
        shard->bytes -= cost(entry.value);
        return true;
      });
    }
    ++shard->ticket;
  }
}

uint64_t ValueCache::bytes() const {
  uint64_t sum = 0;
  for (const auto& shard : shards_) {
    std::lock_guard lock(shard->mutex);
    sum += shard->bytes;
  }
  return sum;
}

}  // namespace freehold::chain
