#include "api/events.h"

#include <algorithm>

#include "api/views.h"
#include "codec/bcs.h"

namespace freehold::api {
namespace {

// A subscriber with more than this to read gets nothing more until it has read.
constexpr size_t kQueuedMax = size_t{256} << 10;
constexpr auto kSlowReaderDelay = std::chrono::milliseconds(20);
// From the newest block; whoever wants one of these is served before those who replay.
constexpr uint64_t kNearBlocks = 8;
// One turn of who replays: this many blocks, and no further one after texts of so many transactions
// had to be made, which is some ten milliseconds.
constexpr uint64_t kTurnBlocks = 64;
constexpr size_t kTurnTransactions = 2'000;
// Of event texts: kept for who wants them next; and held in all, which the near ones alone may
// pass.
constexpr size_t kKeptBytesMax = size_t{24} << 20;
constexpr size_t kHeldBytesMax = size_t{64} << 20;
// Looked through one by one.
constexpr size_t kKeptMax = 256;

struct EventTransaction {
  TxId id;
  uint32_t code = 0;
  FREEHOLD_DESCRIBE(id, code)
};
struct BlockEvent {
  Height height;
  HeaderHash hash;
  Time time;
  std::vector<EventTransaction> transactions;
  FREEHOLD_DESCRIBE(height, hash, time, transactions)
};

}  // namespace

Events::Events(node::Node& node)
    : node_(node),
      held_(std::make_shared<std::atomic<size_t>>(0)),
      newest_(node.ledger().newest()->header().height) {
  node_.add_listener(this);
  thread_ = std::thread([this] { loop(); });
}

Events::~Events() { stop(); }

void Events::stop() {
  node_.remove_listener(this);
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Events::committed(const chain::Committed& block) {
  {
    std::lock_guard lock(mutex_);
    newest_ = block.header.height;
    changed_ = true;
    if (count_ == 0) return;
  }
  wake_.notify_all();
}

void Events::subscribe(std::shared_ptr<http::EventStream> stream, Height from) {
  {
    std::lock_guard lock(mutex_);
    fresh_.push_back({std::move(stream), from});
    ++count_;
    changed_ = true;
  }
  wake_.notify_all();
}

size_t Events::subscribers() const {
  std::lock_guard lock(mutex_);
  return count_;
}

void Events::loop() {
  enum class Behind : uint8_t { kNone, kReady, kWaitsForReaders } behind = Behind::kNone;
  std::unique_lock lock(mutex_);
  for (;;) {
    if (behind == Behind::kNone) {
      wake_.wait(lock, [&] { return stopping_ || changed_; });
    } else if (behind == Behind::kWaitsForReaders) {
      wake_.wait_for(lock, kSlowReaderDelay, [&] { return stopping_ || changed_; });
    }
    changed_ = false;
    for (Subscriber& one : fresh_) subscribers_.push_back(std::move(one));
    fresh_.clear();
    Height newest = newest_;
    bool stop = stopping_;
    lock.unlock();
    if (stop) {
      for (Subscriber& one : subscribers_) one.stream->close();
      return;
    }
    feed_near(newest);
    bool moved = feed_next_behind(newest);
    std::erase_if(subscribers_, [](const Subscriber& one) {
      return one.closed || !one.stream->push_shared(nullptr);
    });
    bool waits = std::any_of(subscribers_.begin(), subscribers_.end(),
                             [&](const Subscriber& one) { return one.next <= newest; });
    behind = moved ? Behind::kReady : waits ? Behind::kWaitsForReaders : Behind::kNone;
    lock.lock();
    count_ = subscribers_.size() + fresh_.size();
  }
}

bool Events::is_near(const Subscriber& subscriber, Height newest) const {
  return subscriber.next > newest || newest.value - subscriber.next.value < kNearBlocks;
}

// Height by height, so that each text is made once; the newest first, for those who lack it alone.
void Events::feed_near(Height newest) {
  uint64_t first = newest.value < kNearBlocks ? 0 : newest.value - kNearBlocks + 1;
  auto feed = [&](Height height) {
    for (Subscriber& one : subscribers_) {
      if (!one.closed && one.next == height) give(one, true);
    }
  };
  feed(newest);
  for (uint64_t height = first; height <= newest.value; ++height) feed(Height{height});
}

// One turn of the next one behind who can take something; false: there is none.
bool Events::feed_next_behind(Height newest) {
  for (size_t tried = 0; tried < subscribers_.size(); ++tried) {
    turn_ = turn_ + 1 < subscribers_.size() ? turn_ + 1 : 0;
    Subscriber& one = subscribers_[turn_];
    if (!one.closed && !is_near(one, newest) && take_turn(one, newest)) return true;
  }
  return false;
}

bool Events::take_turn(Subscriber& subscriber, Height newest) {
  transactions_made_ = 0;
  for (uint64_t given = 0; given < kTurnBlocks; ++given) {
    if (is_near(subscriber, newest) || transactions_made_ >= kTurnTransactions) return true;
    if (give(subscriber, false) != Given::kDone) return given > 0;
  }
  return true;
}

// The next block, if there is room for it.
Events::Given Events::give(Subscriber& subscriber, bool near) {
  if (subscriber.stream->queued() > kQueuedMax) return Given::kLater;
  TextPtr text = text_of(subscriber.next, near);
  if (!text) return Given::kLater;
  if (text->empty() || !subscriber.stream->push_shared(std::move(text))) {
    subscriber.stream->close();
    subscriber.closed = true;
    return Given::kClosed;
  }
  ++subscriber.next.value;
  return Given::kDone;
}

// Null: too much is held; empty: the block cannot be read.
Events::TextPtr Events::text_of(Height height, bool near) {
  auto found = std::find_if(kept_.begin(), kept_.end(),
                            [&](const Kept& one) { return one.height == height; });
  if (found != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, found);
    return found->text;
  }
  if (!near && *held_ >= kHeldBytesMax) return nullptr;
  TextPtr text = make_text(height);
  if (!text->empty()) keep(height, text);
  return text;
}

void Events::keep(Height height, TextPtr text) {
  kept_bytes_ += text->size();
  kept_.push_front({height, std::move(text)});
  while (kept_.size() > kKeptMax || (kept_bytes_ > kKeptBytesMax && kept_.size() > 1)) {
    kept_bytes_ -= kept_.back().text->size();
    kept_.pop_back();
  }
}

Events::TextPtr Events::make_text(Height height) {
  auto block = node_.ledger().block(height);
  if (!block || !*block) return std::make_shared<const std::string>();
  BlockEvent event;
  event.height = height;
  event.hash = proof::header_hash((*block)->header);
  event.time = (*block)->header.time;
  for (size_t i = 0; i < (*block)->results.size(); ++i) {
    auto tx = codec::bcs_decode<proof::SignedTx>((*block)->batch.transactions[i]);
    if (tx) event.transactions.push_back({proof::tx_id(tx->body), (*block)->results[i].code});
  }
  transactions_made_ += event.transactions.size();
  auto text = std::make_unique<const std::string>("id: " + std::to_string(height.value) +
                                                  "\nevent: block\ndata: " +
                                                  codec::to_json(event).dump() + "\n\n");
  *held_ += text->size();
  return TextPtr(text.release(), [held = held_](const std::string* gone) {
    *held -= gone->size();
    delete gone;
  });
}

}  // namespace freehold::api
