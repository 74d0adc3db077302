// Blocks as they are read for answers and events. Any thread; several at once may read one block.
//
// A transaction's line needs its bytes, which stand in a block of thousands: the blocks asked for
// last are kept, up to a bound of bytes, so that a page or the next transaction of the same block
// costs no read of the whole again.
#pragma once

#include <list>
#include <mutex>

#include "chain/ledger.h"

namespace freehold::api {

class Blocks {
 public:
  // The ledger outlives this.
  explicit Blocks(const chain::Ledger& ledger, size_t bytes_max = size_t{48} << 20)
      : ledger_(ledger), bytes_max_(bytes_max) {}

  struct Block {
    chain::StoredBlock block;  // without what it undoes
    size_t bytes = 0;          // that it takes, about
  };
  using BlockPtr = std::shared_ptr<const Block>;

  // Null: there is no block of that height.
  Result<BlockPtr, chain::LedgerFailure> at(Height height);

 private:
  BlockPtr find(Height height);
  void keep(BlockPtr block);

  const chain::Ledger& ledger_;
  size_t bytes_max_;
  std::mutex mutex_;
  std::list<BlockPtr> kept_;  // the one asked for last first
  size_t bytes_ = 0;
};

}  // namespace freehold::api
