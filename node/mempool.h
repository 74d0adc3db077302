// Transactions that wait for a block. Each is decoded and its signatures are verified once, in
// parallel, before it may wait; what the ledger executes afterwards is the same object.
//
// Any thread may call. Order is that of arrival; an account's transactions of one lane wait without
// a gap. Nothing here survives a restart: what was not committed is sent again.
#pragma once

#include <atomic>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "chain/ledger.h"
#include "node/worker_pool.h"

namespace freehold::node {

struct MempoolOptions {
  size_t txs_max = 200'000;
  size_t bytes_max = size_t{256} << 20;
  size_t payer_txs_max = 20'000;  // waiting for one payer
  size_t invalid_kept = 10'000;   // of those that were dropped, the newest are remembered
  unsigned threads = 2;
};

// What became of a transaction that was handed in and not rejected.
struct Submitted {
  TxId tx;
  bool committed = false;  // it stands in a block already: its receipt is there to read
};
struct SubmitRejection {
  chain::Rejection why = chain::Rejection::kMalformed;
  std::optional<TxId> tx;  // none where the bytes are no transaction
};
using SubmitResult = Result<Submitted, SubmitRejection>;

struct MempoolCounters {
  uint64_t accepted = 0;
  uint64_t rejected = 0;
  uint64_t dropped = 0;  // accepted, and rejected later at their place in a block
  uint64_t waiting = 0;
  uint64_t waiting_bytes = 0;
};

class Mempool {
 public:
  Mempool(const chain::Ledger& ledger, const MempoolOptions& options);

  // Checks each SignedTx and lets it wait. Results in the order of `transactions`. The rejections
  // are those of chain/refusal.h.
  std::vector<SubmitResult> submit(std::vector<Bytes> transactions);
  SubmitResult submit_one(Bytes transaction);

  bool waiting(const TxId& tx) const;
  // Why a transaction that waited was dropped, as long as that is remembered.
  std::optional<chain::Rejection> dropped(const TxId& tx) const;
  size_t size() const;
  MempoolCounters counters() const;

  // The next sequence in a lane with what waits counted in; none where nothing of the lane waits.
  std::optional<uint64_t> next_waiting(const AccountId& account, uint8_t lane) const;

  // --- for the ordering engine ---

  // The first transactions, up to these bounds. They go on waiting until forget().
  std::vector<chain::PreparedTxPtr> front(size_t txs_max, size_t bytes_max) const;
  // After a block of the first `taken`: those in `committed` and `dropped` wait no more; the others
  // of the first stay at the front.
  void settle(const std::vector<chain::PreparedTxPtr>& taken, const chain::Committed& committed);
  // From now on everything is rejected with `why`; none: accept again.
  void refuse_all(std::optional<chain::Rejection> why);
  // Called, on the submitting thread, whenever something new waits.
  void on_arrival(std::function<void()> callback) { on_arrival_ = std::move(callback); }

 private:
  struct Lane {
    AccountId account;
    uint8_t lane = 0;
    friend bool operator==(const Lane&, const Lane&) = default;
  };
  struct LaneHasher {
    size_t operator()(const Lane& lane) const {
      return DigestHasher()(lane.account) ^ (size_t{lane.lane} << 56);
    }
  };
  struct LaneWaiting {
    uint64_t next = 0;
    uint64_t count = 0;
  };
  // All openings of an account are by the one policy that its address was made from.
  struct OpeningWaiting {
    proof::Policy policy;
    uint64_t count = 0;
  };
  // What could be checked without the lock.
  struct Checked {
    chain::PreparedTxPtr tx;
    std::vector<uint64_t> next;  // of each actor, in the state
    uint64_t settled = 0;        // blocks that had been settled before the state was read
    std::optional<chain::Rejection> why;
    std::optional<TxId> id;
  };

  Checked check(Bytes bytes, const chain::BlockContext& block) const;
  std::optional<chain::Rejection> check_cheaply(Checked& out) const;
  std::optional<chain::Rejection> check_state(Checked& out, const chain::BlockContext& block) const;
  SubmitResult insert(Checked checked);
  std::optional<chain::Rejection> check_sequences(const chain::PreparedTx& tx,
                                                  const std::vector<uint64_t>& next) const;
  static void warm(const chain::PreparedTx& tx, const chain::ReadView& view);
  std::optional<proof::Policy> waiting_opening(const AccountId& account) const;
  std::vector<uint64_t> read_sequences(const chain::PreparedTx& tx) const;
  bool is_committed(const TxId& tx) const;
  void add(const chain::PreparedTxPtr& tx);
  void remove(const chain::PreparedTx& tx);

  const chain::Ledger& ledger_;
  MempoolOptions options_;
  WorkerPool pool_;
  std::function<void()> on_arrival_;

  mutable std::mutex mutex_;
  std::deque<chain::PreparedTxPtr> queue_;
  std::unordered_map<TxId, chain::PreparedTxPtr, DigestHasher> by_id_;
  std::unordered_map<Lane, LaneWaiting, LaneHasher> lanes_;
  std::unordered_map<AccountId, uint64_t, DigestHasher> payers_;
  std::unordered_map<AccountId, OpeningWaiting, DigestHasher> openings_;
  std::unordered_map<TxId, chain::Rejection, DigestHasher> invalid_;
  std::deque<TxId> invalid_order_;
  std::optional<chain::Rejection> refusing_;
  size_t bytes_ = 0;
  uint64_t settled_ = 0;  // blocks
  MempoolCounters counters_;
};

}  // namespace freehold::node
