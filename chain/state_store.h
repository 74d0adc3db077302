// LevelDB behind our own interface: state values by path, indexes by key, and a cache of values.
//
// paranoid_checks and verify_checksums are always on. Writes are made by one thread, in batches
// sorted by key, and are atomic. Any thread may read. The store knows the height it holds: it
// changes with each batch, atomically.
#pragma once

#include <memory>
#include <string>

#include "chain/tree.h"
#include "common/result.h"
#include "common/types.h"

namespace freehold::chain {

enum class StoreError : uint8_t {
  kNoSpace = 1,
  kIo,
  kDamaged,  // a checksum does not fit
  kLocked,   // another process has it open
};
const char* to_string(StoreError error);
struct StoreFailure {
  StoreError error;
  std::string detail;
};

struct StateWrite {
  Path path;
  std::optional<Bytes> value;  // none: removed
};
// Index keys begin with a byte that names the index; docs/spec/storage.md lists them.
struct IndexWrite {
  Bytes key;
  std::optional<Bytes> value;
};

struct StoreOptions {
  size_t write_buffer_bytes = size_t{128} << 20;
  size_t block_cache_bytes = size_t{64} << 20;
  size_t value_cache_bytes = size_t{768} << 20;
};

class StateStore {
 public:
  // An immutable view of what was written up to some batch.
  class Snapshot {
   public:
    virtual ~Snapshot() = default;
    virtual Result<std::optional<Bytes>, StoreFailure> state(const Path& path) const = 0;
    virtual Result<std::optional<Bytes>, StoreFailure> index(ByteView key) const = 0;
    // Entries whose key begins with `prefix`, ascending from `from` (inclusive; empty: the first),
    // or descending from it; `visit` returns whether to go on.
    using Visit = std::function<bool(ByteView key, ByteView value)>;
    virtual Result<std::monostate, StoreFailure> scan(ByteView prefix, ByteView from,
                                                      bool descending,
                                                      const Visit& visit) const = 0;
  };

  static Result<std::unique_ptr<StateStore>, StoreFailure> open(const std::string& directory,
                                                                const StoreOptions& options);
  virtual ~StateStore() = default;

  // The height of the last batch; none in a new store.
  virtual std::optional<Height> height() const = 0;

  // One atomic batch, in the log of the database when it returns; `durable` waits for the disk too.
  // `state` and `index` sorted ascending. Values of `state` reach the cache by publish(), before.
  virtual Result<std::monostate, StoreFailure> write(Height height,
                                                     const std::vector<StateWrite>& state,
                                                     const std::vector<IndexWrite>& index,
                                                     bool durable) = 0;

  // --- the newest values, through the cache ---
  //
  // The writer publishes a block's values before the database has them: cached() and read() give
  // them from then on. What was published stays in the cache until its write() is done (the caller
  // says so with settle()), so that a value read through here is never older than the last
  // publish().
  virtual void publish(const std::vector<StateWrite>& state) = 0;
  // All that was published has been written: the cache may shrink to its size again.
  virtual void settle() = 0;
  // The newest value of `path`, from the cache or the database (which fills the cache).
  virtual Result<std::optional<Bytes>, StoreFailure> read(const Path& path) = 0;

  virtual std::shared_ptr<const Snapshot> snapshot() const = 0;

  // Every state value, ascending by path, of the paths whose first four bits are `subtree`.
  virtual Result<std::monostate, StoreFailure> scan_state(
      unsigned subtree, const std::function<void(const Path&, ByteView value)>& visit) const = 0;

  // Removes every index entry, for a rebuild.
  virtual Result<std::monostate, StoreFailure> clear_indexes() = 0;
};

}  // namespace freehold::chain
