#include "api/events.h"

#include <algorithm>

#include "api/views.h"
#include "codec/bcs.h"

namespace freehold::api {
namespace {

// A subscriber that is this far behind in reading is fed later.
constexpr size_t kQueuedMax = size_t{1} << 20;
constexpr auto kSlowReaderDelay = std::chrono::milliseconds(50);

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

Events::Events(node::Node& node) : node_(node), newest_(node.ledger().newest()->header().height) {
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
  std::vector<Subscriber> subscribers;
  bool behind = false;
  std::unique_lock lock(mutex_);
  for (;;) {
    if (behind) {
      wake_.wait_for(lock, kSlowReaderDelay, [&] { return stopping_; });
    } else {
      wake_.wait(lock, [&] { return stopping_ || changed_; });
    }
    changed_ = false;
    for (Subscriber& one : fresh_) subscribers.push_back(std::move(one));
    fresh_.clear();
    Height newest = newest_;
    bool stop = stopping_;
    lock.unlock();
    if (stop) {
      for (Subscriber& one : subscribers) one.stream->close();
      return;
    }
    std::erase_if(subscribers, [&](Subscriber& one) { return !feed(one, newest); });
    behind = std::any_of(subscribers.begin(), subscribers.end(),
                         [&](const Subscriber& one) { return one.next <= newest; });
    lock.lock();
    count_ = subscribers.size() + fresh_.size();
  }
}

// False: the stream is closed.
bool Events::feed(Subscriber& subscriber, Height newest) {
  while (subscriber.next <= newest) {
    if (subscriber.stream->queued() > kQueuedMax) return true;
    const std::string& text = event_of(subscriber.next);
    if (text.empty() || !subscriber.stream->push(text)) {
      subscriber.stream->close();
      return false;
    }
    ++subscriber.next.value;
  }
  return subscriber.stream->push("");
}

const std::string& Events::event_of(Height height) {
  if (last_.first == height && !last_.second.empty()) return last_.second;
  last_ = {height, {}};
  auto block = node_.ledger().block(height);
  if (!block || !*block) return last_.second;
  BlockEvent event;
  event.height = height;
  event.hash = proof::header_hash((*block)->header);
  event.time = (*block)->header.time;
  for (size_t i = 0; i < (*block)->results.size(); ++i) {
    auto tx = codec::bcs_decode<proof::SignedTx>((*block)->batch.transactions[i]);
    if (tx) event.transactions.push_back({proof::tx_id(tx->body), (*block)->results[i].code});
  }
  last_.second = "id: " + std::to_string(height.value) +
                 "\nevent: block\ndata: " + codec::to_json(event).dump() + "\n\n";
  return last_.second;
}

}  // namespace freehold::api
