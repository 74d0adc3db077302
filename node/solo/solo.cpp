#include "node/solo/solo.h"

#include <condition_variable>
#include <thread>

#include "common/assert.h"

namespace freehold::node {
namespace {

using chain::LedgerError;
using chain::Rejection;
using SteadyClock = std::chrono::steady_clock;

constexpr auto kRetryDelay = std::chrono::milliseconds(500);
// A clock this much behind the chain is wrong, not merely a little slow.
constexpr uint64_t kBehindMaxMs = 60'000;

class Solo final : public Engine {
 public:
  Solo(chain::Ledger& ledger, Mempool& mempool, SignedFile& signed_file, SealKey key,
       SoloOptions options)
      : ledger_(ledger),
        mempool_(mempool),
        signed_(signed_file),
        key_(std::move(key)),
        options_(std::move(options)),
        accept_jump_(options_.accept_time_jump) {
    mempool_.on_arrival([this] { wake(); });
  }
  ~Solo() override { stop(); }

  Result<std::monostate, SoloError> begin() {
    chain::LedgerVersionPtr tip = ledger_.newest();
    if (const auto& last = signed_.last()) {
      if (last->height > tip->header().height) return failure(SoloError::kSignedAhead);
      if (last->height == tip->header().height && last->header != tip->hash()) {
        return failure(SoloError::kSignedOther);
      }
    }
    auto sealed = ledger_.newest_sealed();
    changed_unsealed_ =
        tip->header().height.value == 0 || !sealed || changed_since(*sealed, tip->header());
    if (!seal(tip)) return failure(SoloError::kSignedUnreadable);
    last_block_ = SteadyClock::now();
    // A clock that cannot be right is told at once, and not to the first who waits for a block.
    static_cast<void>(block_time(tip->header(), ledger_.live_parameters().time_jump_max_ms));
    return std::monostate{};
  }

  void start() override {
    thread_ = std::thread([this] { loop(); });
  }

  void stop() override {
    mempool_.refuse_all(Rejection::kStopping);
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
    std::lock_guard lock(mutex_);
    if (state_ != EngineState::kFailed) state_ = EngineState::kStopped;
  }

  EngineState state() const override {
    std::lock_guard lock(mutex_);
    return state_;
  }
  std::string detail() const override {
    std::lock_guard lock(mutex_);
    return detail_;
  }
  SealedPtr newest_sealed() const override {
    std::lock_guard lock(mutex_);
    return sealed_;
  }

 private:
  void wake() {
    {
      std::lock_guard lock(mutex_);
      if (std::exchange(arrived_, true)) return;
    }
    wake_.notify_all();
  }

  bool changed_since(Height sealed, const proof::Header& tip) const {
    auto before = ledger_.header(sealed);
    return !before || !*before || (*before)->state_root != tip.state_root;
  }

  void loop() {
    while (wait_for_work()) {
      if (!make_block()) return;
    }
  }

  // Whether to make a block; false: stop.
  bool wait_for_work() {
    auto parameters = ledger_.live_parameters();
    auto heartbeat = last_block_ + std::chrono::milliseconds(parameters.heartbeat_ms);
    auto next = last_block_ + std::chrono::milliseconds(options_.interval_ms);
    std::unique_lock lock(mutex_);
    for (;;) {
      if (stopping_) return false;
      auto now = SteadyClock::now();
      if (now < retry_at_) {
        wake_.wait_until(lock, retry_at_, [&] { return stopping_; });
        continue;
      }
      if (now >= heartbeat) return true;
      bool due = arrived_ || changed_unsealed_;
      if (due && now >= next) return true;
      wake_.wait_until(lock, due ? next : heartbeat,
                       [&] { return stopping_ || (!due && arrived_); });
    }
  }

  // The time of the next block, or none where the clock cannot be right.
  std::optional<Time> block_time(const proof::Header& tip, uint64_t jump_max_ms) {
    Time now = options_.clock();
    if (now.ms > tip.time.ms + jump_max_ms && !accept_jump_) {
      pause(EngineState::kClockJumped, Rejection::kClockJumped,
            "the clock is " + std::to_string((now.ms - tip.time.ms) / 1000) +
                " seconds past the newest block; if the clock is right, start with "
                "--accept-time-jump");
      return std::nullopt;
    }
    if (now.ms + kBehindMaxMs < tip.time.ms) {
      pause(EngineState::kClockJumped, Rejection::kClockJumped,
            "the clock is " + std::to_string((tip.time.ms - now.ms) / 1000) +
                " seconds behind the newest block");
      return std::nullopt;
    }
    return std::max(now, tip.time);
  }

  // False: the engine has failed.
  bool make_block() {
    auto parameters = ledger_.live_parameters();
    chain::LedgerVersionPtr before = ledger_.newest();
    auto time = block_time(before->header(), parameters.time_jump_max_ms);
    if (!time) return true;
    {
      std::lock_guard lock(mutex_);
      arrived_ = false;
    }
    chain::Proposal proposal;
    proposal.time = *time;
    proposal.transactions = mempool_.front(parameters.block_txs_max, parameters.block_bytes_max);
    if (newest_seal_) proposal.seals.push_back(*newest_seal_);
    auto committed = ledger_.commit(proposal, chain::BatchMode::kPropose);
    if (!committed) return refused(committed.error());
    accept_jump_ = false;
    last_block_ = SteadyClock::now();
    changed_unsealed_ = committed->header.state_root != before->header().state_root;
    resume();
    if (!seal(ledger_.newest())) return fail("the file `signed` cannot be written");
    mempool_.settle(proposal.transactions, *committed);
    if (options_.on_commit) options_.on_commit(*committed);
    if (mempool_.size() > 0) {
      std::lock_guard lock(mutex_);
      arrived_ = true;
    }
    return true;
  }

  bool refused(const chain::LedgerFailure& why) {
    if (why.error != LedgerError::kNoSpace) {
      return fail(std::string(chain::to_string(why.error)) + ": " + why.detail);
    }
    pause(EngineState::kNoSpace, Rejection::kNoSpace, why.detail);
    return true;
  }

  // Seals a committed header; the file is synced before the signature leaves.
  bool seal(const chain::LedgerVersionPtr& version) {
    Signed next{version->header().height, version->hash()};
    if (!signed_.write(next)) return false;
    proof::Seal seal;
    seal.height = next.height;
    seal.header = next.header;
    seal.signatures = {{key_.validator, key_.key.sign(proof::seal_digest(seal.header))}};
    newest_seal_ = seal;
    auto sealed = std::make_shared<const Sealed>(Sealed{version, std::move(seal)});
    std::lock_guard lock(mutex_);
    sealed_ = std::move(sealed);
    return true;
  }

  void pause(EngineState state, Rejection why, const std::string& detail) {
    mempool_.refuse_all(why);
    std::lock_guard lock(mutex_);
    retry_at_ = SteadyClock::now() + kRetryDelay;
    if (state_ != state && options_.log) options_.log(detail);
    state_ = state;
    detail_ = detail;
    arrived_ = true;
  }
  void resume() {
    std::lock_guard lock(mutex_);
    if (state_ == EngineState::kRunning) return;
    state_ = EngineState::kRunning;
    detail_.clear();
    if (stopping_) return;
    mempool_.refuse_all(std::nullopt);
    if (options_.log) options_.log("blocks are being made again");
  }
  bool fail(const std::string& why) {
    mempool_.refuse_all(Rejection::kStopping);
    {
      std::lock_guard lock(mutex_);
      state_ = EngineState::kFailed;
      detail_ = why;
    }
    if (options_.on_failure) options_.on_failure(why);
    return false;
  }

  chain::Ledger& ledger_;
  Mempool& mempool_;
  SignedFile& signed_;
  SealKey key_;
  SoloOptions options_;

  // Of the engine's thread.
  bool accept_jump_;
  bool changed_unsealed_ = false;
  std::optional<proof::Seal> newest_seal_;
  SteadyClock::time_point last_block_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool arrived_ = false;
  bool stopping_ = false;
  SteadyClock::time_point retry_at_;
  EngineState state_ = EngineState::kRunning;
  std::string detail_;
  SealedPtr sealed_;
  std::thread thread_;
};

}  // namespace

const char* to_string(EngineState state) {
  switch (state) {
    case EngineState::kRunning:
      return "running";
    case EngineState::kNoSpace:
      return "no_space";
    case EngineState::kClockJumped:
      return "clock_jumped";
    case EngineState::kFailed:
      return "failed";
    case EngineState::kStopped:
      return "stopped";
  }
  return "unknown";
}

const char* to_string(SoloError error) {
  switch (error) {
    case SoloError::kSignedAhead:
      return "signed_ahead";
    case SoloError::kSignedOther:
      return "signed_other";
    case SoloError::kSignedUnreadable:
      return "signed_unreadable";
    case SoloError::kNotAlone:
      return "not_alone";
  }
  return "unknown";
}

Result<std::unique_ptr<Engine>, SoloError> solo_engine(chain::Ledger& ledger, Mempool& mempool,
                                                       SignedFile& signed_file, SealKey key,
                                                       SoloOptions options) {
  if (ledger.genesis().validators.validators.size() != 1) return failure(SoloError::kNotAlone);
  auto solo =
      std::make_unique<Solo>(ledger, mempool, signed_file, std::move(key), std::move(options));
  FREEHOLD_TRY(solo->begin());
  return std::unique_ptr<Engine>(std::move(solo));
}

}  // namespace freehold::node
