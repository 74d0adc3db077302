// An HTTP/1.1 server on Boost.Beast. One thread moves bytes; a few workers run the handler, so that
// a slow answer never keeps others from being read. Requests that the handler calls heavy take
// turns, and one worker is kept for the light ones, which so never wait for them. Plain HTTP on an
// address that is given: no TLS here.
//
// A request whose head could be read in two ways is refused with a problem document and the
// connection is closed; nothing after it is looked at (head.h). Heads, bodies and readers that are
// slow are closed: each has a time for the whole, so that a byte now and then does not help. What
// waits to be read by all clients together is bounded; the slowest readers make room.
#pragma once

#include <memory>

#include "common/result.h"
#include "http/message.h"

namespace freehold::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 0;  // 0: any that is free
  unsigned workers = 2;  // for any request; one more is for light ones alone
  size_t head_bytes_max = size_t{16} << 10;
  size_t connections_max = 10'000;
  uint64_t head_timeout_ms = 10'000;   // from a request's first byte to the end of its head
  uint64_t body_timeout_ms = 30'000;   // from the end of the head to the end of the body
  uint64_t write_timeout_ms = 30'000;  // of one response, or one piece of a stream
  uint64_t idle_timeout_ms = 30'000;   // before a request's first byte
  uint64_t stop_timeout_ms = 5'000;    // what stop() gives requests to end
  uint64_t heavy_wait_ms = 10'000;     // of a heavy request for its turn; then 503
  size_t bodies_bytes_max = size_t{512} << 20;  // of all requests at once; beyond it, 503
  // Of answers that wait to be read. For one more, those that are read for longer than the grace
  // are closed, the oldest first; where that is not enough, it becomes a 503.
  size_t answers_bytes_max = size_t{64} << 20;
  uint64_t answer_grace_ms = 1'000;
  size_t stream_queue_max = size_t{4} << 20;    // bytes waiting for one reader of a stream
  uint64_t stream_keepalive_ms = 15'000;
  // Called for a handler's exception and the like; any thread.
  std::function<void(const std::string& line)> log;
};

// What a request costs the machine: a light one takes well under a millisecond.
enum class Weight : uint8_t { kLight, kHeavy };

class Handler {
 public:
  virtual ~Handler() = default;
  // Any worker's thread, several at once. An exception becomes a 500 and a line of the log.
  virtual Response handle(const Request& request) = 0;
  // The bytes a body for this path may have; asked on the I/O thread when the head has been read.
  virtual size_t body_bytes_max(Method method, const std::string& path) const = 0;
  // Asked on the I/O thread when the whole request has been read.
  virtual Weight weight(const Request&) const { return Weight::kLight; }
};

enum class ServerError : uint8_t {
  kBadAddress = 1,
  kInUse,
  kNotAllowed,
  kIo,
};
const char* to_string(ServerError error);

struct ServerCounters {
  uint64_t requests = 0;
  uint64_t refused = 0;  // requests that are none of ours, connections beyond the limit
  uint64_t timed_out = 0;
  uint64_t connections = 0;  // open now
  uint64_t answers_bytes = 0;  // of answers that wait to be read
};

class Server {
 public:
  // Listens when it returns. The handler outlives the server.
  static Result<std::unique_ptr<Server>, ServerError> start(const ServerOptions& options,
                                                            Handler& handler);
  virtual ~Server() = default;

  virtual uint16_t port() const = 0;
  virtual ServerCounters counters() const = 0;
  // No new connections; idle ones, half-read requests and streams are closed; requests that run are
  // answered. Those still waiting for a worker after stop_timeout_ms are not; a handler that runs
  // is waited for, as a thread cannot be ended. A second call does nothing. Not from a handler.
  virtual void stop() = 0;
};

}  // namespace freehold::http
