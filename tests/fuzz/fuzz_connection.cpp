// Whole connections: any bytes to the server, and any bytes as the answer a client gets. Neither side
// may crash, wait for ever, or take what it did not ask for.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "common/assert.h"
#include "common/bytes.h"
#include "http/client.h"
#include "http/server.h"

namespace {

using namespace freehold;
using namespace freehold::http;

class Echo final : public Handler {
 public:
  Response handle(const Request& request) override {
    FREEHOLD_ASSERT(request.path.starts_with('/'));
    FREEHOLD_ASSERT(request.body.size() <= 1000);
    Response out;
    out.status = 200;
    out.body = request.body;
    return out;
  }
  size_t body_bytes_max(Method, const std::string&) const override { return 1000; }
};

int connect_to(uint16_t port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&place), sizeof place) == 0) return fd;
  close(fd);
  return -1;
}

void send_all(int fd, ByteView bytes) {
  while (!bytes.empty()) {
    ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes = bytes.subspan(static_cast<size_t>(sent));
  }
}

// In two pieces; then the end, and all answers up to theirs.
void to_server(ByteView bytes, size_t split) {
  static Echo echo;
  static Server* const kServer = [] {
    ServerOptions options;
    options.head_timeout_ms = options.body_timeout_ms = options.idle_timeout_ms = 500;
    options.write_timeout_ms = 500;
    return Server::start(options, echo)->release();  // as long as the process
  }();
  int fd = connect_to(kServer->port());
  FREEHOLD_ASSERT(fd >= 0);
  split = std::min(split, bytes.size());
  send_all(fd, bytes.first(split));
  send_all(fd, bytes.subspan(split));
  shutdown(fd, SHUT_WR);
  std::string answer;
  char piece[4096];
  ssize_t got = 0;
  while ((got = recv(fd, piece, sizeof piece, 0)) > 0) {
    answer.append(piece, static_cast<size_t>(got));
  }
  close(fd);
  FREEHOLD_ASSERT(answer.empty() || answer.starts_with("HTTP/1."));
}

// Answers each connection with the same bytes, and closes it.
class Answerer {
 public:
  Answerer() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof place;
    FREEHOLD_ASSERT(bind(listener_, reinterpret_cast<sockaddr*>(&place), size) == 0);
    FREEHOLD_ASSERT(listen(listener_, 64) == 0);
    FREEHOLD_ASSERT(getsockname(listener_, reinterpret_cast<sockaddr*>(&place), &size) == 0);
    port_ = ntohs(place.sin_port);
    std::thread([this] { serve(); }).detach();
  }
  uint16_t port() const { return port_; }
  void say(ByteView bytes) {
    std::lock_guard lock(mutex_);
    answer_ = to_bytes(bytes);
  }

 private:
  void serve() {
    for (;;) {
      int fd = accept(listener_, nullptr, nullptr);
      if (fd < 0) continue;
      char piece[4096];
      (void)!recv(fd, piece, sizeof piece, 0);
      Bytes answer;
      {
        std::lock_guard lock(mutex_);
        answer = answer_;
      }
      send_all(fd, answer);
      shutdown(fd, SHUT_WR);
      while (recv(fd, piece, sizeof piece, 0) > 0) {
      }
      close(fd);
    }
  }
  int listener_ = -1;
  uint16_t port_ = 0;
  std::mutex mutex_;
  Bytes answer_;
};

void to_client(ByteView bytes, bool stream) {
  static Answerer* const kAnswerer = new Answerer;  // its thread has no end
  kAnswerer->say(bytes);
  ClientOptions options;
  options.timeout_ms = options.connect_timeout_ms = 1000;
  options.response_bytes_max = 1000;
  Client client(Url{"127.0.0.1", kAnswerer->port(), ""}, options);
  if (stream) {
    size_t taken = 0;
    (void)client.stream({Method::kGet, "/", {}, {}, {}}, [&](std::string_view more) {
      taken += more.size();
      return taken < 10'000;
    });
    return;
  }
  auto answer = client.request({Method::kGet, "/", {}, {}, {}});
  if (!answer) return;
  FREEHOLD_ASSERT(answer->status >= 200 && answer->status <= 999);
  FREEHOLD_ASSERT(answer->body.size() <= options.response_bytes_max);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  ByteView rest(data + 2, size - 2);
  if (data[0] % 4 < 2) {
    to_server(rest, data[1]);
  } else {
    to_client(rest, data[0] % 4 == 3);
  }
  return 0;
}
