#include "http/server.h"

#include <sys/resource.h>

#include <future>
#include <thread>

#include "http/session_impl.h"

namespace freehold::http {
namespace {

constexpr auto kAcceptDelay = milliseconds(50);

class BeastServer final : public Server {
 public:
  BeastServer(const ServerOptions& options, Handler& handler)
      : shared_(std::make_shared<Shared>(options, handler)),
        acceptor_(shared_->io),
        accept_timer_(shared_->io),
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
    return {shared_->requests, shared_->refused, shared_->timed_out, shared_->connections,
            shared_->answers_bytes};
  }

  void stop() override {
    if (!thread_.joinable()) return;
    on_io_thread([this] {
      shared_->stopping = true;
      error_code ignored;
      acceptor_.close(ignored);
      accept_timer_.cancel();
      end_connections([](const Connection& one) { return !one.answering(); });
    });
    {
      std::unique_lock lock(shared_->gone_mutex);
      shared_->gone.wait_for(lock, milliseconds(shared_->options.stop_timeout_ms),
                             [&] { return shared_->connections == 0; });
    }
    shared_->late = true;
    on_io_thread([this] { shared_->refuse_heavy(); });
    shared_->workers.join();
    // What the workers answered last is behind them in the queue: it is sent as far as it goes.
    on_io_thread([this] { end_connections([](const Connection&) { return true; }); });
    // With every socket and timer closed, the thread runs out of work.
    work_.reset();
    thread_.join();
  }

 private:
  static void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }

  // Has it run by the I/O thread, and waits.
  void on_io_thread(const std::function<void()>& run) {
    std::promise<void> done;
    asio::post(shared_->io, [&] {
      run();
      done.set_value();
    });
    done.get_future().wait();
  }

  void end_connections(const std::function<bool(const Connection&)>& which) {
    std::vector<std::shared_ptr<Connection>> ending;
    for (Connection* one : shared_->open) {
      if (which(*one)) ending.push_back(one->shared_from_this());
    }
    for (const auto& one : ending) one->end();
  }

  void accept() {
    acceptor_.async_accept([this](error_code code, tcp::socket socket) {
      if (shared_->stopping) return;
      if (code) return accept_later();
      error_code ignored;
      if (shared_->connections >= shared_->options.connections_max) {
        ++shared_->refused;
        socket.close(ignored);
      } else {
        socket.set_option(tcp::no_delay(true), ignored);
        std::make_shared<Session>(shared_, std::move(socket))->begin();
      }
      accept();
    });
  }

  // Out of descriptors: the connections there are will end and make room.
  void accept_later() {
    accept_timer_.expires_after(kAcceptDelay);
    accept_timer_.async_wait([this](error_code) {
      if (!shared_->stopping) accept();
    });
  }

  SharedPtr shared_;
  tcp::acceptor acceptor_;
  asio::steady_timer accept_timer_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
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
