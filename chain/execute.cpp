#include "chain/execute.h"

#include <algorithm>

#include "common/assert.h"
#include "crypto/hash.h"
#include "proof/merkle.h"

namespace freehold::chain {
namespace {

using proof::TxResult;

// Wide enough for the difference of any two sums of balances.
__extension__ using Wide = __int128;

constexpr std::string_view kTreasury = "treasury";

// Runs the transactions of one block, one after the other.
class BlockExecutor {
 public:
  BlockExecutor(const StateView& state, const BlockContext& block)
      : overlay_(state), block_(block), view_(overlay_, block_) {}

  void load_rules() { block_.parameters = load_parameters(view_, block_.height); }
  const Parameters& parameters() const { return block_.parameters; }
  bool damaged() const { return view_.damaged(); }
  uint64_t bytes_read() const { return overlay_.bytes_read(); }

  // The result, or why the transaction cannot stand in this block.
  Result<TxResult, Rejection> run(const PreparedTx& tx) {
    auto authorisation = authorise(tx, block_, view_);
    if (!authorisation) return failure(authorisation.error());
    overlay_.mark();
    view_.begin_transaction(std::move(authorisation->limited));
    size_t index_before = view_.index_size();

    TxResult result;
    Amount fee = *base_fee(tx, block_.parameters, view_);
    advance_sequences(tx.tx.body);
    charge(tx.tx.body.payer, fee);
    result.fee = fee;
    for (const proof::Actor& actor : tx.tx.body.actors) view_.involve(actor.account);
    view_.involve(tx.tx.body.payer);

    // From here on a failure undoes everything but what stands above.
    overlay_.mark();
    size_t involved_before = view_.involved().size();
    uint32_t code = run_actions(tx, result);
    if (code == 0) code = charge_records(tx, result);
    if (code == 0 && !invariants_hold(tx)) code = static_cast<uint32_t>(Failure::kInvariantBroken);
    if (code != 0) {
      overlay_.rollback();
      view_.index_cut(index_before);
      view_.involved_cut(involved_before);
      result.fee = fee;
    }
    result.code = code;
    if (code == 0) result.action = 0;
    return result;
  }

  void record(const PreparedTx& tx, uint32_t place, const TxResult& result) {
    view_.index(index_key::of_id(index_key::kTx, tx.id.view()),
                codec::bcs_encode(TxEntry{block_.height, place, result}));
    Bytes location;
    index_key::append_u64(location, block_.height.value);
    index_key::append_u32(location, place);
    for (const AccountId& account : view_.involved()) {
      Bytes key = index_key::of_id(index_key::kHistory, account.view());
      append(key, location);
      view_.index(std::move(key), to_bytes(tx.id.view()));
    }
  }

  // Whether credits before and after are the same but for what the supply record says.
  static bool conserved(const std::vector<RecordChange>& changes) {
    Wide difference = 0;
    for (const RecordChange& change : changes) {
      if (change.space == static_cast<uint8_t>(proof::Space::kAccount)) {
        difference += balance_of(change.after) - balance_of(change.before);
      } else if (change.space == static_cast<uint8_t>(proof::Space::kSupply)) {
        difference -= supply_of(change.after) - supply_of(change.before);
      }
    }
    return difference == 0;
  }

  std::vector<StateChange> take_changes() { return overlay_.take_changes(); }
  std::vector<IndexEntry> take_index() { return view_.take_index(); }
  std::optional<proof::ValidatorSet> validators() const {
    return view_.load<proof::ValidatorSet>(proof::validators_key());
  }

 private:
  // The balance stands in front: what follows is not looked at, which would cost as much as the payment.
  static Wide balance_of(const Bytes* value) {
    if (value == nullptr) return 0;
    codec::BcsReader reader(*value);
    uint8_t version = 0;
    Amount balance;
    FREEHOLD_ASSERT(reader.read(version) && reader.read(balance));
    return balance.micro;
  }
  static Wide supply_of(const Bytes* value) {
    if (value == nullptr) return 0;
    auto record = codec::bcs_decode<proof::SupplyRecord>(*value);
    FREEHOLD_ASSERT(record.has_value());
    return record->total.micro;
  }

  void advance_sequences(const proof::TxBody& body) {
    for (const proof::Actor& actor : body.actors) {
      Bytes key = proof::account_key(actor.account);
      auto record = view_.load<proof::AccountRecord>(key).value_or(proof::AccountRecord{});
      auto lane = std::lower_bound(record.lanes.begin(), record.lanes.end(), actor.lane,
                                   [](const proof::LaneState& a, uint8_t b) { return a.lane < b; });
      if (lane == record.lanes.end() || lane->lane != actor.lane) {
        lane = record.lanes.insert(lane, proof::LaneState{actor.lane, 0});
      }
      FREEHOLD_ASSERT(lane->next == actor.sequence);
      lane->next = actor.sequence + 1;
      view_.store(key, record);
    }
  }

  // authorise() found the fee payable.
  void charge(const AccountId& payer, Amount fee) {
    if (fee.micro == 0) return;
    Failure failure = view_.move({payer, proof::named_account(kTreasury), fee});
    FREEHOLD_ASSERT(failure == Failure::kNone);
  }

  uint32_t run_actions(const PreparedTx& tx, TxResult& result) {
    for (size_t i = 0; i < tx.calls.size(); ++i) {
      const proof::Action& action = tx.tx.body.actions[i];
      const AccountId& actor = tx.tx.body.actors[action.actor].account;
      CallContext context{block_, tx.id, actor, tx.tx.body, tx.tx.auths};
      result.action = static_cast<uint16_t>(i);
      const Contract& contract = *tx.contracts[i];
      if (uint32_t code = contract.admit(view_, context, *tx.calls[i])) return code;
      if (uint32_t code = contract.apply(view_, context, *tx.calls[i])) return code;
    }
    return 0;
  }

  uint32_t charge_records(const PreparedTx& tx, TxResult& result) {
    if (block_.parameters.fee_per_record.micro == 0) return 0;
    auto cost = mul(block_.parameters.fee_per_record, overlay_.records_added());
    auto total = cost ? add(*cost, result.fee) : std::nullopt;
    if (!total || *total > tx.tx.body.max_fee)
      return static_cast<uint32_t>(Failure::kFeeExceedsMax);
    if (cost->micro == 0) return 0;
    Failure failure = view_.move({tx.tx.body.payer, proof::named_account(kTreasury), *cost});
    if (failure != Failure::kNone) return static_cast<uint32_t>(failure);
    result.fee = *total;
    return 0;
  }

  bool invariants_hold(const PreparedTx& tx) const {
    std::vector<RecordChange> changes = overlay_.changes_since_mark();
    if (!conserved(changes)) return false;
    std::vector<const Contract*> asked;
    for (const Contract* contract : tx.contracts) {
      if (std::find(asked.begin(), asked.end(), contract) != asked.end()) continue;
      if (!contract->holds(block_, changes)) return false;
      asked.push_back(contract);
    }
    return true;
  }

  StateOverlay overlay_;
  BlockContext block_;
  WriteView view_;
};

std::vector<RecordChange> views_of(const std::vector<StateChange>& changes) {
  std::vector<RecordChange> out;
  out.reserve(changes.size());
  for (const StateChange& change : changes) {
    out.push_back({change.space, change.before ? &*change.before : nullptr,
                   change.after ? &*change.after : nullptr});
  }
  return out;
}

}  // namespace

const char* to_string(ExecuteError error) {
  switch (error) {
    case ExecuteError::kStateUnreadable:
      return "state_unreadable";
    case ExecuteError::kRejectedTransaction:
      return "rejected_transaction";
    case ExecuteError::kNotConserved:
      return "not_conserved";
    case ExecuteError::kUnknownProtocol:
      return "unknown_protocol";
  }
  return "unknown";
}

Parameters load_parameters(const ReadView& view, Height height) {
  return parameters_at(height, [&](std::string_view name) {
    return view.load<proof::ParameterRecord>(proof::parameter_key(name));
  });
}

Result<Execution, ExecuteError> execute(const StateView& state, const ChainId& chain,
                                        Height height, Time time,
                                        const std::vector<PreparedTxPtr>& transactions,
                                        BatchMode mode) {
  BlockExecutor executor(state, BlockContext{chain, height, time, {}});
  executor.load_rules();
  if (executor.parameters().protocol_version > kProtocolVersionMax) {
    return failure(ExecuteError::kUnknownProtocol);
  }
  Execution out;
  uint64_t bytes = 0;
  for (size_t i = 0; i < transactions.size(); ++i) {
    const PreparedTx& tx = *transactions[i];
    bool full = out.transactions.size() == executor.parameters().block_txs_max ||
                executor.bytes_read() > kBlockStateBytesMax ||
                (!out.transactions.empty() &&
                 bytes + tx.bytes.size() > executor.parameters().block_bytes_max);
    if (full && mode == BatchMode::kValidate) return failure(ExecuteError::kRejectedTransaction);
    if (full) break;
    auto result = executor.run(tx);
    if (executor.damaged()) return failure(ExecuteError::kStateUnreadable);
    if (!result) {
      if (mode == BatchMode::kValidate) return failure(ExecuteError::kRejectedTransaction);
      out.dropped.push_back({i, result.error()});
      continue;
    }
    executor.record(tx, static_cast<uint32_t>(out.transactions.size()), *result);
    bytes += tx.bytes.size();
    out.transactions.push_back(transactions[i]);
    out.results.push_back(*result);
  }
  auto validators = executor.validators();
  if (!validators || executor.damaged()) return failure(ExecuteError::kStateUnreadable);
  out.next_validators = std::move(*validators);
  out.changes = executor.take_changes();
  out.index = executor.take_index();
  if (!BlockExecutor::conserved(views_of(out.changes))) return failure(ExecuteError::kNotConserved);
  return out;
}

Hash256 tx_root(const std::vector<PreparedTxPtr>& transactions,
                const std::vector<TxResult>& results) {
  FREEHOLD_ASSERT(transactions.size() == results.size());
  proof::MerkleBuilder tree;
  for (size_t i = 0; i < transactions.size(); ++i) {
    Bytes leaf = codec::bcs_encode(proof::TxLeaf{transactions[i]->id, results[i]});
    tree.add(crypto::leaf_hash(leaf));
  }
  return tree.root();
}

}  // namespace freehold::chain
