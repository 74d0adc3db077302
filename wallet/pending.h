// A transaction that was signed and may have been sent, and has not been seen in a block: what a run
// that was killed leaves for the next one, and what cannot be had again once it is in a block.
//
// Written before the transaction is sent, and never changed. docs/spec/wallet.md. Any thread.
#pragma once

#include "common/result.h"
#include "proof/records.h"

namespace freehold::wallet {

struct PendingTx {
  uint8_t version = 1;
  ChainId chain;
  TxId tx;
  Height valid_until;  // the last height at which it can be in a block
  AccountId account;   // that acts
  bool accepts = false;         // takes an offered asset; else it certifies
  std::vector<AssetId> assets;  // that it certifies, or the one it takes
  Bytes manifest;               // of a collection: its file, sealed where `sealed`; else empty
  bool sealed = false;
  Bytes key;  // of a private certificate that is taken: its sealed PrivateKey; else empty
  FREEHOLD_DESCRIBE(version, chain, tx, valid_until, account, accepts, assets, manifest, sealed, key)
};

enum class PendingError : uint8_t {
  kTruncated = 1,  // shorter than its checksum, or cut
  kChecksum,       // changed
  kVersion,
  kUnreadable,
};
const char* to_string(PendingError error);

// BCS followed by its SHA-256.
Bytes pending_encode(const PendingTx& pending);
Result<PendingTx, PendingError> pending_decode(ByteView bytes);

// What the chain of a pending transaction says of it.
struct PendingSeen {
  Height height;           // of the newest block, looked at before the rest
  bool waits = false;      // the node has it, and it is in no block
  bool done = false;       // it is in a block, and did what it says
  bool failed = false;     // it is in a block, and failed
  bool theirs = false;     // the account owns (or, if it certifies, certified) all of the assets
};
enum class PendingFate : uint8_t {
  kDone,   // what it was to bring is the account's
  kNever,  // it can be in no block any more
  kWaits,  // the node has it
  kMay,    // the node does not have it; another may
};
PendingFate pending_fate(const PendingTx& pending, const PendingSeen& seen);

}  // namespace freehold::wallet
