#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "http/client.h"
#include "http/head.h"
#include "http/server.h"

namespace freehold::http {
namespace {

using namespace std::chrono_literals;

// A bare socket, so that a request can be as wrong as it likes.
class Socket {
 public:
  explicit Socket(uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_port = htons(port);
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(fd_, reinterpret_cast<sockaddr*>(&place), sizeof place), 0);
  }
  ~Socket() { close(fd_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  bool send(std::string_view text) {
    return ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
  }
  // What comes until the other side closes, or the time is over.
  std::string read_all(std::chrono::milliseconds limit = 5000ms) {
    std::string out;
    auto end = std::chrono::steady_clock::now() + limit;
    while (std::chrono::steady_clock::now() < end) {
      if (!wait(100ms)) continue;
      char chunk[4096];
      ssize_t got = recv(fd_, chunk, sizeof chunk, 0);
      if (got <= 0) {
        closed_ = true;
        break;
      }
      out.append(chunk, static_cast<size_t>(got));
    }
    return out;
  }
  std::string read_until(std::string_view mark, std::chrono::milliseconds limit = 5000ms) {
    std::string out;
    auto end = std::chrono::steady_clock::now() + limit;
    while (out.find(mark) == std::string::npos && std::chrono::steady_clock::now() < end) {
      if (!wait(50ms)) continue;
      char chunk[4096];
      ssize_t got = recv(fd_, chunk, sizeof chunk, 0);
      if (got <= 0) break;
      out.append(chunk, static_cast<size_t>(got));
    }
    return out;
  }
  bool closed() const { return closed_; }

 private:
  bool wait(std::chrono::milliseconds limit) {
    pollfd one{fd_, POLLIN, 0};
    return poll(&one, 1, static_cast<int>(limit.count())) > 0;
  }
  int fd_;
  bool closed_ = false;
};

class Echo final : public Handler {
 public:
  Response handle(const Request& request) override {
    ++handled;
    if (request.path == "/throw") throw std::runtime_error("on purpose");
    if (request.path == "/slow") std::this_thread::sleep_for(300ms);
    Response out;
    out.content_type = "text/plain";
    if (request.path == "/large") {
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

  std::atomic<int> handled{0};
  std::mutex mutex;
  std::vector<std::shared_ptr<EventStream>> streams;
};

class HttpTest : public ::testing::Test {
 protected:
  HttpTest() {
    ServerOptions options;
    options.head_timeout_ms = 400;
    options.body_timeout_ms = 600;
    options.write_timeout_ms = 600;
    options.idle_timeout_ms = 2000;
    options.stream_queue_max = 64 << 10;
    options.stream_keepalive_ms = 200;
    server_ = *Server::start(options, echo_);
  }
  std::string exchange(std::string_view request) {
    Socket socket(server_->port());
    socket.send(request);
    std::string answer = socket.read_all(3000ms);
    closed_ = socket.closed();
    return answer;
  }
  // The status of the first answer, and that the connection was closed after it.
  std::string refused(std::string_view request) {
    int before = echo_.handled;
    std::string answer = exchange(std::string(request) + "GET /after HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(echo_.handled, before) << answer;
    EXPECT_TRUE(closed_) << answer;
    EXPECT_EQ(answer.find("HTTP/1.1", 9), std::string::npos) << "a second answer: " << answer;
    EXPECT_NE(answer.find("application/problem+json"), std::string::npos) << answer;
    size_t code = answer.find("\"code\":\"");
    return answer.substr(9, 3) + " " +
           (code == std::string::npos
                ? ""
                : answer.substr(code + 8, answer.find('"', code + 8) - code - 8));
  }

  Echo echo_;
  std::unique_ptr<Server> server_;
  bool closed_ = false;
};

TEST_F(HttpTest, AnswersOneAfterTheOther) {
  std::string answer = exchange(
      "GET /a/b%20c?x=1&y=a+b HTTP/1.1\r\nHost: h\r\n\r\n"
      "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"
      "POST /q HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
      "HEAD /h HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_NE(answer.find("GET /a/b c x=1 y=a b "), std::string::npos) << answer;
  size_t p = answer.find("POST /p hello"), q = answer.find("POST /q abcde");
  EXPECT_LT(p, q);
  EXPECT_NE(q, std::string::npos) << answer;
  EXPECT_EQ(echo_.handled, 4);
  EXPECT_EQ(answer.find("GET /h"), std::string::npos);
}

// HAZARDS 31.
TEST_F(HttpTest, RefusesFramingThatCouldBeReadInTwoWays) {
  std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
  std::string chunk = "\r\n0\r\n\r\n";
  EXPECT_EQ(refused(post + "Transfer-Encoding: gzip, chunked\r\n" + chunk),
            "400 bad_transfer_encoding");
  EXPECT_EQ(refused(post + "Transfer-Encoding: xchunked\r\n" + chunk), "400 bad_transfer_encoding");
  EXPECT_EQ(refused(post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n" + chunk),
            "400 bad_transfer_encoding");
  EXPECT_EQ(refused(post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n" + chunk),
            "400 bad_transfer_encoding");
  EXPECT_EQ(refused("POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n" + chunk),
            "400 bad_transfer_encoding");
  EXPECT_EQ(refused(post +
                    "Transfer-Encoding:\x0b"
                    "chunked\r\n" +
                    chunk),
            "400 bad_line");
  EXPECT_EQ(refused(post + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
            "400 bad_content_length");
  EXPECT_EQ(refused(post + "Content-Length: +1\r\n\r\nx"), "400 bad_content_length");
  EXPECT_EQ(refused(post + "Content-Length: 1, 1\r\n\r\nx"), "400 bad_content_length");
  EXPECT_EQ(refused(post + "Content-Length: 0x1\r\n\r\nx"), "400 bad_content_length");
  EXPECT_EQ(refused("GET / HTTP/1.1\r\n\r\n"), "400 bad_host");
  EXPECT_EQ(refused("GET / HTTP/1.0\r\n\r\n"), "400 bad_host");
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), "400 bad_host");
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n"), "400 folded_header");
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost : a\r\n\r\n"), "400 bad_header");
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n"), "400 bad_line");
  EXPECT_EQ(refused(std::string("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 31)), "400 bad_line");
}

TEST_F(HttpTest, RefusesWhatIsNoRequestOfOurs) {
  EXPECT_EQ(refused("GET /  HTTP/1.1 x\r\nHost: a\r\n\r\n"), "400 bad_request_line");
  EXPECT_EQ(refused("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), "505 http_version");
  EXPECT_EQ(refused("GET http://h/ HTTP/1.1\r\nHost: a\r\n\r\n"), "400 bad_target");
  EXPECT_EQ(refused("GET /../etc HTTP/1.1\r\nHost: a\r\n\r\n"), "400 bad_target");
  EXPECT_EQ(refused("GET /%2e%2e/etc HTTP/1.1\r\nHost: a\r\n\r\n"), "400 bad_target");
  EXPECT_EQ(refused("GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n"), "400 bad_target");
  EXPECT_EQ(refused("GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n"), "400 bad_target");
  EXPECT_EQ(refused("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"), "400 bad_target");
  EXPECT_EQ(refused("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"),
            "414 target_too_long");
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n"),
            "431 head_too_large");
  std::string many;
  for (int i = 0; i < 120; ++i) many += "X: 1\r\n";
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\n" + many + "\r\n"), "431 too_many_headers");
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n"),
            "417 bad_expectation");
}

TEST_F(HttpTest, BoundsBodies) {
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65\r\n\r\n"),
            "413 body_too_large");
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999999999\r\n\r\n"),
            "413 body_too_large");
  std::string chunks = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 9; ++i) chunks += "8\r\n12345678\r\n";
  EXPECT_EQ(refused(chunks), "413 body_too_large");
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
            "400 bad_body");
  std::string big = exchange(
      "POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n" +
      std::string(100'000, 'b'));
  EXPECT_NE(big.find("200 OK"), std::string::npos);
}

TEST_F(HttpTest, ReadsABodySplitAtEveryByte) {
  std::string request =
      "POST /p HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: "
      "close\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
  for (size_t i = 1; i < request.size(); i += 3) {
    Socket socket(server_->port());
    socket.send(request.substr(0, i));
    std::this_thread::sleep_for(1ms);
    socket.send(request.substr(i));
    EXPECT_NE(socket.read_all(2000ms).find("POST /p abc"), std::string::npos) << i;
  }
}

TEST_F(HttpTest, SaysContinueWhereItIsAskedTo) {
  Socket socket(server_->port());
  socket.send(
      "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: "
      "close\r\n\r\n");
  EXPECT_NE(socket.read_until("\r\n\r\n").find("100 Continue"), std::string::npos);
  socket.send("ok");
  EXPECT_NE(socket.read_all().find("POST /p ok"), std::string::npos);
}

// HAZARDS 32.
TEST_F(HttpTest, ClosesSlowHeadsBodiesAndReaders) {
  Socket head(server_->port());
  head.send("GET / HTTP/1.1\r\nHo");
  Socket body(server_->port());
  body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nx");
  Socket reader(server_->port());
  reader.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
  auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(head.read_all(3000ms), "");
  EXPECT_TRUE(head.closed());
  EXPECT_EQ(body.read_all(3000ms), "");
  EXPECT_TRUE(body.closed());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s);
  std::this_thread::sleep_for(1200ms);
  EXPECT_LT(reader.read_all(3000ms).size(), size_t{32} << 20);
  EXPECT_TRUE(reader.closed());
}

TEST_F(HttpTest, ServesHonestRequestsAmongHundredsOfSlowOnes) {
  std::vector<std::unique_ptr<Socket>> slow;
  for (int i = 0; i < 300; ++i) {
    slow.push_back(std::make_unique<Socket>(server_->port()));
    slow.back()->send("GET / HT");
  }
  auto begin = std::chrono::steady_clock::now();
  EXPECT_NE(
      exchange("GET /fine HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").find("GET /fine"),
      std::string::npos);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
}

TEST_F(HttpTest, TurnsAnExceptionIntoAProblem) {
  EXPECT_NE(
      exchange("GET /throw HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").find("500 Internal"),
      std::string::npos);
}

TEST_F(HttpTest, StreamsAndDropsASlowReader) {
  Socket quick(server_->port());
  quick.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  quick.read_until("\r\n\r\n");
  std::shared_ptr<EventStream> stream;
  for (int i = 0; i < 100 && !stream; ++i) {
    std::this_thread::sleep_for(10ms);
    std::lock_guard lock(echo_.mutex);
    if (!echo_.streams.empty()) stream = echo_.streams[0];
  }
  ASSERT_TRUE(stream);
  EXPECT_TRUE(stream->push("data: one\n\n"));
  EXPECT_TRUE(stream->push("data: two\n\n"));
  EXPECT_NE(quick.read_until("two\n\n").find("data: one\n\ndata: two\n\n"), std::string::npos);
  EXPECT_NE(quick.read_until(": \n\n").find(": \n\n"), std::string::npos);
  bool open = true;
  for (int i = 0; i < 20'000 && open; ++i) open = stream->push(std::string(4096, 'x'));
  EXPECT_FALSE(open);
}

TEST_F(HttpTest, EndsRequestsThatRunBeforeItStops) {
  std::string answer;
  std::thread client(
      [&] { answer = exchange("GET /slow HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"); });
  std::this_thread::sleep_for(100ms);
  server_->stop();
  client.join();
  EXPECT_NE(answer.find("GET /slow"), std::string::npos) << answer;
}

TEST_F(HttpTest, SaysWhyItCannotListen) {
  ServerOptions options;
  options.port = server_->port();
  EXPECT_EQ(Server::start(options, echo_).error(), ServerError::kInUse);
  options.address = "not an address";
  EXPECT_EQ(Server::start(options, echo_).error(), ServerError::kBadAddress);
  options.address = "192.0.2.1";
  EXPECT_EQ(Server::start(options, echo_).error(), ServerError::kBadAddress);
}

// --- client -----------------------------------------------------------------------------------

Url here(uint16_t port) { return {"127.0.0.1", port, ""}; }

TEST_F(HttpTest, ClientKeepsItsConnectionAndNamesWhatGoesWrong) {
  Client client(here(server_->port()));
  for (int i = 0; i < 3; ++i) {
    auto answer = client.request({Method::kPost, "/p", "text/plain", "body", {}});
    ASSERT_TRUE(answer) << to_string(answer.error());
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "POST /p body");
  }
  EXPECT_LE(server_->counters().connections, 1u);
  ClientOptions small;
  small.response_bytes_max = 1000;
  EXPECT_EQ(
      Client(here(server_->port()), small).request({Method::kGet, "/large", {}, {}, {}}).error(),
      ClientError::kTooLarge);
  ClientOptions hasty;
  hasty.timeout_ms = 100;
  EXPECT_EQ(
      Client(here(server_->port()), hasty).request({Method::kGet, "/slow", {}, {}, {}}).error(),
      ClientError::kTimeout);
  uint16_t port = server_->port();
  server_.reset();
  EXPECT_EQ(Client(here(port)).request({Method::kGet, "/", {}, {}, {}}).error(),
            ClientError::kRefused);
  EXPECT_EQ(
      Client({"no.such.host.invalid", 1, ""}).request({Method::kGet, "/", {}, {}, {}}).error(),
      ClientError::kUnknownHost);
}

TEST_F(HttpTest, ClientReadsAStream) {
  std::thread writer([&] {
    for (int i = 0; i < 200; ++i) {
      std::this_thread::sleep_for(10ms);
      std::lock_guard lock(echo_.mutex);
      if (echo_.streams.empty()) continue;
      echo_.streams[0]->push("data: x\n\n");
      return;
    }
  });
  std::string got;
  auto done = Client(here(server_->port()))
                  .stream({Method::kGet, "/stream", {}, {}, {}}, [&](std::string_view text) {
                    got += text;
                    return got.find("data: x") == std::string::npos;
                  });
  writer.join();
  EXPECT_TRUE(done);
  EXPECT_NE(got.find("data: x"), std::string::npos);
}

TEST(Urls, AreReadStrictly) {
  auto run = [](std::string_view text) {
    auto url = parse_url(text);
    return url ? to_text(*url) : to_string(url.error());
  };
  EXPECT_EQ(run("http://127.0.0.1:8480"), "http://127.0.0.1:8480");
  EXPECT_EQ(run("http://[::1]:1/a/"), "http://[::1]:1/a");
  EXPECT_EQ(run("http://host"), "http://host:80");
  EXPECT_EQ(run("https://host"), "tls");
  EXPECT_EQ(run("ftp://host"), "no_scheme");
  EXPECT_EQ(run("http://"), "bad_host");
  EXPECT_EQ(run("http://a b"), "bad_host");
  EXPECT_EQ(run("http://user@host"), "bad_host");
  EXPECT_EQ(run("http://host:0"), "bad_port");
  EXPECT_EQ(run("http://host:99999"), "bad_port");
  EXPECT_EQ(run("http://host/a?b"), "bad_path");
}

}  // namespace
}  // namespace freehold::http
