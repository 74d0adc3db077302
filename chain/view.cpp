#include "chain/view.h"

#include <algorithm>

#include "common/assert.h"

namespace freehold::chain {
namespace {

constexpr uint64_t kDayMs = 86'400'000;

}  // namespace

void WriteView::begin_transaction(std::vector<LimitedSigner> limited) {
  limited_ = std::move(limited);
  involved_.clear();
}

void WriteView::involve(const AccountId& account) {
  if (std::find(involved_.begin(), involved_.end(), account) == involved_.end()) {
    involved_.push_back(account);
  }
}

Failure count_spending(const std::vector<LimitedSigner>& signers, const AccountId& account,
                       Amount amount, Time time, proof::AccountRecord& record) {
  uint64_t day = time.ms / kDayMs;
  for (const LimitedSigner& signer : signers) {
    if (signer.account != account) continue;
    auto at =
        std::lower_bound(record.spends.begin(), record.spends.end(), signer.key,
                         [](const proof::KeySpend& a, const KeyHash& b) { return a.key < b; });
    if (at == record.spends.end() || at->key != signer.key) {
      at = record.spends.insert(at, proof::KeySpend{signer.key, day, Amount{0}});
    }
    if (at->day != day) *at = proof::KeySpend{signer.key, day, Amount{0}};
    auto spent = add(at->spent, amount);
    if (!spent || *spent > signer.limit) return Failure::kDailyLimit;
    at->spent = *spent;
  }
  return Failure::kNone;
}

Failure WriteView::move(const Move& move) {
  Bytes from_key = proof::account_key(move.from);
  auto from = load<proof::AccountRecord>(from_key);
  if (!from || from->balance < move.amount) return Failure::kInsufficientCredits;
  if (move.from == move.to) return Failure::kNone;
  Failure limited = count_spending(limited_, move.from, move.amount, block_.time, *from);
  if (limited != Failure::kNone) return limited;

  Bytes to_key = proof::account_key(move.to);
  auto to = load<proof::AccountRecord>(to_key).value_or(proof::AccountRecord{});
  auto sum = add(to.balance, move.amount);
  if (!sum) return Failure::kAmountOverflow;
  auto rest = sub(from->balance, move.amount);
  FREEHOLD_ASSERT(rest.has_value());
  from->balance = *rest;
  to.balance = *sum;
  store(from_key, *from);
  store(to_key, to);
  involve(move.from);
  involve(move.to);
  return Failure::kNone;
}

}  // namespace freehold::chain
