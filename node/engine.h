// Who orders: an engine takes what waits, makes blocks of it and has them sealed. One thread of its
// own owns the ledger's writing side.
#pragma once

#include <memory>

#include "chain/ledger.h"

namespace freehold::node {

// The newest block with the seal that proves it.
struct Sealed {
  chain::LedgerVersionPtr version;
  proof::Seal seal;
};
using SealedPtr = std::shared_ptr<const Sealed>;

enum class EngineState : uint8_t {
  kRunning = 1,
  kNoSpace,      // the disk is full: nothing is committed until there is space
  kClockJumped,  // the clock is too far from the chain's time
  kFailed,       // the process has to end; `detail` says why
  kStopped,
};
const char* to_string(EngineState state);

class Engine {
 public:
  virtual ~Engine() = default;

  virtual void start() = 0;
  // Returns when the block in the making is done. What still waits is lost with the mempool.
  virtual void stop() = 0;

  virtual EngineState state() const = 0;
  virtual std::string detail() const = 0;
  // Never null after start().
  virtual SealedPtr newest_sealed() const = 0;
};

}  // namespace freehold::node
