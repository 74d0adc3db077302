// The newest values of state records, in memory, bounded by bytes.
//
// Values that a block published stay until the database has them (settle). A reader that had to ask
// the database may keep what it got only if nothing was published in or evicted from its shard
// meanwhile, so that an older value can never take the place of a newer one.
#pragma once

#include <array>
#include <memory>
#include <optional>

#include "chain/tree.h"

namespace freehold::chain {

class ValueCache {
 public:
  explicit ValueCache(size_t bytes_max);
  ~ValueCache();

  // What is known of a path, and a ticket with which a value read elsewhere may be kept.
  struct Found {
    bool known = false;
    std::optional<Bytes> value;  // none where it is known to be absent
    uint64_t ticket = 0;
  };
  Found find(const Path& path) const;
  // Keeps a value that was read from the database after find() gave `ticket`.
  void keep(const Path& path, const Bytes& value, uint64_t ticket);

  // The one writer: the newest value, not to be evicted before settle().
  void publish(const Path& path, const std::optional<Bytes>& value);
  // The database has all that was published: shrink to size.
  void settle();

  uint64_t bytes() const;

 private:
  struct Shard;
  Shard& shard(const Path& path) const { return *shards_[path.data()[31] % kShards]; }

  static constexpr size_t kShards = 64;
  std::array<std::unique_ptr<Shard>, kShards> shards_;
  uint64_t shard_bytes_max_;
};

}  // namespace freehold::chain
