#include "node/node.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "contracts/registry.h"

namespace freehold::node {

struct Node::Impl {
  NodeOptions options;
  std::unique_ptr<chain::Ledger> ledger;
  std::unique_ptr<SignedFile> signed_file;
  std::unique_ptr<Mempool> mempool;
  std::unique_ptr<Prover> prover;
  std::unique_ptr<Engine> engine;
  uint64_t started_ms = 0;
  std::atomic<uint64_t> blocks{0};
  std::atomic<uint64_t> transactions{0};
  std::mutex listeners_mutex;
  std::vector<CommitListener*> listeners;

  void committed(const chain::Committed& block) {
    ++blocks;
    transactions += block.transactions.size();
    std::lock_guard lock(listeners_mutex);
    for (CommitListener* listener : listeners) listener->committed(block);
  }
};

namespace {

Result<std::unique_ptr<chain::Ledger>, NodeFailure> open_ledger(const HomePaths& paths,
                                                                const proof::Genesis& genesis,
                                                                const NodeOptions& options) {
  chain::LedgerOptions ledger;
  ledger.directory = paths.chain;
  ledger.threads = options.threads;
  ledger.free_bytes_min = options.free_bytes_min;
  ledger.store = options.store;
  ledger.progress = options.progress;
  auto out = chain::Ledger::open(ledger, genesis, contracts::registry());
  if (!out) {
    return failure(
        NodeFailure{NodeError::kLedger, chain::to_string(out.error().error), out.error().detail});
  }
  return std::move(*out);
}

}  // namespace

const char* to_string(NodeError error) {
  switch (error) {
    case NodeError::kHome:
      return "home";
    case NodeError::kLedger:
      return "ledger";
    case NodeError::kSigned:
      return "signed";
  }
  return "unknown";
}

const char* to_string(TxState state) {
  switch (state) {
    case TxState::kUnknown:
      return "UNKNOWN";
    case TxState::kPending:
      return "PENDING";
    case TxState::kCommitted:
      return "COMMITTED";
    case TxState::kInvalid:
      return "INVALID";
  }
  return "UNKNOWN";
}

Node::Node(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Node::~Node() { stop(); }

Result<std::unique_ptr<Node>, NodeFailure> Node::start(const std::string& folder,
                                                       NodeOptions options) {
  auto home = home_open(folder);
  if (!home) {
    return failure(
        NodeFailure{NodeError::kHome, to_string(home.error().error), home.error().detail});
  }
  auto impl = std::make_unique<Impl>();
  impl->started_ms = options.clock().ms;
  FREEHOLD_TRY_ASSIGN(ledger, open_ledger(home->paths, home->genesis, options));
  impl->ledger = std::move(ledger);
  for (const std::string& note : impl->ledger->notes()) {
    if (options.log) options.log(note);
  }
  auto signed_file = SignedFile::open(home->paths.signed_file);
  if (!signed_file) {
    return failure(
        NodeFailure{NodeError::kSigned, to_string(signed_file.error()), home->paths.signed_file});
  }
  impl->signed_file = std::move(*signed_file);
  options.mempool.threads = options.threads;
  impl->mempool = std::make_unique<Mempool>(*impl->ledger, options.mempool);
  impl->prover = std::make_unique<Prover>(*impl->ledger);
  SoloOptions solo;
  solo.interval_ms = options.interval_ms;
  solo.accept_time_jump = options.accept_time_jump;
  solo.clock = options.clock;
  solo.log = options.log;
  solo.on_failure = options.on_failure;
  solo.on_commit = [raw = impl.get()](const chain::Committed& block) { raw->committed(block); };
  auto engine = solo_engine(*impl->ledger, *impl->mempool, *impl->signed_file,
                            SealKey{std::move(home->seal_key), home->validator}, std::move(solo));
  if (!engine) {
    return failure(NodeFailure{NodeError::kSigned, to_string(engine.error()), folder});
  }
  impl->engine = std::move(*engine);
  impl->options = std::move(options);
  impl->engine->start();
  return std::unique_ptr<Node>(new Node(std::move(impl)));
}

void Node::stop() { impl_->engine->stop(); }

const chain::Ledger& Node::ledger() const { return *impl_->ledger; }
const Prover& Node::prover() const { return *impl_->prover; }
Mempool& Node::mempool() { return *impl_->mempool; }
const Mempool& Node::mempool() const { return *impl_->mempool; }
EngineState Node::state() const { return impl_->engine->state(); }
std::string Node::state_detail() const { return impl_->engine->detail(); }
SealedPtr Node::newest_sealed() const { return impl_->engine->newest_sealed(); }
uint64_t Node::blocks_made() const { return impl_->blocks; }
uint64_t Node::transactions_committed() const { return impl_->transactions; }
uint64_t Node::started_ms() const { return impl_->started_ms; }

Result<TxStatus, chain::LedgerFailure> Node::status(const TxId& tx) const {
  // Asked in this order, what is committed in between is still found.
  bool pending = impl_->mempool->waiting(tx);
  FREEHOLD_TRY_ASSIGN(entry, impl_->ledger->transaction(tx));
  TxStatus out;
  if (entry) {
    out.state = TxState::kCommitted;
    out.entry = std::move(*entry);
    return out;
  }
  if (pending) {
    out.state = TxState::kPending;
  } else if (auto why = impl_->mempool->dropped(tx)) {
    out.state = TxState::kInvalid;
    out.rejection = why;
  }
  return out;
}

void Node::add_listener(CommitListener* listener) {
  std::lock_guard lock(impl_->listeners_mutex);
  impl_->listeners.push_back(listener);
}

void Node::remove_listener(CommitListener* listener) {
  std::lock_guard lock(impl_->listeners_mutex);
  std::erase(impl_->listeners, listener);
}

}  // namespace freehold::node
