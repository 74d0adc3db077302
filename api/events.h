// Blocks as server-sent events, from any height on: a thread hands each subscriber what it has not
// had yet, as fast as it reads.
#pragma once

#include <condition_variable>
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
  struct Subscriber {
    std::shared_ptr<http::EventStream> stream;
    Height next;
  };

  void loop();
  bool feed(Subscriber& subscriber, Height newest);
  // The event of a block; empty where it cannot be read.
  const std::string& event_of(Height height);

  node::Node& node_;
  std::pair<Height, std::string> last_;  // of the thread: most subscribers want the same block
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Height newest_;
  bool stopping_ = false;
  bool changed_ = false;
  std::vector<Subscriber> fresh_;
  size_t count_ = 0;
  std::thread thread_;
};

}  // namespace freehold::api
