#include "chain/value_cache.h"

namespace freehold::chain {
namespace {

// A node of the map, its share of buckets, the entry and the allocator's own bytes.
constexpr uint64_t kEntryOverhead = 144;

}  // namespace

ValueCache::ValueCache(size_t bytes_max) : shard_bytes_max_(bytes_max / kShards) {
  for (auto& shard : shards_) shard = std::make_unique<Shard>();
}

uint64_t ValueCache::cost(const std::optional<Bytes>& value) {
  return kEntryOverhead + (value ? value->capacity() : 0);
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
      for (auto at = shard->entries.begin(); at != shard->entries.end() && shard->bytes > target;) {
        if (at->second.used) {
          at->second.used = false;
          ++at;
          continue;
        }
        shard->bytes -= cost(at->second.value);
        at = shard->entries.erase(at);
      }
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
