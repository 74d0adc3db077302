#include "http/server.h"

#include <sys/resource.h>

#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <deque>
#include <mutex>
#include <set>
#include <thread>

#include "http/head.h"

namespace freehold::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

constexpr std::string_view kServerName = "freehold";

struct Shared {
  ServerOptions options;
  Handler& handler;
  asio::io_context io{1};
  asio::thread_pool workers;
  std::atomic<uint64_t> requests{0};
  std::atomic<uint64_t> refused{0};
  std::atomic<uint64_t> timed_out{0};
  std::atomic<uint64_t> connections{0};
  std::atomic<bool> stopping{false};

  Shared(const ServerOptions& given, Handler& answering)
      : options(given), handler(answering), workers(given.workers) {}
};
using SharedPtr = std::shared_ptr<Shared>;

wire::response<wire::string_body> to_wire(Response response, bool keep_alive, bool head_only) {
  wire::response<wire::string_body> out{static_cast<wire::status>(response.status), 11};
  out.reason(std::string(reason_phrase(response.status)));
  out.set(wire::field::server, std::string(kServerName));
  if (!response.content_type.empty()) out.set(wire::field::content_type, response.content_type);
  for (const Header& header : response.headers) out.set(header.name, header.value);
  out.keep_alive(keep_alive);
  if (response.status != 204 && response.status != 304) out.content_length(response.body.size());
  if (!head_only) out.body() = std::move(response.body);
  return out;
}

class Session;

// What a handler holds of a streaming session.
class Stream final : public EventStream, public std::enable_shared_from_this<Stream> {
 public:
  Stream(SharedPtr shared, std::shared_ptr<Session> session)
      : shared_(std::move(shared)), session_(std::move(session)), keepalive_(shared_->io) {}

  bool push(std::string text) override;
  size_t queued() const override {
    std::lock_guard lock(mutex_);
    return queued_;
  }
  void close() override;
  void on_closed(std::function<void()> notice) override;
  void begin();

 private:
  void write_next();
  void wait();
  void finish();

  SharedPtr shared_;
  std::shared_ptr<Session> session_;  // of the I/O thread; reset when closed
  asio::steady_timer keepalive_;
  mutable std::mutex mutex_;
  std::deque<std::string> queue_;
  size_t queued_ = 0;
  bool closed_ = false;
  std::function<void()> notice_;
  bool writing_ = false;
};

class Session final : public std::enable_shared_from_this<Session> {
 public:
  Session(SharedPtr shared, tcp::socket socket)
      : shared_(std::move(shared)), stream_(std::move(socket)) {
    ++shared_->connections;
  }
  ~Session() { --shared_->connections; }

  void begin() { read_first(); }
  beast::tcp_stream& stream() { return stream_; }
  void shutdown() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

 private:
  // The first bytes of a request may take as long as a connection may idle; the head then has its
  // own time.
  void read_first() {
    if (shared_->stopping) return shutdown();
    if (buffer_.size() > 0) return read_head();
    stream_.expires_after(milliseconds(shared_->options.idle_timeout_ms));
    stream_.async_read_some(buffer_.prepare(4096),
                            [self = shared_from_this()](error_code code, size_t size) {
                              if (code) return self->shutdown();
                              self->buffer_.commit(size);
                              self->read_head();
                            });
  }

  void read_head() {
    stream_.expires_after(milliseconds(shared_->options.head_timeout_ms));
    look_for_end();
  }

  void look_for_end() {
    std::string_view seen(static_cast<const char*>(buffer_.data().data()), buffer_.size());
    size_t end = seen.find("\r\n\r\n", searched_ < 3 ? 0 : searched_ - 3);
    if (end != std::string_view::npos && end + 4 <= shared_->options.head_bytes_max) {
      searched_ = 0;
      return take_head(seen.substr(0, end + 4));
    }
    if (seen.size() >= shared_->options.head_bytes_max || end != std::string_view::npos) {
      return refuse(status_of(HeadError::kTooLarge), to_string(HeadError::kTooLarge));
    }
    searched_ = seen.size();
    stream_.async_read_some(buffer_.prepare(4096),
                            [self = shared_from_this()](error_code code, size_t size) {
                              if (code == beast::error::timeout) return self->time_out();
                              if (code) return self->shutdown();
                              self->buffer_.commit(size);
                              self->look_for_end();
                            });
  }

  void take_head(std::string_view bytes) {
    auto head = parse_head(bytes);
    if (!head) return refuse(status_of(head.error()), to_string(head.error()));
    head_ = std::move(*head);
    size_t body_max = shared_->handler.body_bytes_max(head_.method, head_.path);
    if (head_.content_length && *head_.content_length > body_max)
      return refuse(413, "body_too_large");
    parser_.emplace();
    parser_->header_limit(static_cast<uint32_t>(shared_->options.head_bytes_max));
    parser_->body_limit(body_max);
    parser_->eager(true);
    stream_.expires_after(milliseconds(shared_->options.body_timeout_ms));
    if (head_.expects_continue) return send_continue();
    read_body();
  }

  void send_continue() {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(kContinue),
                      [self = shared_from_this()](error_code code, size_t) {
                        if (code) return self->shutdown();
                        self->read_body();
                      });
  }

  void read_body() {
    wire::async_read(
        stream_, buffer_, *parser_, [self = shared_from_this()](error_code code, size_t) {
          if (code == wire::error::body_limit) return self->refuse(413, "body_too_large");
          if (code == beast::error::timeout) return self->time_out();
          if (code == wire::error::end_of_stream || code == wire::error::partial_message) {
            return self->refuse(400, "incomplete_body");
          }
          if (code && code.category() == make_error_code(wire::error::bad_chunk).category()) {
            return self->refuse(400, "bad_body");
          }
          if (code) return self->shutdown();
          self->answer();
        });
  }

  void answer() {
    ++shared_->requests;
    Request request;
    request.method = head_.method;
    request.path = std::move(head_.path);
    request.query = std::move(head_.query);
    request.headers = std::move(head_.headers);
    request.body = std::move(parser_->get().body());
    parser_.reset();
    stream_.expires_never();
    asio::post(shared_->workers,
               [self = shared_from_this(), request = std::move(request)]() mutable {
                 bool head_only = request.method == Method::kHead;
                 if (head_only) request.method = Method::kGet;
                 auto response = std::make_shared<Response>(self->ask(request));
                 asio::post(self->shared_->io, [self, response, head_only] {
                   self->send(std::move(*response),
                              self->head_.keep_alive && !self->shared_->stopping, head_only);
                 });
               });
  }

  Response ask(const Request& request) {
    try {
      return shared_->handler.handle(request);
    } catch (const std::exception& error) {
      if (shared_->options.log)
        shared_->options.log(std::string("a handler failed: ") + error.what());
      return problem_response(500, "internal", "The node failed to answer; please report it.");
    }
  }

  void send(Response response, bool keep_alive, bool head_only) {
    if (response.stream && !head_only) return begin_stream(std::move(response));
    auto message = std::make_shared<wire::response<wire::string_body>>(
        to_wire(std::move(response), keep_alive, head_only));
    auto serializer = std::make_shared<wire::response_serializer<wire::string_body>>(*message);
    stream_.expires_after(milliseconds(shared_->options.write_timeout_ms));
    auto done = [self = shared_from_this(), message, serializer, keep_alive](error_code code,
                                                                             size_t) {
      if (code == beast::error::timeout) ++self->shared_->timed_out;
      if (code) return self->shutdown();
      if (!keep_alive) return self->close_gently();
      self->read_first();
    };
    if (head_only) {
      wire::async_write_header(stream_, *serializer, std::move(done));
    } else {
      wire::async_write(stream_, *serializer, std::move(done));
    }
  }

  void begin_stream(Response response) {
    auto open = std::move(response.stream);
    auto head = std::make_shared<std::string>(
        "HTTP/1.1 200 OK\r\nServer: " + std::string(kServerName) +
        "\r\nContent-Type: " + response.content_type + "\r\nConnection: close\r\n");
    for (const Header& header : response.headers)
      *head += header.name + ": " + header.value + "\r\n";
    *head += "\r\n";
    stream_.expires_after(milliseconds(shared_->options.write_timeout_ms));
    asio::async_write(stream_, asio::buffer(*head),
                      [self = shared_from_this(), head, open](error_code code, size_t) {
                        if (code) return self->shutdown();
                        auto stream = std::make_shared<Stream>(self->shared_, self);
                        stream->begin();
                        open(stream);
                      });
  }

  void refuse(uint16_t status, std::string_view code) {
    ++shared_->refused;
    send(problem_response(status, code, "The request is not one that this server accepts."), false,
         false);
  }

  void time_out() {
    ++shared_->timed_out;
    // The stream's own timer closed the socket: there is nobody to tell.
    shutdown();
  }

  // Lets the client read the answer although it may still be sending: what arrives is dropped for a
  // while.
  void close_gently() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(milliseconds(1000));
    drain();
  }
  void drain() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(4096),
                            [self = shared_from_this()](error_code code, size_t) {
                              if (code) return self->shutdown();
                              self->drain();
                            });
  }

  SharedPtr shared_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  size_t searched_ = 0;
  Head head_;
  std::optional<wire::request_parser<wire::string_body>> parser_;
};

bool Stream::push(std::string text) {
  std::lock_guard lock(mutex_);
  if (closed_) return false;
  if (queued_ + text.size() > shared_->options.stream_queue_max) {
    closed_ = true;
    asio::post(shared_->io, [self = shared_from_this()] { self->finish(); });
    return false;
  }
  queued_ += text.size();
  queue_.push_back(std::move(text));
  if (queue_.size() == 1)
    asio::post(shared_->io, [self = shared_from_this()] { self->write_next(); });
  return true;
}

void Stream::close() {
  {
    std::lock_guard lock(mutex_);
    if (closed_) return;
    closed_ = true;
  }
  asio::post(shared_->io, [self = shared_from_this()] { self->finish(); });
}

void Stream::begin() {
  session_->stream().expires_never();
  // A reader says nothing more: whatever comes, or its going away, ends the stream.
  auto byte = std::make_shared<char>();
  session_->stream().socket().async_read_some(
      asio::buffer(byte.get(), 1),
      [self = shared_from_this(), byte](error_code, size_t) { self->close(); });
  wait();
}

void Stream::wait() {
  keepalive_.expires_after(milliseconds(shared_->options.stream_keepalive_ms));
  keepalive_.async_wait([self = shared_from_this()](error_code code) {
    if (code) return;
    if (self->push(": \n\n")) self->wait();
  });
}

// On the I/O thread.
void Stream::write_next() {
  if (!session_ || writing_) return;
  std::string* text = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (closed_ || queue_.empty()) return;
    text = &queue_.front();
  }
  writing_ = true;
  asio::async_write(session_->stream().socket(), asio::buffer(*text),
                    [self = shared_from_this()](error_code code, size_t) {
                      self->writing_ = false;
                      {
                        std::lock_guard lock(self->mutex_);
                        self->queued_ -= self->queue_.front().size();
                        self->queue_.pop_front();
                      }
                      if (code) return self->close();
                      self->write_next();
                    });
}

void Stream::on_closed(std::function<void()> notice) {
  std::unique_lock lock(mutex_);
  if (!closed_) {
    notice_ = std::move(notice);
    return;
  }
  lock.unlock();
  notice();
}

void Stream::finish() {
  std::function<void()> notice;
  {
    std::lock_guard lock(mutex_);
    notice.swap(notice_);
  }
  if (notice) notice();
  keepalive_.cancel();
  if (!session_) return;
  session_->shutdown();
  session_.reset();
}

class BeastServer final : public Server {
 public:
  BeastServer(const ServerOptions& options, Handler& handler)
      : shared_(std::make_shared<Shared>(options, handler)),
        acceptor_(shared_->io),
        work_(asio::make_work_guard(shared_->io)) {}
  ~BeastServer() override { stop(); }

  Result<std::monostate, ServerError> listen() {
    error_code code;
    auto address = asio::ip::make_address(shared_->options.address, code);
    if (code) return failure(ServerError::kBadAddress);
    tcp::endpoint endpoint(address, shared_->options.port);
    acceptor_.open(endpoint.protocol(), code);
    if (!code) acceptor_.set_option(asio::socket_base::reuse_address(true), code);
    if (!code) acceptor_.bind(endpoint, code);
    if (!code) acceptor_.listen(asio::socket_base::max_listen_connections, code);
    if (code == asio::error::address_in_use) return failure(ServerError::kInUse);
    if (code == asio::error::access_denied) return failure(ServerError::kNotAllowed);
    if (code == boost::system::errc::address_not_available)
      return failure(ServerError::kBadAddress);
    if (code) return failure(ServerError::kIo);
    port_ = acceptor_.local_endpoint(code).port();
    raise_descriptor_limit();
    accept();
    thread_ = std::thread([this] { shared_->io.run(); });
    return std::monostate{};
  }

  uint16_t port() const override { return port_; }
  ServerCounters counters() const override {
    return {shared_->requests, shared_->refused, shared_->timed_out, shared_->connections};
  }

  void stop() override {
    if (shared_->stopping.exchange(true)) return;
    asio::post(shared_->io, [this] {
      error_code ignored;
      acceptor_.close(ignored);
    });
    // Handlers that run give their answers to the I/O thread before it is stopped.
    shared_->workers.join();
    asio::post(shared_->io, [this] {
      stopping_timer_.emplace(shared_->io);
      stopping_timer_->expires_after(milliseconds(200));
      stopping_timer_->async_wait([this](error_code) { shared_->io.stop(); });
    });
    if (thread_.joinable()) thread_.join();
  }

 private:
  static void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }

  void accept() {
    acceptor_.async_accept([this](error_code code, tcp::socket socket) {
      if (code == asio::error::operation_aborted || shared_->stopping) return;
      if (!code) {
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        if (shared_->connections >= shared_->options.connections_max) {
          socket.close(ignored);
        } else {
          std::make_shared<Session>(shared_, std::move(socket))->begin();
        }
        return accept();
      }
      // Out of descriptors: the connections there are will end and make room.
      accept_timer_.emplace(shared_->io);
      accept_timer_->expires_after(milliseconds(50));
      accept_timer_->async_wait([this](error_code) {
        if (!shared_->stopping) accept();
      });
    });
  }

  SharedPtr shared_;
  tcp::acceptor acceptor_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::optional<asio::steady_timer> accept_timer_;
  std::optional<asio::steady_timer> stopping_timer_;
  std::thread thread_;
  uint16_t port_ = 0;
};

}  // namespace

const char* to_string(ServerError error) {
  switch (error) {
    case ServerError::kBadAddress:
      return "bad_address";
    case ServerError::kInUse:
      return "in_use";
    case ServerError::kNotAllowed:
      return "not_allowed";
    case ServerError::kIo:
      return "io";
  }
  return "unknown";
}

Result<std::unique_ptr<Server>, ServerError> Server::start(const ServerOptions& options,
                                                           Handler& handler) {
  auto server = std::make_unique<BeastServer>(options, handler);
  FREEHOLD_TRY(server->listen());
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace freehold::http
