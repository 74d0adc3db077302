// What the tests of server and client share: bare sockets, and a handler that says what it was
// asked.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

#include "http/server.h"

namespace freehold::http {

using namespace std::chrono_literals;

inline sockaddr_in loopback(uint16_t port) {
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return place;
}

// A bare socket, so that a request or an answer can be as wrong as it likes.
class Socket {
 public:
  struct Accepted {
    int fd;
  };
  explicit Socket(uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in place = loopback(port);
    EXPECT_EQ(connect(fd_, reinterpret_cast<sockaddr*>(&place), sizeof place), 0);
  }
  explicit Socket(Accepted accepted) : fd_(accepted.fd) {}
  ~Socket() { close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool send(std::string_view text) {
    return ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
  }
  // What comes until the other side closes, or the time is over.
  std::string read_all(std::chrono::milliseconds limit = 5000ms) {
    return read_until(std::nullopt, limit);
  }
  std::string read_until(std::optional<std::string_view> mark,
                         std::chrono::milliseconds limit = 5000ms) {
    std::string out;
    auto end = std::chrono::steady_clock::now() + limit;
    while (!closed_ && std::chrono::steady_clock::now() < end) {
      if (mark && out.find(*mark) != std::string::npos) break;
      pollfd one{fd_, POLLIN, 0};
      if (poll(&one, 1, 50) <= 0) continue;
      char chunk[65536];
      ssize_t got = recv(fd_, chunk, sizeof chunk, 0);
      closed_ = got <= 0;
      if (got > 0) out.append(chunk, static_cast<size_t>(got));
    }
    return out;
  }
  void take_byte() {
    char byte = 0;
    closed_ = recv(fd_, &byte, 1, MSG_DONTWAIT) == 0;
  }
  // Nothing more will be sent.
  void end() { ::shutdown(fd_, SHUT_WR); }
  bool closed() const { return closed_; }

 private:
  int fd_;
  bool closed_ = false;
};

class Echo final : public Handler {
 public:
  Response handle(const Request& request) override {
    ++handled;
    if (request.path == "/throw") throw std::runtime_error("on purpose");
    if (request.path == "/throw_number") throw 7;
    if (request.path == "/slow" || request.path == "/heavy") std::this_thread::sleep_for(300ms);
    Response out;
    out.content_type = "text/plain";
    if (request.path == "/none") {
      out.status = 204;
      out.body = "dropped";
    } else if (request.path == "/large") {
      out.body = std::string(size_t{32} << 20, 'x');
    } else if (request.path == "/stream") {
      out.content_type = "text/event-stream";
      out.stream = [this](std::shared_ptr<EventStream> stream) {
        std::lock_guard lock(mutex);
        streams.push_back(std::move(stream));
      };
    } else {
      out.body = std::string(to_text(request.method)) + " " + request.path;
      for (const auto& [name, value] : request.query) out.body += " " + name + "=" + value;
      out.body += " " + request.body;
    }
    return out;
  }
  size_t body_bytes_max(Method, const std::string& path) const override {
    return path == "/big" ? 1 << 20 : 64;
  }
  Weight weight(const Request& request) const override {
    return request.path == "/heavy" ? Weight::kHeavy : Weight::kLight;
  }
  // The stream that was asked for as the n-th; null if there is none within five seconds.
  std::shared_ptr<EventStream> stream(size_t n = 0) {
    for (int i = 0; i < 500; ++i) {
      {
        std::lock_guard lock(mutex);
        if (streams.size() > n) return streams[n];
      }
      std::this_thread::sleep_for(10ms);
    }
    return nullptr;
  }

  std::atomic<int> handled{0};
  std::mutex mutex;
  std::vector<std::shared_ptr<EventStream>> streams;
};

// True as soon as `what` is, false after five seconds.
template <class What>
bool soon(What what) {
  for (int i = 0; i < 1000; ++i) {
    if (what()) return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

}  // namespace freehold::http
