#include "cmd/session.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace freehold::cmd {
namespace {

// Answers one request with a text, whatever was asked.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer) : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 1), 0);
    EXPECT_EQ(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, text = std::move(answer)] {
      int peer = accept(listener_, nullptr, nullptr);
      char request[4096];
      EXPECT_GT(read(peer, request, sizeof request), 0);
      EXPECT_EQ(write(peer, text.data(), text.size()), static_cast<ssize_t>(text.size()));
      close(peer);
    });
  }
  ~OneAnswer() {
    thread_.join();
    close(listener_);
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  int listener_;
  int port_ = 0;
  std::thread thread_;
};

// A node's problem document was shown as it came, and could recolour, retitle and overwrite the
// terminal.
TEST(Remote, ShowsNothingOfANodesThatATerminalObeys) {
  std::string body =
      "{\"type\":\"x\",\"title\":\"\\u001b]0;owned\\u0007\\u009b31m\",\"status\":404,"
      "\"code\":\"\\u001b[7mcode\",\"detail\":\"\\u202ed\"}";
  OneAnswer server("HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\nContent-Length: " +
                   std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
  Remote remote(*http::parse_url(server.url()));
  auto answer = remote.get<api::StatusView>("/v1/status");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "\\x1b[7mcode");
  EXPECT_EQ(answer.error().message,
            "\\x1b]0;owned\\x07\\xc2\\x9b31m (\\xe2\\x80\\xaed)");
}

}  // namespace
}  // namespace freehold::cmd
