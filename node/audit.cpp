#include "node/audit.h"

#include <filesystem>

#include "contracts/registry.h"
#include "node/worker_pool.h"

namespace freehold::node {
namespace {

namespace fs = std::filesystem;
using LedgerPtr = std::unique_ptr<chain::Ledger>;

NodeFailure failed(const chain::LedgerFailure& why) {
  return {NodeError::kLedger, chain::to_string(why.error), why.detail};
}
NodeFailure failed(const HomeFailure& why) {
  return {NodeError::kHome, to_string(why.error), why.detail};
}

Result<LedgerPtr, NodeFailure> open(const std::string& folder, const proof::Genesis& genesis,
                                    const NodeOptions& options, bool rebuild_state = false) {
  chain::LedgerOptions ledger;
  ledger.directory = folder;
  ledger.threads = options.threads;
  ledger.free_bytes_min = 0;
  ledger.store = options.store;
  ledger.progress = options.progress;
  ledger.rebuild_state = rebuild_state;
  auto out = chain::Ledger::open(ledger, genesis, contracts::registry());
  if (!out) return failure(failed(out.error()));
  return std::move(*out);
}

// A folder that goes when the audit ends.
struct Scratch {
  std::string path;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

NodeFailure differs(Height height, const std::string& what) {
  return {NodeError::kLedger, "audit", "block " + std::to_string(height.value) + ": " + what};
}

Result<std::vector<chain::PreparedTxPtr>, NodeFailure> prepare_block(
    const chain::StoredBlock& block, const chain::Ledger& ledger, WorkerPool& pool) {
  std::vector<chain::PreparedTxPtr> out(block.batch.transactions.size());
  pool.run(out.size(), [&](size_t i) {
    auto tx = chain::prepare(block.batch.transactions[i], ledger.chain(), ledger.contracts());
    if (tx && chain::verify_signatures(*tx)) {
      out[i] = std::make_shared<const chain::PreparedTx>(std::move(*tx));
    }
  });
  for (const chain::PreparedTxPtr& tx : out) {
    if (!tx)
      return failure(differs(block.header.height, "a transaction is malformed or badly signed"));
  }
  return out;
}

Result<std::monostate, NodeFailure> replay_block(const chain::StoredBlock& block,
                                                 chain::Ledger& copy, WorkerPool& pool) {
  chain::Proposal proposal;
  proposal.time = block.batch.time;
  FREEHOLD_TRY_ASSIGN(transactions, prepare_block(block, copy, pool));
  proposal.transactions = std::move(transactions);
  proposal.evidence = block.batch.evidence;
  proposal.reveals = block.batch.reveals;
  proposal.seals = block.batch.seals;
  auto made = copy.commit(proposal, chain::BatchMode::kValidate);
  if (!made) return failure(differs(block.header.height, made.error().detail));
  if (made->header != block.header) {
    return failure(differs(block.header.height, "executing it again gives another header"));
  }
  return std::monostate{};
}

}  // namespace

Result<AuditReport, NodeFailure> audit(const std::string& folder, const NodeOptions& options,
                                       const AuditProgress& progress) {
  HomePaths paths(folder);
  auto genesis = home_genesis(paths);
  if (!genesis) return failure(failed(genesis.error()));
  FREEHOLD_TRY_ASSIGN(kept, open(paths.chain, *genesis, options));
  Scratch scratch{paths.folder + "/audit.tmp"};
  std::error_code ignored;
  fs::remove_all(scratch.path, ignored);
  WorkerPool pool(options.threads);
  AuditReport out;
  {
    FREEHOLD_TRY_ASSIGN(copy, open(scratch.path, *genesis, options));
    Height last = kept->newest()->header().height;
    for (Height height{1}; height <= last; ++height.value) {
      auto block = kept->block(height);
      if (!block) return failure(failed(block.error()));
      if (!*block) return failure(differs(height, "it is missing"));
      FREEHOLD_TRY(replay_block(**block, *copy, pool));
      out.transactions += (*block)->results.size();
      if (progress) progress(height, last);
    }
    out.height = copy->newest()->header().height;
    out.header = copy->newest()->hash();
  }
  if (out.header != kept->newest()->hash()) return failure(differs(out.height, "the ends differ"));
  return out;
}

Result<Height, NodeFailure> reindex(const std::string& folder, const NodeOptions& options,
                                    const AuditProgress& progress) {
  HomePaths paths(folder);
  auto genesis = home_genesis(paths);
  if (!genesis) return failure(failed(genesis.error()));
  NodeOptions with_progress = options;
  with_progress.progress = [&](Height done, std::optional<Height> last) {
    if (progress) progress(done, last.value_or(done));
  };
  FREEHOLD_TRY_ASSIGN(ledger, open(paths.chain, *genesis, with_progress, true));
  return ledger->newest()->header().height;
}

Result<HomeStatus, NodeFailure> status(const std::string& folder, const NodeOptions& options) {
  HomePaths paths(folder);
  auto genesis = home_genesis(paths);
  if (!genesis) return failure(failed(genesis.error()));
  FREEHOLD_TRY_ASSIGN(ledger, open(paths.chain, *genesis, options));
  auto tip = ledger->newest();
  return HomeStatus{genesis->name, ledger->chain(),    tip->header().height,
                    tip->hash(),   tip->header().time, ledger->newest_sealed()};
}

}  // namespace freehold::node
