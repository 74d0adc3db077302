// What a block changes, before it is committed: a map over a StateView, with undo for one
// transaction.
//
// Iteration never decides anything: changes come out sorted by path. One thread.
#pragma once

#include <memory>

#include "chain/tree.h"
#include "common/result.h"

namespace freehold::chain {

// Where state is read from. A failure to read is never a transaction's result: it stops the block.
class StateView {
 public:
  virtual ~StateView() = default;
  // The value at a path, or none. Sets *failed when the value could not be read.
  virtual std::optional<Bytes> read(const Path& path, bool* failed) const = 0;
};

// What became of one record, as long as the overlay is not changed.
struct RecordChange {
  uint8_t space = 0;              // first byte of the state key
  const Bytes* before = nullptr;  // null: there was none
  const Bytes* after = nullptr;   // null: there is none
};

struct StateChange {
  Path path;
  uint8_t space = 0;  // first byte of the state key
  std::optional<Bytes> before;
  std::optional<Bytes> after;
};

class StateOverlay {
 public:
  explicit StateOverlay(const StateView& base) : base_(base), table_(1024, 0) {}

  // The value of a key now; the pointer holds until the next call. Null: there is none.
  const Bytes* get(ByteView key);
  void put(ByteView key, Bytes value);
  void erase(ByteView key);

  // A point to come back to. rollback() undoes what was put since; mark() also starts counting
  // anew.
  void mark();
  void rollback();
  // Keys that had no value at mark() and have one now.
  uint64_t records_added() const;
  // Keys touched by put or erase since mark(), each once.
  std::vector<RecordChange> changes_since_mark() const;

  // All that differs from the base, ascending by path. The overlay is spent.
  std::vector<StateChange> take_changes();

  // Bytes of the values that were read from the base.
  uint64_t bytes_read() const { return bytes_read_; }

  // Whether a read of the base failed: nothing that was computed is to be used.
  bool failed() const { return failed_; }

 private:
  struct Entry {
    Path path;
    uint8_t space = 0;
    bool journaled = false;
    bool touched = false;         // put or erased before the last mark(): `before` is known
    std::optional<Bytes> before;  // in the base
    std::optional<Bytes> now;
  };
  struct Undo {
    uint32_t entry;
    std::optional<Bytes> value;
  };

  uint32_t find(ByteView key);
  void set(ByteView key, std::optional<Bytes> value);
  void grow();

  const StateView& base_;
  std::vector<Entry> entries_;
  std::vector<uint32_t> table_;  // 1 + place in entries_, or 0; a power of two in size
  std::vector<Undo> journal_;
  uint64_t bytes_read_ = 0;
  bool failed_ = false;
};

}  // namespace freehold::chain
