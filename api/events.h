// Blocks as server-sent events, from any height on, each once and in order: a thread hands each
// subscriber what it has not had yet, as fast as it reads.
//
// Those near the newest block come first; those who replay old blocks have a turn one after the
// other, bounded in work, and between two turns new blocks are looked for. The text of an event is
// made once for all who want it at about that time and shared while it waits to be read. What waits
// for those who replay is bounded for all of them together.
#pragma once

#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "http/message.h"
#include "node/node.h"

namespace freehold::api {

class Events final : public node::CommitListener {
 public:
  explicit Events(node::Node& node);
  ~Events() override;
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

  void committed(const chain::Committed& block) override;
  // From the block of this height on.
  void subscribe(std::shared_ptr<http::EventStream> stream, Height from);
  size_t subscribers() const;
  // Ends every stream.
  void stop();

 private:
  using TextPtr = std::shared_ptr<const std::string>;
  struct Subscriber {
    std::shared_ptr<http::EventStream> stream;
    Height next;
    bool closed = false;
  };
  struct Kept {
    Height height;
    TextPtr text;
  };
  enum class Given : uint8_t { kDone, kLater, kClosed };

  void loop();
  void feed_near(Height newest);
  bool feed_next_behind(Height newest);
  bool take_turn(Subscriber& subscriber, Height newest);
  Given give(Subscriber& subscriber, bool near);
  bool is_near(const Subscriber& subscriber, Height newest) const;
  TextPtr text_of(Height height, bool near);
  TextPtr make_text(Height height);
  void keep(Height height, TextPtr text);

  node::Node& node_;

  // Of the thread.
  std::vector<Subscriber> subscribers_;
  size_t turn_ = 0;              // whose turn it is among those who replay
  size_t transactions_made_ = 0;  // in texts that were made in this turn
  std::list<Kept> kept_;         // the one used last first
  size_t kept_bytes_ = 0;
  // Bytes of texts that somebody still holds. Streams may outlive this.
  std::shared_ptr<std::atomic<size_t>> held_;

  mutable std::mutex mutex_;  // over what follows
  std::condition_variable wake_;
  Height newest_;
  bool stopping_ = false;
  bool changed_ = false;
  std::vector<Subscriber> fresh_;
  size_t count_ = 0;
  std::thread thread_;
};

}  // namespace freehold::api
