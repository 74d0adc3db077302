#include "node/mempool.h"

#include "common/assert.h"

namespace freehold::node {

using chain::PreparedTx;
using chain::PreparedTxPtr;
using chain::Rejection;

Mempool::Mempool(const chain::Ledger& ledger, const MempoolOptions& options)
    : ledger_(ledger), options_(options), pool_(options.threads) {}

std::vector<SubmitResult> Mempool::submit(std::vector<Bytes> transactions) {
  const proof::Header tip = ledger_.newest()->header();
  chain::BlockContext block{ledger_.chain(), Height{tip.height.value + 1}, tip.time,
                            ledger_.live_parameters()};
  std::vector<Checked> checked(transactions.size());
  pool_.run(transactions.size(),
            [&](size_t i) { checked[i] = check(std::move(transactions[i]), block); });
  std::vector<SubmitResult> out;
  out.reserve(checked.size());
  bool arrived = false;
  {
    std::lock_guard lock(mutex_);
    for (Checked& one : checked) {
      out.push_back(insert(std::move(one)));
      if (out.back() && !out.back()->committed) arrived = true;
    }
  }
  // A look into the index is for the few that were refused because they, or others, came before.
  for (SubmitResult& one : out) {
    if (one || !one.error().tx) continue;
    if (one.error().why != Rejection::kSequenceUsed && one.error().why != Rejection::kDuplicate)
      continue;
    TxId id = *one.error().tx;
    if (is_committed(id)) one = Submitted{id, true};
  }
  if (arrived && on_arrival_) on_arrival_();
  return out;
}

SubmitResult Mempool::submit_one(Bytes transaction) {
  std::vector<Bytes> one;
  one.push_back(std::move(transaction));
  return std::move(submit(std::move(one)).front());
}

Mempool::Checked Mempool::check(Bytes bytes, const chain::BlockContext& block) const {
  Checked out;
  auto prepared = chain::prepare(std::move(bytes), block.chain, ledger_.contracts());
  if (!prepared) {
    out.why = prepared.error();
    return out;
  }
  out.id = prepared->id;
  out.tx = std::make_shared<const PreparedTx>(std::move(*prepared));
  out.why = check_cheaply(out);
  if (!out.why) out.why = check_state(out, block);
  // Last, because it costs most.
  if (!out.why) {
    if (auto good = chain::verify_signatures(*out.tx); !good) out.why = good.error();
  }
  return out;
}

std::optional<Rejection> Mempool::check_cheaply(Checked& out) const {
  const PreparedTx& tx = *out.tx;
  std::lock_guard lock(mutex_);
  out.settled = settled_;
  if (refusing_) return refusing_;
  if (by_id_.contains(tx.id)) return Rejection::kDuplicate;
  if (queue_.size() >= options_.txs_max || bytes_ + tx.bytes.size() > options_.bytes_max) {
    return Rejection::kMempoolFull;
  }
  auto payer = payers_.find(tx.tx.body.payer);
  if (payer != payers_.end() && payer->second >= options_.payer_txs_max) {
    return Rejection::kQuotaExceeded;
  }
  return std::nullopt;
}

std::optional<Rejection> Mempool::check_state(Checked& out,
                                              const chain::BlockContext& block) const {
  chain::StateOverlay overlay(ledger_.live_state());
  chain::ReadView view(overlay);
  for (const proof::Actor& actor : out.tx->tx.body.actors) {
    out.next.push_back(chain::next_sequence(actor.account, actor.lane, view));
    if (actor.sequence < out.next.back()) return Rejection::kSequenceUsed;
  }
  auto authorised = chain::authorise_unsequenced(
      *out.tx, block, view, [this](const AccountId& account) { return waiting_opening(account); });
  if (!authorised) return authorised.error();
  warm(*out.tx, view);
  return std::nullopt;
}

// Reads on many threads, into the cache, what the one that executes will need.
void Mempool::warm(const PreparedTx& tx, const chain::ReadView& view) {
  std::vector<Bytes> keys;
  for (size_t i = 0; i < tx.calls.size(); ++i) tx.contracts[i]->hint(*tx.calls[i], keys);
  for (const Bytes& key : keys) static_cast<void>(view.exists(key));
}

std::optional<proof::Policy> Mempool::waiting_opening(const AccountId& account) const {
  std::lock_guard lock(mutex_);
  auto found = openings_.find(account);
  return found == openings_.end() ? std::nullopt : std::optional(found->second.policy);
}

std::vector<uint64_t> Mempool::read_sequences(const PreparedTx& tx) const {
  chain::StateOverlay overlay(ledger_.live_state());
  chain::ReadView view(overlay);
  std::vector<uint64_t> out;
  for (const proof::Actor& actor : tx.tx.body.actors) {
    out.push_back(chain::next_sequence(actor.account, actor.lane, view));
  }
  return out;
}

std::optional<Rejection> Mempool::check_sequences(const PreparedTx& tx,
                                                  const std::vector<uint64_t>& next) const {
  for (size_t i = 0; i < next.size(); ++i) {
    const proof::Actor& actor = tx.tx.body.actors[i];
    auto lane = lanes_.find({actor.account, actor.lane});
    uint64_t expected = lane == lanes_.end() ? next[i] : std::max(next[i], lane->second.next);
    if (actor.sequence < expected || actor.sequence == UINT64_MAX) return Rejection::kSequenceUsed;
    if (actor.sequence > expected) return Rejection::kSequenceAhead;
  }
  return std::nullopt;
}

// Under the lock: what changed since check() is looked at again.
SubmitResult Mempool::insert(Checked checked) {
  auto reject = [&](Rejection why) {
    ++counters_.rejected;
    return failure(SubmitRejection{why, checked.id});
  };
  if (checked.why) return reject(*checked.why);
  const PreparedTx& tx = *checked.tx;
  if (refusing_) return reject(*refusing_);
  if (by_id_.contains(tx.id)) return reject(Rejection::kDuplicate);
  if (queue_.size() >= options_.txs_max || bytes_ + tx.bytes.size() > options_.bytes_max) {
    return reject(Rejection::kMempoolFull);
  }
  auto payer = payers_.find(tx.tx.body.payer);
  if (payer != payers_.end() && payer->second >= options_.payer_txs_max) {
    return reject(Rejection::kQuotaExceeded);
  }
  // Where a block was settled since the state was read, what waited is gone from here and stands in
  // the state: an old number would be taken a second time.
  if (checked.settled != settled_) checked.next = read_sequences(tx);
  auto bad = check_sequences(tx, checked.next);
  if (bad) return reject(*bad);
  add(checked.tx);
  return Submitted{tx.id, false};
}

void Mempool::add(const PreparedTxPtr& tx) {
  queue_.push_back(tx);
  by_id_.emplace(tx->id, tx);
  invalid_.erase(tx->id);
  bytes_ += tx->bytes.size();
  ++payers_[tx->tx.body.payer];
  const std::vector<proof::Actor>& actors = tx->tx.body.actors;
  for (size_t i = 0; i < actors.size(); ++i) {
    LaneWaiting& lane = lanes_[{actors[i].account, actors[i].lane}];
    lane.next = actors[i].sequence + 1;
    ++lane.count;
    if (auto* policy = chain::opening_policy(*tx, i)) {
      ++openings_.try_emplace(actors[i].account, OpeningWaiting{*policy, 0}).first->second.count;
    }
  }
  ++counters_.accepted;
}

void Mempool::remove(const PreparedTx& tx) {
  by_id_.erase(tx.id);
  bytes_ -= tx.bytes.size();
  auto payer = payers_.find(tx.tx.body.payer);
  FREEHOLD_ASSERT(payer != payers_.end());
  if (--payer->second == 0) payers_.erase(payer);
  const std::vector<proof::Actor>& actors = tx.tx.body.actors;
  for (size_t i = 0; i < actors.size(); ++i) {
    auto lane = lanes_.find({actors[i].account, actors[i].lane});
    FREEHOLD_ASSERT(lane != lanes_.end());
    if (--lane->second.count == 0) lanes_.erase(lane);
    if (chain::opening_policy(tx, i) == nullptr) continue;
    auto opening = openings_.find(actors[i].account);
    FREEHOLD_ASSERT(opening != openings_.end());
    if (--opening->second.count == 0) openings_.erase(opening);
  }
}

bool Mempool::is_committed(const TxId& tx) const {
  auto entry = ledger_.transaction(tx);
  return entry && entry->has_value();
}

bool Mempool::waiting(const TxId& tx) const {
  std::lock_guard lock(mutex_);
  return by_id_.contains(tx);
}

std::optional<Rejection> Mempool::dropped(const TxId& tx) const {
  std::lock_guard lock(mutex_);
  auto found = invalid_.find(tx);
  return found == invalid_.end() ? std::nullopt : std::optional(found->second);
}

size_t Mempool::size() const {
  std::lock_guard lock(mutex_);
  return queue_.size();
}

MempoolCounters Mempool::counters() const {
  std::lock_guard lock(mutex_);
  MempoolCounters out = counters_;
  out.waiting = queue_.size();
  out.waiting_bytes = bytes_;
  return out;
}

std::optional<uint64_t> Mempool::next_waiting(const AccountId& account, uint8_t lane) const {
  std::lock_guard lock(mutex_);
  auto found = lanes_.find({account, lane});
  return found == lanes_.end() ? std::nullopt : std::optional(found->second.next);
}

std::vector<PreparedTxPtr> Mempool::front(size_t txs_max, size_t bytes_max) const {
  std::lock_guard lock(mutex_);
  std::vector<PreparedTxPtr> out;
  size_t bytes = 0;
  for (const PreparedTxPtr& tx : queue_) {
    if (out.size() == txs_max || (!out.empty() && bytes + tx->bytes.size() > bytes_max)) break;
    bytes += tx->bytes.size();
    out.push_back(tx);
  }
  return out;
}

void Mempool::settle(const std::vector<PreparedTxPtr>& taken, const chain::Committed& committed) {
  std::lock_guard lock(mutex_);
  ++settled_;
  size_t ended = committed.transactions.size() + committed.dropped.size();
  FREEHOLD_ASSERT(ended <= taken.size() && taken.size() <= queue_.size());
  // The block ends where it is full: what ended are the first of those taken.
  for (size_t i = 0; i < ended; ++i) remove(*taken[i]);
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(ended));
  for (const chain::DroppedTx& drop : committed.dropped) {
    const TxId& id = taken[drop.place]->id;
    ++counters_.dropped;
    if (!invalid_.insert_or_assign(id, drop.why).second) continue;
    invalid_order_.push_back(id);
    if (invalid_order_.size() <= options_.invalid_kept) continue;
    invalid_.erase(invalid_order_.front());
    invalid_order_.pop_front();
  }
}

void Mempool::refuse_all(std::optional<Rejection> why) {
  std::lock_guard lock(mutex_);
  refusing_ = why;
}

}  // namespace freehold::node
