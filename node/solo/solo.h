// The ordering engine of one authority: it commits, syncs, then seals.
// docs/adr/0005-solo-engine.md.
//
// A block is made when transactions wait, at most one in each interval; when the newest
// state-changing header is unsealed in the chain; and as a heartbeat when the chain has been idle.
// Time is the clock's, never earlier than the block before; a jump beyond the parameter
// time_jump_max_ms is refused until the clock is right again or the operator says that it is.
#pragma once

#include "crypto/signature.h"
#include "node/clock.h"
#include "node/engine.h"
#include "node/mempool.h"
#include "node/signed_file.h"

namespace freehold::node {

struct SoloOptions {
  uint64_t interval_ms = 100;
  bool accept_time_jump = false;  // for the first block after the start
  Clock clock = system_time;
  // Called on the engine's thread after each block, when readers can see it.
  std::function<void(const chain::Committed&)> on_commit;
  // Called once when the process has to end.
  std::function<void(const std::string& why)> on_failure;
  std::function<void(const std::string& line)> log;
};

enum class SoloError : uint8_t {
  kSignedAhead = 1,  // a header above the tip was sealed: the chain was restored from an older copy
  kSignedOther,      // another header of the tip's height was sealed
  kSignedUnreadable,
  kNotAlone,  // the validators of this chain are not this one authority
};
const char* to_string(SoloError error);

struct SealKey {
  crypto::SecretKey key;
  uint16_t validator = 0;
};

// All that is passed in outlives the engine.
Result<std::unique_ptr<Engine>, SoloError> solo_engine(chain::Ledger& ledger, Mempool& mempool,
                                                       SignedFile& signed_file, SealKey key,
                                                       SoloOptions options);

}  // namespace freehold::node
