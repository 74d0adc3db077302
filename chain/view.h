// What contracts see of the state: typed records to read, and, for the one writer, to change.
#pragma once

#include "chain/overlay.h"
#include "chain/parameters.h"
#include "chain/refusal.h"
#include "codec/bcs.h"
#include "proof/records.h"

namespace freehold::chain {

// The block that is being executed.
struct BlockContext {
  ChainId chain;
  Height height;
  Time time;
  Parameters parameters;
};

// An entry of a secondary index: not hashed, rebuilt by replay. docs/spec/storage.md lists the
// kinds.
struct IndexEntry {
  Bytes key;
  std::optional<Bytes> value;
};

// Reads records. Not for use by two threads at once.
class ReadView {
 public:
  explicit ReadView(StateOverlay& overlay) : overlay_(overlay) {}

  // The record at a key, or none. A record that cannot be decoded is damage: the block stops.
  template <class T>
  std::optional<T> load(ByteView key) const {
    const Bytes* bytes = overlay_.get(key);
    if (bytes == nullptr) return std::nullopt;
    auto value = codec::bcs_decode<T>(*bytes);
    if (!value) {
      damaged_ = true;
      return std::nullopt;
    }
    return std::move(*value);
  }
  bool exists(ByteView key) const { return overlay_.get(key) != nullptr; }

  bool damaged() const { return damaged_ || overlay_.failed(); }

 protected:
  StateOverlay& overlay_;

 private:
  mutable bool damaged_ = false;
};

// A key with a daily limit that signed the transaction for an account.
struct LimitedSigner {
  AccountId account;
  KeyHash key;
  Amount limit;
};

// Counts what leaves an account against the keys that signed for it. kDailyLimit where one of them
// has not that much left on that day; `record`, the account's, is then as good as unchanged.
Failure count_spending(const std::vector<LimitedSigner>& signers, const AccountId& account,
                       Amount amount, Time time, proof::AccountRecord& record);

// Writes records; the only way by which credits move.
class WriteView : public ReadView {
 public:
  WriteView(StateOverlay& overlay, const BlockContext& block) : ReadView(overlay), block_(block) {}

  template <class T>
  void store(ByteView key, const T& record) {
    overlay_.put(key, codec::bcs_encode(record));
  }
  void erase(ByteView key) { overlay_.erase(key); }

  // Double entry between two accounts. Nothing happens unless it returns kNone. Every credit that
  // leaves counts against the limits of the keys that signed for `from`.
  struct Move {
    AccountId from;
    AccountId to;
    Amount amount;
  };
  Failure move(const Move& move);

  void index(Bytes key, std::optional<Bytes> value) {
    index_.push_back({std::move(key), std::move(value)});
  }
  // The current transaction belongs in this account's history.
  void involve(const AccountId& account);

  // --- for the executor ---
  void begin_transaction(std::vector<LimitedSigner> limited);
  size_t index_size() const { return index_.size(); }
  void index_cut(size_t size) { index_.resize(size); }
  std::vector<IndexEntry> take_index() { return std::move(index_); }
  const std::vector<AccountId>& involved() const { return involved_; }
  void involved_cut(size_t size) { involved_.resize(size); }

 private:
  const BlockContext& block_;
  std::vector<IndexEntry> index_;
  std::vector<AccountId> involved_;
  std::vector<LimitedSigner> limited_;
};

}  // namespace freehold::chain
