#include "chain/ledger.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <filesystem>
#include <mutex>

#include "chain/header_tree.h"
#include "common/assert.h"
#include "crypto/hash.h"

namespace freehold::chain {
namespace {

using proof::Header;

LedgerFailure failed(const StoreFailure& store) {
  static constexpr LedgerError kErrors[] = {LedgerError::kNoSpace, LedgerError::kIo,
                                            LedgerError::kDamaged, LedgerError::kLocked};
  return {kErrors[static_cast<size_t>(store.error) - 1], "state database: " + store.detail};
}
LedgerFailure failed(const LogFailure& log) {
  static constexpr LedgerError kErrors[] = {LedgerError::kNoSpace, LedgerError::kIo,
                                            LedgerError::kSyncFailed, LedgerError::kMissing,
                                            LedgerError::kDamaged};
  return {kErrors[static_cast<size_t>(log.error) - 1], log.detail};
}
LedgerFailure failed(ExecuteError error) {
  switch (error) {
    case ExecuteError::kRejectedTransaction:
      return {LedgerError::kInvalidBatch, "the batch holds a transaction that must be rejected"};
    case ExecuteError::kStateUnreadable:
      return {LedgerError::kDamaged, "a state record cannot be read"};
    case ExecuteError::kUnknownProtocol:
      return {LedgerError::kInvalidBatch,
              "the chain moved to a protocol this program does not know"};
    case ExecuteError::kNotConserved:
      break;
  }
  return {LedgerError::kBrokenRule, "credits are not conserved"};
}

// The values before a block, for versions older than the database's.
using UndoMap = std::vector<UndoEntry>;
const UndoEntry* find(const UndoMap& undo, const Path& path) {
  Hash256 wanted = rename_bytes<Hash256>(path);
  auto at = std::lower_bound(undo.begin(), undo.end(), wanted,
                             [](const UndoEntry& a, const Hash256& b) { return a.path < b; });
  return at != undo.end() && at->path == wanted ? &*at : nullptr;
}

class Version final : public LedgerVersion {
 public:
  Version(Header header, StateTree::VersionPtr tree,
          std::shared_ptr<const StateStore::Snapshot> base,
          std::vector<std::shared_ptr<const UndoMap>> undo)
      : header_(std::move(header)),
        hash_(proof::header_hash(header_)),
        tree_(std::move(tree)),
        base_(std::move(base)),
        undo_(std::move(undo)) {}

  const Header& header() const override { return header_; }
  const HeaderHash& hash() const override { return hash_; }
  const StateStore::Snapshot& index() const override { return *base_; }

  Result<std::optional<Bytes>, LedgerFailure> state(ByteView key) const override {
    return value(path_of(key));
  }

  Result<proof::StateEntry, LedgerFailure> prove(ByteView key) const override {
    Path path = path_of(key);
    StateTree::Walk walk = StateTree::walk(*tree_, path);
    proof::StateEntry out;
    out.path = std::move(walk.path);
    if (walk.found) {
      FREEHOLD_TRY_ASSIGN(found, value(path));
      out.value = std::move(found);
    } else if (walk.other_leaf) {
      FREEHOLD_TRY_ASSIGN(other, value(*walk.other_leaf));
      if (!other) return failure(mismatch());
      out.path.other =
          proof::OtherLeaf{rename_bytes<Hash256>(*walk.other_leaf), crypto::sha256(*other)};
    }
    // Nothing leaves that the receiver would refuse: a damaged value is seen here.
    if (!proof::verify_entry(key, out, header_.state_root)) return failure(mismatch());
    return out;
  }

  const StateTree::VersionPtr& tree() const { return tree_; }

 private:
  static LedgerFailure mismatch() {
    return {LedgerError::kStateMismatch, "a state record does not fit the state root"};
  }
  Result<std::optional<Bytes>, LedgerFailure> value(const Path& path) const {
    for (const auto& undo : undo_) {
      if (const UndoEntry* entry = find(*undo, path)) return std::optional<Bytes>(entry->before);
    }
    auto read = base_->state(path);
    if (!read) return failure(failed(read.error()));
    return std::move(*read);
  }

  Header header_;
  HeaderHash hash_;
  StateTree::VersionPtr tree_;
  std::shared_ptr<const StateStore::Snapshot> base_;
  std::vector<std::shared_ptr<const UndoMap>> undo_;  // of the blocks after this one, oldest first
};

class LiveState final : public StateView {
 public:
  explicit LiveState(StateStore& store) : store_(store) {}
  std::optional<Bytes> read(const Path& path, bool* failed) const override {
    auto value = store_.read(path);
    if (value) return std::move(*value);
    *failed = true;
    return std::nullopt;
  }

 private:
  StateStore& store_;
};

class LedgerFiles final : public Ledger {
 public:
  LedgerFiles(const LedgerOptions& options, const proof::Genesis& genesis,
              const ContractSet& contracts)
      : options_(options),
        genesis_(genesis),
        chain_(proof::chain_id(genesis)),
        contracts_(contracts) {}

  Result<std::monostate, LedgerFailure> load() {
    std::error_code code;
    std::filesystem::create_directories(options_.directory, code);
    if (code)
      return failure(LedgerFailure{LedgerError::kIo, options_.directory + ": " + code.message()});
    FREEHOLD_TRY(take_folder());
    auto store = StateStore::open(options_.directory + "/state", options_.store);
    if (!store) return failure(failed(store.error()));
    store_ = std::move(*store);
    live_ = std::make_unique<LiveState>(*store_);
    auto head = HeadFile::open(options_.directory + "/head", options_.log.ops);
    if (!head) return failure(failed(head.error()));
    head_ = std::move(*head);
    LogOptions log_options = options_.log;
    log_options.nothing_committed = !head_->newest() && !store_->height();
    auto log = SegmentLog::open(options_.directory + "/blocks", log_options);
    if (!log) return failure(failed(log.error()));
    log_ = std::move(*log);
    if (head_->slot_damaged())
      notes_.push_back("head: one slot could not be read; the log was read on");
    if (!store_->height()) {
      FREEHOLD_TRY(start_state());
    } else {
      FREEHOLD_TRY(load_state());
    }
    FREEHOLD_TRY(replay());
    FREEHOLD_TRY(rebuild_window());
    return load_newest_sealed();
  }

  Result<Committed, LedgerFailure> commit(const Proposal& proposal, BatchMode mode) override {
    if (proposal.time < tip_.time) {
      return failure(
          LedgerFailure{LedgerError::kTimeBackwards, "the batch is earlier than the tip"});
    }
    FREEHOLD_TRY(check_space());
    FREEHOLD_TRY(check_seals(proposal.seals));
    FREEHOLD_TRY_ASSIGN(made, execute_next(proposal.time, proposal.transactions, mode));
    StoredBlock block;
    block.batch.time = proposal.time;
    for (const PreparedTxPtr& tx : made.execution.transactions) {
      block.batch.transactions.push_back(tx->bytes);
    }
    block.batch.evidence = proposal.evidence;
    block.batch.reveals = proposal.reveals;
    block.batch.seals = proposal.seals;
    block.results = made.execution.results;
    block.undo = undo_of(made.execution.changes);
    return finish(std::move(block), std::move(made), std::nullopt);
  }

  const ChainId& chain() const override { return chain_; }
  const proof::Genesis& genesis() const override { return genesis_; }
  const ContractSet& contracts() const override { return contracts_; }
  const StateView& live_state() const override { return *live_; }
  const std::vector<std::string>& notes() const override { return notes_; }

  Parameters live_parameters() const override {
    StateOverlay overlay(*live_);
    std::lock_guard lock(mutex_);
    return load_parameters(ReadView(overlay), Height{tip_.height.value + 1});
  }

  LedgerVersionPtr newest() const override {
    std::lock_guard lock(mutex_);
    return window_.back();
  }
  LedgerVersionPtr at(Height height) const override {
    std::lock_guard lock(mutex_);
    for (const auto& version : window_) {
      if (version->header().height == height) return version;
    }
    return nullptr;
  }
  std::optional<Height> newest_sealed() const override {
    std::lock_guard lock(mutex_);
    return newest_sealed_;
  }

  Result<std::optional<Header>, LedgerFailure> header(Height height) const override {
    FREEHOLD_TRY_ASSIGN(entry, entry_of(height));
    if (!entry) return std::optional<Header>();
    return std::optional<Header>(entry->header);
  }

  Result<std::optional<StoredBlock>, LedgerFailure> block(Height height) const override {
    FREEHOLD_TRY_ASSIGN(entry, entry_of(height));
    if (!entry) return std::optional<StoredBlock>();
    FREEHOLD_TRY_ASSIGN(read, read_block({entry->file, entry->offset}));
    if (read.first.header.height != height) {
      return failure(
          LedgerFailure{LedgerError::kDamaged, "the block index leads to another block"});
    }
    return std::optional<StoredBlock>(std::move(read.first));
  }

  Result<std::optional<proof::Seal>, LedgerFailure> seal(Height height) const override {
    auto bytes = newest()->index().index(index_key::of_height(index_key::kSealed, height));
    if (!bytes) return failure(failed(bytes.error()));
    if (!*bytes) return std::optional<proof::Seal>();
    auto seal = codec::bcs_decode<proof::Seal>(**bytes);
    if (!seal) return failure(LedgerFailure{LedgerError::kDamaged, "a seal cannot be read"});
    return std::optional<proof::Seal>(std::move(*seal));
  }

  Result<std::optional<TxEntry>, LedgerFailure> transaction(const TxId& tx) const override {
    auto bytes = newest()->index().index(index_key::of_id(index_key::kTx, tx.view()));
    if (!bytes) return failure(failed(bytes.error()));
    if (!*bytes) return std::optional<TxEntry>();
    auto entry = codec::bcs_decode<TxEntry>(**bytes);
    if (!entry)
      return failure(LedgerFailure{LedgerError::kDamaged, "the transaction index cannot be read"});
    return std::optional<TxEntry>(std::move(*entry));
  }

  Result<std::vector<Hash256>, LedgerFailure> history_path(Height older,
                                                           Height newer) const override {
    FREEHOLD_ASSERT(older < newer);
    LedgerVersionPtr version = newest();
    auto path = HeaderTree::path(older.value, newer.value, node_reader(version->index()));
    if (!path) return failure(LedgerFailure{LedgerError::kDamaged, "the header tree lacks a node"});
    return std::move(*path);
  }

 private:
  // A block that has been executed and not yet kept.
  struct Made {
    Header header;
    Execution execution;
    StateTree::VersionPtr tree;
  };

  static HeaderTree::ReadNode node_reader(const StateStore::Snapshot& snapshot) {
    return [&snapshot](ByteView key) -> std::optional<Hash256> {
      auto bytes = snapshot.index(key);
      return bytes && *bytes ? Hash256::from(**bytes) : std::nullopt;
    };
  }

  static std::vector<UndoEntry> undo_of(const std::vector<StateChange>& changes) {
    std::vector<UndoEntry> out;
    out.reserve(changes.size());
    for (const StateChange& change : changes) {
      out.push_back({rename_bytes<Hash256>(change.path), change.before});
    }
    return out;
  }
  static std::vector<LeafChange> leaves_of(const std::vector<StateChange>& changes) {
    std::vector<LeafChange> out;
    out.reserve(changes.size());
    for (const StateChange& change : changes) {
      out.push_back({change.path,
                     change.after ? std::optional(crypto::sha256(*change.after)) : std::nullopt});
    }
    return out;
  }

  Result<std::monostate, LedgerFailure> check_space() const {
    int64_t free = options_.log.ops.free_bytes(options_.directory.c_str());
    if (free < 0) {
      return failure(
          LedgerFailure{LedgerError::kIo, options_.directory + ": cannot tell what is free"});
    }
    if (static_cast<uint64_t>(free) >= options_.free_bytes_min) return std::monostate{};
    return failure(LedgerFailure{
        LedgerError::kNoSpace,
        options_.directory + ": only " + std::to_string(free >> 20) + " MiB are free"});
  }

  Result<std::monostate, LedgerFailure> check_seals(const std::vector<proof::Seal>& seals) const {
    for (const proof::Seal& seal : seals) {
      FREEHOLD_TRY_ASSIGN(sealed, header(seal.height));
      auto set = sealed ? validators_of(sealed->validators) : std::nullopt;
      if (!set || !proof::verify_seal(seal, *sealed, *set)) {
        return failure(LedgerFailure{LedgerError::kInvalidBatch, "a seal does not fit its header"});
      }
    }
    return std::monostate{};
  }

  std::optional<proof::ValidatorSet> validators_of(const ValidatorSetHash& hash) const {
    auto bytes = newest()->index().index(index_key::of_id(index_key::kValidators, hash.view()));
    if (!bytes || !*bytes) return std::nullopt;
    auto set = codec::bcs_decode<proof::ValidatorSet>(**bytes);
    return set ? std::optional(std::move(*set)) : std::nullopt;
  }

  Result<Made, LedgerFailure> execute_next(Time time,
                                           const std::vector<PreparedTxPtr>& transactions,
                                           BatchMode mode) {
    Height height{tip_.height.value + 1};
    auto execution = execute(*live_, chain_, height, time, transactions, mode);
    if (!execution) return failure(failed(execution.error()));
    Made out;
    out.execution = std::move(*execution);
    Header& header = out.header;
    header.chain = chain_;
    header.height = height;
    header.time = time;
    header.tx_count = static_cast<uint32_t>(out.execution.transactions.size());
    header.previous = proof::header_hash(tip_);
    header.tx_root = tx_root(out.execution.transactions, out.execution.results);
    header.history_root = headers_.root();
    header.validators = tip_.next_validators;
    header.next_validators = proof::validator_set_hash(out.execution.next_validators);
    return out;
  }

  // Makes an executed block part of the chain. `kept_at`: it stands in the log already (replay).
  Result<Committed, LedgerFailure> finish(StoredBlock block, Made made,
                                          std::optional<SegmentPosition> kept_at) {
    StateTree::VersionPtr before = tree_.newest();
    made.tree = tree_.update(leaves_of(made.execution.changes), options_.threads);
    made.header.state_root = StateTree::root(*made.tree);
    if (kept_at && made.header != block.header) {
      return failure(LedgerFailure{LedgerError::kStateMismatch,
                                   "block " + std::to_string(made.header.height.value) +
                                       " does not give the same header when it is executed again"});
    }
    block.header = made.header;
    SegmentPosition at;
    if (kept_at) {
      at = *kept_at;
    } else {
      auto appended = keep(block);
      if (!appended) {
        take_back(made.execution.changes);
        return failure(appended.error());
      }
      at = *appended;
    }
    auto installed = install(block, made, at);
    if (!installed && !kept_at) {
      // The block is in the log and counts; only a start brings the database up to it.
      return failure(LedgerFailure{LedgerError::kSyncFailed, installed.error().detail});
    }
    FREEHOLD_TRY(installed);
    Committed out{made.header, proof::header_hash(made.header),
                  std::move(made.execution.transactions), std::move(made.execution.results),
                  std::move(made.execution.dropped)};
    return out;
  }

  // The tree's newest version is the one that could not be kept: the next one undoes it.
  void take_back(const std::vector<StateChange>& changes) {
    std::vector<LeafChange> back;
    for (const StateChange& change : changes) {
      back.push_back({change.path, change.before ? std::optional(crypto::sha256(*change.before))
                                                 : std::nullopt});
    }
    tree_.update(back, 1);
    FREEHOLD_ASSERT(StateTree::root(*tree_.newest()) == tip_.state_root);
  }

  Result<SegmentPosition, LedgerFailure> keep(const StoredBlock& block) {
    auto at = log_->append(codec::bcs_encode(block));
    if (!at) return failure(failed(at.error()));
    // From here on the block may be found at the next start, so nothing else may take its place.
    Head head{block.header.height, proof::header_hash(block.header), block.header.state_root, *at,
              log_->end()};
    auto durable = log_->sync();
    if (durable) durable = head_->write(head);
    if (!durable) return failure(LedgerFailure{LedgerError::kSyncFailed, durable.error().detail});
    return *at;
  }

  // Hands a kept block to readers and to the database.
  Result<std::monostate, LedgerFailure> install(const StoredBlock& block, Made& made,
                                                const SegmentPosition& at) {
    std::vector<StateWrite> state;
    state.reserve(made.execution.changes.size());
    for (StateChange& change : made.execution.changes) {
      state.push_back({change.path, std::move(change.after)});
    }
    std::vector<IndexEntry> index = std::move(made.execution.index);
    index_block(block, made.execution.next_validators, at, index);
    store_->publish(state);
    auto written = store_->write(block.header.height, state, sorted(std::move(index)), false);
    if (!written) return failure(failed(written.error()));
    store_->settle();
    auto version = std::make_shared<Version>(block.header, made.tree, store_->snapshot(),
                                             std::vector<std::shared_ptr<const UndoMap>>{});
    std::lock_guard lock(mutex_);
    tip_ = block.header;
    for (const proof::Seal& seal : block.batch.seals) {
      if (!newest_sealed_ || *newest_sealed_ < seal.height) newest_sealed_ = seal.height;
    }
    window_.push_back(std::move(version));
    while (window_.size() > options_.window) window_.pop_front();
    return std::monostate{};
  }

  void index_block(const StoredBlock& block, const proof::ValidatorSet& next,
                   const SegmentPosition& at, std::vector<IndexEntry>& index) {
    headers_.add(proof::header_hash(block.header), index);
    index.push_back({index_key::of_height(index_key::kBlock, block.header.height),
                     codec::bcs_encode(BlockEntry{at.file, at.offset, block.header})});
    for (const proof::Seal& seal : block.batch.seals) {
      index.push_back(
          {index_key::of_height(index_key::kSealed, seal.height), codec::bcs_encode(seal)});
    }
    if (block.header.height.value == 0 || block.header.next_validators != tip_.next_validators) {
      index.push_back(
          {index_key::of_id(index_key::kValidators, block.header.next_validators.view()),
           codec::bcs_encode(next)});
    }
  }

  // Ascending, each key once: the last write wins.
  static std::vector<IndexWrite> sorted(std::vector<IndexEntry> index) {
    std::stable_sort(index.begin(), index.end(),
                     [](const IndexEntry& a, const IndexEntry& b) { return a.key < b.key; });
    std::vector<IndexWrite> out;
    out.reserve(index.size());
    for (IndexEntry& entry : index) {
      if (!out.empty() && out.back().key == entry.key) out.pop_back();
      out.push_back({std::move(entry.key), std::move(entry.value)});
    }
    return out;
  }

  // --- at start ---

  // Before anything is read or removed.
  Result<std::monostate, LedgerFailure> take_folder() {
    int code = 0;
    lock_ = lock_folder(options_.directory, &code);
    if (code == -EWOULDBLOCK) {
      return failure(LedgerFailure{LedgerError::kLocked, options_.directory + ": is in use"});
    }
    if (code != 0) {
      return failure(
          LedgerFailure{LedgerError::kIo, options_.directory + "/lock: " + std::strerror(-code)});
    }
    if (!options_.rebuild_state) return std::monostate{};
    std::error_code failed_with;
    std::filesystem::remove_all(options_.directory + "/state", failed_with);
    if (!failed_with) return std::monostate{};
    return failure(LedgerFailure{LedgerError::kIo,
                                 options_.directory + "/state: " + failed_with.message()});
  }

  // Height 0, from the genesis document: in the log too, so that a rebuild begins there.
  Result<std::monostate, LedgerFailure> start_state() {
    Made made;
    made.execution.changes = genesis_changes(genesis_);
    made.execution.next_validators = genesis_.validators;
    made.tree = tree_.update(leaves_of(made.execution.changes), 1);
    Header& header = made.header;
    header.chain = chain_;
    header.time = genesis_.time;
    header.tx_root = crypto::sha256({});
    header.state_root = StateTree::root(*made.tree);
    header.history_root = headers_.root();
    header.validators = proof::validator_set_hash(genesis_.validators);
    header.next_validators = header.validators;
    StoredBlock block;
    block.header = header;
    block.batch.time = genesis_.time;
    block.undo = undo_of(made.execution.changes);
    SegmentPosition at = log_->begin();
    if (head_->newest() || log_->end() > log_->begin()) {
      auto first = read_block(at);
      if (first && first->first.header.chain != chain_) return failure(other_genesis());
      if (!first && head_->newest()) return failure(first.error());
      if (!first) {
        FREEHOLD_TRY(cut(at));
      }
    }
    if (log_->end() == log_->begin()) {
      FREEHOLD_TRY_ASSIGN(kept, keep(block));
      at = kept;
    }
    return install(block, made, at);
  }

  static LedgerFailure other_genesis() {
    return {LedgerError::kOtherGenesis, "the folder holds the chain of another genesis document"};
  }

  Result<std::monostate, LedgerFailure> load_state() {
    StoreFailure* broken = nullptr;
    std::array<StoreFailure, 16> failures;
    std::array<bool, 16> bad{};
    auto version = tree_.build(
        [&](unsigned subtree, const StateTree::AddLeaf& add) {
          auto scanned = store_->scan_state(
              subtree, [&](const Path& path, ByteView value) { add(path, crypto::sha256(value)); });
          if (!scanned) {
            failures[subtree] = scanned.error();
            bad[subtree] = true;
          }
        },
        options_.threads);
    for (size_t i = 0; i < 16; ++i) {
      if (bad[i]) broken = &failures[i];
    }
    if (broken != nullptr) return failure(failed(*broken));
    auto base = store_->snapshot();
    FREEHOLD_TRY_ASSIGN(entry, entry_in(*base, *store_->height()));
    if (!entry) {
      return failure(
          LedgerFailure{LedgerError::kDamaged, "state database: its own block is not indexed"});
    }
    if (entry->header.chain != chain_) return failure(other_genesis());
    if (entry->header.state_root != StateTree::root(*version)) {
      return failure(
          LedgerFailure{LedgerError::kStateMismatch,
                        "state database: its records do not give the state root of height " +
                            std::to_string(entry->header.height.value)});
    }
    auto headers = HeaderTree::load(entry->header.height.value + 1, node_reader(*base));
    if (!headers)
      return failure(LedgerFailure{LedgerError::kDamaged, "the header tree lacks a node"});
    headers_ = std::move(*headers);
    tip_ = entry->header;
    window_.push_back(std::make_shared<Version>(tip_, version, base,
                                                std::vector<std::shared_ptr<const UndoMap>>{}));
    return std::monostate{};
  }

  // Brings the database up to the end of the log. What cannot be read there is cut if it stands
  // past the head, and is a loss if it does not.
  Result<std::monostate, LedgerFailure> replay() {
    FREEHOLD_TRY_ASSIGN(entry, entry_of(tip_.height));
    FREEHOLD_ASSERT(entry.has_value());
    FREEHOLD_TRY_ASSIGN(tip_block, read_block({entry->file, entry->offset}));
    if (tip_block.first.header != tip_) {
      return failure(LedgerFailure{
          LedgerError::kDamaged,
          "the log and the database disagree about block " + std::to_string(tip_.height.value)});
    }
    SegmentPosition at = tip_block.second;
    std::optional<Head> head = head_->newest();
    while (at < log_->end()) {
      auto next = read_block(at);
      if (!next) {
        if (head && at < head->end) return failure(next.error());
        FREEHOLD_TRY(cut(at));
        break;
      }
      FREEHOLD_TRY(replay_block(next->first, at));
      if (options_.progress) {
        options_.progress(tip_.height, head ? std::optional(head->height) : std::nullopt);
      }
      at = next->second;
    }
    if (head && tip_.height < head->height) {
      return failure(LedgerFailure{LedgerError::kMissing,
                                   "the log ends at block " + std::to_string(tip_.height.value) +
                                       ", but block " + std::to_string(head->height.value) +
                                       " was committed"});
    }
    if (head && head->height == tip_.height && head->header != proof::header_hash(tip_)) {
      return failure(
          LedgerFailure{LedgerError::kDamaged, "head: names another block than the log"});
    }
    if (!head || head->height < tip_.height) return write_head();
    return std::monostate{};
  }

  Result<std::monostate, LedgerFailure> write_head() {
    FREEHOLD_TRY_ASSIGN(entry, entry_of(tip_.height));
    Head head{tip_.height,
              proof::header_hash(tip_),
              tip_.state_root,
              {entry->file, entry->offset},
              log_->end()};
    if (auto synced = log_->sync(); !synced) return failure(failed(synced.error()));
    if (auto written = head_->write(head); !written) return failure(failed(written.error()));
    return std::monostate{};
  }

  Result<std::monostate, LedgerFailure> cut(const SegmentPosition& at) {
    auto dropped = log_->cut(at);
    if (!dropped) return failure(failed(dropped.error()));
    notes_.push_back("blocks: " + std::to_string(*dropped) +
                     " bytes of a block that was never committed were cut off");
    return std::monostate{};
  }

  Result<std::monostate, LedgerFailure> replay_block(const StoredBlock& block,
                                                     const SegmentPosition& at) {
    if (block.header.height.value != tip_.height.value + 1) {
      return failure(LedgerFailure{LedgerError::kDamaged, "blocks: out of order after " +
                                                              std::to_string(tip_.height.value)});
    }
    std::vector<PreparedTxPtr> transactions;
    for (const Bytes& bytes : block.batch.transactions) {
      auto tx = prepare(bytes, chain_, contracts_);
      if (!tx) {
        return failure(LedgerFailure{LedgerError::kInvalidBatch,
                                     "blocks: a transaction of block " +
                                         std::to_string(block.header.height.value) +
                                         " is malformed"});
      }
      transactions.push_back(std::make_shared<const PreparedTx>(std::move(*tx)));
    }
    FREEHOLD_TRY_ASSIGN(made, execute_next(block.batch.time, transactions, BatchMode::kValidate));
    FREEHOLD_TRY(finish(block, std::move(made), at));
    return std::monostate{};
  }

  // Older versions, from the newest backwards through what each block changed.
  Result<std::monostate, LedgerFailure> rebuild_window() {
    auto newest_version = std::static_pointer_cast<const Version>(window_.back());
    StateTree::VersionPtr tree = newest_version->tree();
    auto base = store_->snapshot();
    std::vector<std::shared_ptr<const UndoMap>> undo;
    window_ = {newest_version};
    for (Header above = tip_; above.height.value > 0 && window_.size() < options_.window;) {
      FREEHOLD_TRY_ASSIGN(stored, block(above.height));
      FREEHOLD_TRY_ASSIGN(below, header(Height{above.height.value - 1}));
      if (!stored || !below) {
        return failure(LedgerFailure{LedgerError::kDamaged, "the block index lacks a block"});
      }
      std::vector<LeafChange> changes;
      for (const UndoEntry& entry : stored->undo) {
        changes.push_back(
            {rename_bytes<Path>(entry.path),
             entry.before ? std::optional(crypto::sha256(*entry.before)) : std::nullopt});
      }
      tree = tree_.derive(tree, changes);
      if (StateTree::root(*tree) != below->state_root) {
        return failure(LedgerFailure{LedgerError::kStateMismatch,
                                     "blocks: what block " + std::to_string(above.height.value) +
                                         " changed does not lead back to the root before it"});
      }
      undo.insert(undo.begin(), std::make_shared<const UndoMap>(std::move(stored->undo)));
      window_.push_front(std::make_shared<Version>(*below, tree, base, undo));
      above = *below;
    }
    return std::monostate{};
  }

  Result<std::monostate, LedgerFailure> load_newest_sealed() {
    Bytes prefix = {index_key::kSealed};
    auto scanned = window_.back()->index().scan(prefix, {}, true, [&](ByteView key, ByteView) {
      newest_sealed_ = Height{index_key::read_u64(key.subspan(1))};
      return false;
    });
    if (!scanned) return failure(failed(scanned.error()));
    return std::monostate{};
  }

  Result<std::optional<BlockEntry>, LedgerFailure> entry_of(Height height) const {
    return entry_in(newest()->index(), height);
  }
  static Result<std::optional<BlockEntry>, LedgerFailure> entry_in(
      const StateStore::Snapshot& index, Height height) {
    auto bytes = index.index(index_key::of_height(index_key::kBlock, height));
    if (!bytes) return failure(failed(bytes.error()));
    if (!*bytes) return std::optional<BlockEntry>();
    auto entry = codec::bcs_decode<BlockEntry>(**bytes);
    if (!entry)
      return failure(LedgerFailure{LedgerError::kDamaged, "the block index cannot be read"});
    return std::optional<BlockEntry>(std::move(*entry));
  }

  Result<std::pair<StoredBlock, SegmentPosition>, LedgerFailure> read_block(
      const SegmentPosition& at) const {
    auto record = log_->read(at);
    if (!record) return failure(failed(record.error()));
    auto block = codec::bcs_decode<StoredBlock>(record->payload);
    if (!block) {
      return failure(LedgerFailure{
          LedgerError::kDamaged,
          "blocks: a record cannot be decoded: " + std::string(codec::to_string(block.error()))});
    }
    return std::pair(std::move(*block), record->next);
  }

  LedgerOptions options_;
  proof::Genesis genesis_;
  ChainId chain_;
  const ContractSet& contracts_;
  FileHandle lock_;
  std::unique_ptr<StateStore> store_;
  std::unique_ptr<LiveState> live_;
  std::unique_ptr<SegmentLog> log_;
  std::unique_ptr<HeadFile> head_;
  std::vector<std::string> notes_;
  StateTree tree_;
  HeaderTree headers_;  // of the tip and all before it

  mutable std::mutex mutex_;  // over what follows, between the writer and readers
  Header tip_;
  std::deque<LedgerVersionPtr> window_;  // ascending by height
  std::optional<Height> newest_sealed_;
};

}  // namespace

const char* to_string(LedgerError error) {
  switch (error) {
    case LedgerError::kNoSpace:
      return "no_space";
    case LedgerError::kIo:
      return "io";
    case LedgerError::kSyncFailed:
      return "sync_failed";
    case LedgerError::kDamaged:
      return "damaged";
    case LedgerError::kMissing:
      return "missing";
    case LedgerError::kLocked:
      return "locked";
    case LedgerError::kOtherGenesis:
      return "other_genesis";
    case LedgerError::kInvalidBatch:
      return "invalid_batch";
    case LedgerError::kStateMismatch:
      return "state_mismatch";
    case LedgerError::kBrokenRule:
      return "broken_rule";
    case LedgerError::kTimeBackwards:
      return "time_backwards";
  }
  return "unknown";
}

Result<std::unique_ptr<Ledger>, LedgerFailure> Ledger::open(const LedgerOptions& options,
                                                            const proof::Genesis& genesis,
                                                            const ContractSet& contracts) {
  auto ledger = std::make_unique<LedgerFiles>(options, genesis, contracts);
  FREEHOLD_TRY(ledger->load());
  return std::unique_ptr<Ledger>(std::move(ledger));
}

}  // namespace freehold::chain
