// What the server's sessions share, and the socket under each. Private to server.cpp; but for the
// atomic counters, of the I/O thread alone.
#pragma once

#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <condition_variable>
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

inline constexpr std::string_view kServerName = "freehold";

class Connection;

struct Shared {
  ServerOptions options;
  Handler& handler;
  asio::io_context io{1};
  asio::thread_pool workers;

  std::atomic<uint64_t> requests{0};
  std::atomic<uint64_t> refused{0};
  std::atomic<uint64_t> timed_out{0};
  std::atomic<uint64_t> connections{0};

  std::unordered_set<Connection*> open;
  size_t bodies_bytes = 0;
  bool stopping = false;          // set on the I/O thread: no request begins any more
  std::atomic<bool> late{false};  // requests that still wait for a worker are dropped

  std::mutex gone_mutex;
  std::condition_variable gone;  // a connection went while stopping

  Shared(const ServerOptions& given, Handler& answering)
      : options(given), handler(answering), workers(given.workers) {}

  void log(const std::string& line) const {
    if (options.log) options.log(line);
  }
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
};

}  // namespace freehold::http
