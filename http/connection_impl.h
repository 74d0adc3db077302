// What the server's sessions share, and the socket under each. Private to server.cpp; but for the
// atomic counters, of the I/O thread alone.
#pragma once

#include <netinet/tcp.h>

#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <unordered_set>

#include "http/server.h"

namespace freehold::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

inline constexpr int kUnsentBytesMax = 128 << 10;
inline constexpr std::string_view kServerName = "freehold";

using Clock = std::chrono::steady_clock;

class Connection;

struct Shared {
  ServerOptions options;
  Handler& handler;
  asio::io_context io{1};
  asio::thread_pool workers;  // one more than may be heavy at once

  std::atomic<uint64_t> requests{0};
  std::atomic<uint64_t> refused{0};
  std::atomic<uint64_t> timed_out{0};
  std::atomic<uint64_t> connections{0};

  std::unordered_set<Connection*> open;
  size_t bodies_bytes = 0;
  std::atomic<size_t> answers_bytes{0};
  std::list<Connection*> sending;  // an answer, the oldest first
  unsigned heavy_running = 0;
  struct Waiting {
    std::shared_ptr<Connection> connection;
    Clock::time_point since;
  };
  std::deque<Waiting> heavy_waiting;
  bool stopping = false;          // set on the I/O thread: no request begins any more
  std::atomic<bool> late{false};  // requests that still wait for a worker are dropped

  std::mutex gone_mutex;
  std::condition_variable gone;  // a connection went while stopping

  Shared(const ServerOptions& given, Handler& answering)
      : options(given), handler(answering), workers(given.workers + 1) {}

  void log(const std::string& line) const {
    if (options.log) options.log(line);
  }
  // Hands the workers as many heavy requests as they may have.
  void begin_heavy();
  // Those that wait have no turn any more.
  void refuse_heavy();
  // Whether an answer of this size may wait to be read. Slow readers are closed for it.
  bool make_room(size_t size);
};
using SharedPtr = std::shared_ptr<Shared>;

// A socket that is counted and can be closed by the server. Everything that waits for it holds it.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(SharedPtr shared, tcp::socket socket)
      : shared_(std::move(shared)), stream_(std::move(socket)) {
    ++shared_->connections;
    shared_->open.insert(this);
  }
  virtual ~Connection() {
    shared_->open.erase(this);
    shared_->bodies_bytes -= charged_;
    answer_read();
    {
      std::lock_guard lock(shared_->gone_mutex);
      --shared_->connections;
    }
    shared_->gone.notify_all();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // The server stops: is there an answer that is worth waiting for?
  virtual bool answering() const = 0;
  // Closes the connection and what the application holds of it.
  virtual void end() = 0;
  // A heavy request that waited is to be handled, or to be refused.
  virtual void take_turn(bool granted) = 0;
  beast::tcp_stream& stream() { return stream_; }
  Shared& shared() { return *shared_; }
  const SharedPtr& shared_ptr() const { return shared_; }
  void expire_after(uint64_t ms) { stream_.expires_after(milliseconds(ms)); }

  // Ends every operation that waits.
  void shutdown() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  // An answer begins to wait for its reader, and does no more.
  void answer_waits(size_t size) {
    answer_read();
    sending_ = size;
    sending_since_ = Clock::now();
    shared_->answers_bytes += size;
    place_ = shared_->sending.insert(shared_->sending.end(), this);
  }
  void answer_read() {
    if (!place_) return;
    shared_->sending.erase(*place_);
    shared_->answers_bytes -= sending_;
    place_.reset();
  }
  // What a reader does not take waits here, where it is counted, and not in the system. For streams
  // and large answers: a small one is not worth the call.
  void bound_unsent() {
    ::setsockopt(stream_.socket().native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kUnsentBytesMax,
                 sizeof kUnsentBytesMax);
  }
  Clock::time_point sending_since() const { return sending_since_; }

 protected:
  // Counts bytes of a body that are held; false beyond the bound.
  bool charge(size_t size) {
    charged_ += size;
    shared_->bodies_bytes += size;
    return shared_->bodies_bytes <= shared_->options.bodies_bytes_max;
  }
  void discharge() {
    shared_->bodies_bytes -= charged_;
    charged_ = 0;
  }

 private:
  SharedPtr shared_;
  beast::tcp_stream stream_;
  size_t charged_ = 0;
  size_t sending_ = 0;
  Clock::time_point sending_since_;
  std::optional<std::list<Connection*>::iterator> place_;  // in Shared::sending
};

inline void Shared::begin_heavy() {
  while (!heavy_waiting.empty() && heavy_running < options.workers) {
    Waiting one = std::move(heavy_waiting.front());
    heavy_waiting.pop_front();
    bool granted = !late && Clock::now() - one.since < milliseconds(options.heavy_wait_ms);
    if (granted) ++heavy_running;
    one.connection->take_turn(granted);
  }
}

inline void Shared::refuse_heavy() {
  std::deque<Waiting> waiting;
  waiting.swap(heavy_waiting);
  for (const Waiting& one : waiting) one.connection->take_turn(false);
}

inline bool Shared::make_room(size_t size) {
  auto fits = [&] { return answers_bytes + size <= options.answers_bytes_max; };
  auto slow = Clock::now() - milliseconds(options.answer_grace_ms);
  while (!fits() && !sending.empty() && sending.front()->sending_since() < slow) {
    auto oldest = sending.front()->shared_from_this();
    ++timed_out;
    oldest->answer_read();
    oldest->shutdown();
  }
  return fits();
}

}  // namespace freehold::http
