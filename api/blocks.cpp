#include "api/blocks.h"

#include <algorithm>

namespace freehold::api {
namespace {

// A byte string of its own: its object, and what the allocator adds.
constexpr size_t kStringBytes = 48;
// Looked through one by one.
constexpr size_t kBlocksMax = 64;

size_t bytes_of(const chain::StoredBlock& block) {
  size_t out = sizeof(Blocks::Block) + block.results.size() * sizeof(proof::TxResult);
  for (const std::vector<Bytes>* list : {&block.batch.transactions, &block.batch.evidence}) {
    for (const Bytes& one : *list) out += one.capacity() + kStringBytes;
  }
  return out;
}

}  // namespace

Result<Blocks::BlockPtr, chain::LedgerFailure> Blocks::at(Height height) {
  if (BlockPtr found = find(height)) return found;
  FREEHOLD_TRY_ASSIGN(read, ledger_.block(height));
  if (!read) return BlockPtr();
  auto block = std::make_shared<Block>();
  block->block = std::move(*read);
  block->block.undo = {};
  block->bytes = bytes_of(block->block);
  keep(block);
  return BlockPtr(std::move(block));
}

Blocks::BlockPtr Blocks::find(Height height) {
  std::lock_guard lock(mutex_);
  auto found = std::find_if(kept_.begin(), kept_.end(), [&](const BlockPtr& one) {
    return one->block.header.height == height;
  });
  if (found == kept_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found);
  return *found;
}

void Blocks::keep(BlockPtr block) {
  std::list<BlockPtr> gone;  // freed after the lock
  std::lock_guard lock(mutex_);
  Height height = block->block.header.height;
  if (std::any_of(kept_.begin(), kept_.end(),
                  [&](const BlockPtr& one) { return one->block.header.height == height; })) {
    return;
  }
  bytes_ += block->bytes;
  kept_.push_front(std::move(block));
  while (kept_.size() > kBlocksMax || (bytes_ > bytes_max_ && kept_.size() > 1)) {
    bytes_ -= kept_.back()->bytes;
    gone.splice(gone.begin(), kept_, std::prev(kept_.end()));
  }
}

}  // namespace freehold::api
