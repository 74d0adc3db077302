// A running node: a ledger, a mempool and the engine that joins them. What an API serves.
//
// Any thread may call what is const and submit(). start() and stop() belong to one thread.
#pragma once

#include "node/home.h"
#include "node/prover.h"
#include "node/solo/solo.h"

namespace freehold::node {

struct NodeOptions {
  unsigned threads = 2;
  uint64_t interval_ms = 100;
  bool accept_time_jump = false;
  uint64_t free_bytes_min = uint64_t{64} << 20;
  MempoolOptions mempool;
  chain::StoreOptions store;
  Clock clock = system_time;
  std::function<void(const std::string& line)> log;
  std::function<void(Height done, std::optional<Height> last)> progress;  // of the replay at start
  // The engine has failed: the process has to end. Called once, on its thread.
  std::function<void(const std::string& why)> on_failure;
};

enum class NodeError : uint8_t {
  kHome = 1,  // the folder; `detail` begins with the HomeError's name
  kLedger,    // the chain; likewise with LedgerError's
  kSigned,    // the file `signed`; likewise with SoloError's or SignedError's
};
const char* to_string(NodeError error);
struct NodeFailure {
  NodeError error;
  std::string name;  // of the error beneath, such as "locked"
  std::string detail;
};

// Where a transaction is.
enum class TxState : uint8_t { kUnknown, kPending, kCommitted, kInvalid };
const char* to_string(TxState state);
struct TxStatus {
  TxState state = TxState::kUnknown;
  chain::TxEntry entry;                       // where committed
  std::optional<chain::Rejection> rejection;  // where invalid
};

// Hears of each block, on the engine's thread: it must not wait.
class CommitListener {
 public:
  virtual ~CommitListener() = default;
  virtual void committed(const chain::Committed& block) = 0;
};

class Node {
 public:
  // Opens the folder's chain and begins to make blocks.
  static Result<std::unique_ptr<Node>, NodeFailure> start(const std::string& home,
                                                          NodeOptions options);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  // No more blocks. Reading goes on.
  void stop();

  const chain::Ledger& ledger() const;
  const Prover& prover() const;
  Mempool& mempool();
  const Mempool& mempool() const;
  EngineState state() const;
  std::string state_detail() const;
  SealedPtr newest_sealed() const;
  Result<TxStatus, chain::LedgerFailure> status(const TxId& tx) const;
  // Blocks committed since the start, and the transactions in them.
  uint64_t blocks_made() const;
  uint64_t transactions_committed() const;
  uint64_t started_ms() const;

  // The listener outlives the node or is removed; removing returns when it is not being called.
  void add_listener(CommitListener* listener);
  void remove_listener(CommitListener* listener);

 private:
  struct Impl;
  explicit Node(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace freehold::node
