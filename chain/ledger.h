// The chain on disk and in memory: executes ordered batches, commits them durably, serves every
// reader.
//
// One thread calls commit(); any thread reads, from immutable versions that never wait for it. What
// commit() returned survives a kill at any moment. The order of a commit: execute, new state root,
// block to the log and synced, head synced, values published to readers, database. The database may
// lag; the log brings it up to date at start. docs/spec/storage.md has the files.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "chain/block.h"
#include "chain/execute.h"
#include "chain/head_file.h"
#include "chain/state_store.h"
#include "proof/genesis.h"

namespace freehold::chain {

enum class LedgerError : uint8_t {
  kNoSpace = 1,    // nothing was committed; works again when there is space
  kIo,             // the system refuses to read or write
  kSyncFailed,     // the process must end: what is on disk is unknown
  kDamaged,        // a file is not what was written; `detail` says which
  kMissing,        // something below the head is gone; `detail` says what
  kLocked,         // another process uses the folder
  kOtherGenesis,   // the folder holds another chain
  kInvalidBatch,   // a batch that breaks a rule: it holds a rejected transaction or a false seal
  kStateMismatch,  // the state is not what the header says
  kBrokenRule,     // a broken invariant of a block: our mistake; the node stops
  kTimeBackwards,  // a batch earlier than the block before it
};
const char* to_string(LedgerError error);
struct LedgerFailure {
  LedgerError error;
  std::string detail;
};

// The chain as it was right after one block. Immutable; any thread.
class LedgerVersion {
 public:
  virtual ~LedgerVersion() = default;
  virtual const proof::Header& header() const = 0;
  virtual const HeaderHash& hash() const = 0;
  // The value of a state key. With its proof against header().state_root by prove().
  virtual Result<std::optional<Bytes>, LedgerFailure> state(ByteView key) const = 0;
  virtual Result<proof::StateEntry, LedgerFailure> prove(ByteView key) const = 0;
  // Indexes as of the newest block the database had when this version was made: at least header().
  virtual const StateStore::Snapshot& index() const = 0;
};
using LedgerVersionPtr = std::shared_ptr<const LedgerVersion>;

struct LedgerOptions {
  std::string directory;
  unsigned threads = 2;  // for the state root
  size_t window = 16;    // heights whose state stays readable
  // A block is refused with kNoSpace while the disk has less than this free: the log, the database
  // and its compactions then never meet a full disk halfway.
  uint64_t free_bytes_min = uint64_t{64} << 20;
  // Throws the database away first, so that it is made again from the log.
  bool rebuild_state = false;
  // Called while blocks are executed again at start: the block done, and the last one if it is
  // known.
  std::function<void(Height done, std::optional<Height> last)> progress;
  LogOptions log;
  StoreOptions store;
};

struct Committed {
  proof::Header header;
  HeaderHash hash;
  std::vector<PreparedTxPtr> transactions;
  std::vector<proof::TxResult> results;
  std::vector<DroppedTx> dropped;
};

// What an ordering engine gives for one block.
struct Proposal {
  Time time;
  std::vector<PreparedTxPtr> transactions;
  std::vector<Bytes> evidence;
  std::vector<Reveal> reveals;
  std::vector<proof::Seal> seals;
};

class Ledger {
 public:
  // Opens the folder, or starts the chain of `genesis` in an empty one. The folder belongs to this
  // ledger while it lives: a second one, in this or another process, is refused with kLocked. Brings the database up to
  // the log, checks the state root against the head, rebuilds the window.
  static Result<std::unique_ptr<Ledger>, LedgerFailure> open(const LedgerOptions& options,
                                                             const proof::Genesis& genesis,
                                                             const ContractSet& contracts);
  virtual ~Ledger() = default;

  // Makes the next block. Durable when it returns. On kNoSpace nothing happened.
  virtual Result<Committed, LedgerFailure> commit(const Proposal& proposal, BatchMode mode) = 0;

  virtual const ChainId& chain() const = 0;
  virtual const proof::Genesis& genesis() const = 0;
  virtual const ContractSet& contracts() const = 0;
  // The newest version, and the one of a height if it is in the window.
  virtual LedgerVersionPtr newest() const = 0;
  virtual LedgerVersionPtr at(Height height) const = 0;
  // The newest height whose seal stands in a block; none before the first.
  virtual std::optional<Height> newest_sealed() const = 0;

  // The newest state through the cache, for admission: may be ahead of any version held.
  virtual const StateView& live_state() const = 0;
  virtual Parameters live_parameters() const = 0;

  virtual Result<std::optional<proof::Header>, LedgerFailure> header(Height height) const = 0;
  virtual Result<std::optional<StoredBlock>, LedgerFailure> block(Height height) const = 0;
  virtual Result<std::optional<proof::Seal>, LedgerFailure> seal(Height height) const = 0;
  // Where a transaction stands, in the newest version; none where the chain does not have it.
  virtual Result<std::optional<TxEntry>, LedgerFailure> transaction(const TxId& tx) const = 0;
  // Path of an older header in the history root of a newer one.
  virtual Result<std::vector<Hash256>, LedgerFailure> history_path(Height older,
                                                                   Height newer) const = 0;
  // What start() had to mend, one line each.
  virtual const std::vector<std::string>& notes() const = 0;
};

}  // namespace freehold::chain
