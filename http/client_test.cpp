// The client, against our server and against one that answers as a test wants.
#include "http/client.h"

#include "http/http_testing.h"

namespace freehold::http {
namespace {

Url here(uint16_t port) { return {"127.0.0.1", port, ""}; }
ClientRequest get(std::string target) { return {Method::kGet, std::move(target), {}, {}, {}}; }
ClientRequest post(std::string target) {
  return {Method::kPost, std::move(target), "text/plain", "body", {}};
}

// Answers the n-th request it reads with the n-th text, and closes the connection after a text that
// ends with `kThenClose`. An empty text is a connection closed without an answer.
constexpr std::string_view kThenClose = "!";
class Scripted {
 public:
  explicit Scripted(std::vector<std::string> answers)
      : answers_(std::move(answers)), fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in place = loopback(0);
    socklen_t size = sizeof place;
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&place), size), 0);
    EXPECT_EQ(listen(fd_, 8), 0);
    getsockname(fd_, reinterpret_cast<sockaddr*>(&place), &size);
    port_ = ntohs(place.sin_port);
    thread_ = std::thread([this] { run(); });
  }
  ~Scripted() {
    shutdown(fd_, SHUT_RDWR);
    thread_.join();
    close(fd_);
  }
  uint16_t port() const { return port_; }
  std::atomic<int> connections{0};
  std::atomic<int> requests{0};

 private:
  void run() {
    size_t next = 0;
    for (;;) {
      int fd = accept(fd_, nullptr, nullptr);
      if (fd < 0) return;
      ++connections;
      Socket socket(Socket::Accepted{fd});
      while (next < answers_.size()) {
        if (socket.read_until("\r\n\r\n", 2000ms).empty()) break;
        ++requests;
        std::string_view text = answers_[next++];
        bool last = text.empty() || text.ends_with(kThenClose);
        if (text.ends_with(kThenClose)) text.remove_suffix(kThenClose.size());
        socket.send(text);
        if (last) break;
      }
    }
  }
  std::vector<std::string> answers_;
  int fd_;
  uint16_t port_ = 0;
  std::thread thread_;
};

const std::string kFine = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine";

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() : server_(*Server::start({}, echo_)) {}
  Echo echo_;
  std::unique_ptr<Server> server_;
};

TEST_F(ClientTest, KeepsItsConnection) {
  Client client(here(server_->port()));
  for (int i = 0; i < 3; ++i) {
    auto answer = client.request(post("/p?a=b"));
    ASSERT_TRUE(answer) << to_string(answer.error());
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->content_type, "text/plain");
    EXPECT_EQ(answer->body, "POST /p a=b body");
  }
  auto head = client.request({Method::kHead, "/p", {}, {}, {}});
  ASSERT_TRUE(head);
  EXPECT_EQ(head->body, "");
  EXPECT_EQ(server_->counters().connections, 1u);
}

TEST_F(ClientTest, PutsThePrefixOfItsUrlFirst) {
  Client client({"127.0.0.1", server_->port(), "/v1/node"});
  EXPECT_EQ(client.request(get("/x"))->body, "GET /v1/node/x ");
}

TEST_F(ClientTest, NamesWhatGoesWrong) {
  ClientOptions small;
  small.response_bytes_max = 1000;
  EXPECT_EQ(Client(here(server_->port()), small).request(get("/large")).error(),
            ClientError::kTooLarge);
  ClientOptions hasty;
  hasty.timeout_ms = 100;
  EXPECT_EQ(Client(here(server_->port()), hasty).request(get("/slow")).error(),
            ClientError::kTimeout);
  uint16_t port = server_->port();
  server_.reset();
  EXPECT_EQ(Client(here(port)).request(get("/")).error(), ClientError::kRefused);
  EXPECT_EQ(Client({"no.such.host.invalid", 1, ""}).request(get("/")).error(),
            ClientError::kUnknownHost);
  Scripted odd({"NOT HTTP AT ALL\r\n\r\n!"});
  EXPECT_EQ(Client(here(odd.port())).request(get("/")).error(), ClientError::kMalformed);
  Scripted interim({"HTTP/1.1 102 Processing\r\n\r\n!"});
  EXPECT_EQ(Client(here(interim.port())).request(get("/")).error(), ClientError::kMalformed);
  Scripted cut({"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf!"});
  EXPECT_EQ(Client(here(cut.port())).request(get("/")).error(), ClientError::kClosed);
  Scripted heady({"HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n!"});
  EXPECT_EQ(Client(here(heady.port())).request(get("/")).error(), ClientError::kTooLarge);
  EXPECT_STREQ(to_string(ClientError::kIo), "io");
  EXPECT_EQ(sentence(ClientError::kRefused, here(7)), "no node answers at http://127.0.0.1:7");
}

TEST_F(ClientTest, SendsNothingThatWouldBeAnotherRequest) {
  Client client(here(server_->port()));
  EXPECT_EQ(client.request(get("/a b")).error(), ClientError::kBadRequest);
  EXPECT_EQ(client.request(get("a")).error(), ClientError::kBadRequest);
  EXPECT_EQ(client.request(get("/a\r\nX: 1")).error(), ClientError::kBadRequest);
  EXPECT_EQ(client.request({Method::kGet, "/", {}, {}, {{"X", "1\r\nY: 2"}}}).error(),
            ClientError::kBadRequest);
  EXPECT_EQ(client.request({Method::kGet, "/", {}, {}, {{"X: 1", "2"}}}).error(),
            ClientError::kBadRequest);
  EXPECT_EQ(client.stream(get("/\n"), [](std::string_view) { return true; }).error(),
            ClientError::kBadRequest);
  EXPECT_EQ(server_->counters().requests, 0u);
}

TEST_F(ClientTest, ReplacesAConnectionThatWasClosedMeanwhile) {
  Scripted server({kFine + "!", kFine});
  Client client(here(server.port()));
  EXPECT_EQ(client.request(post("/"))->body, "fine");
  std::this_thread::sleep_for(100ms);
  EXPECT_EQ(client.request(post("/"))->body, "fine");
  EXPECT_EQ(server.connections, 2);
}

TEST_F(ClientTest, TriesAgainOnlyWhatDoesNoHarm) {
  Scripted server({kFine, "", kFine, "", kFine});
  Client client(here(server.port()));
  EXPECT_EQ(client.request(get("/"))->body, "fine");
  EXPECT_EQ(client.request(get("/"))->body, "fine");  // the second of its requests is answered
  EXPECT_EQ(server.requests, 3);
  EXPECT_EQ(client.request(post("/")).error(), ClientError::kClosed);
  EXPECT_EQ(server.requests, 4);
}

TEST_F(ClientTest, KeepsNoConnectionWithBytesItDidNotAskFor) {
  Scripted server({kFine + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", kFine});
  Client client(here(server.port()));
  EXPECT_EQ(client.request(get("/"))->body, "fine");
  EXPECT_EQ(client.request(get("/"))->body, "fine");
  EXPECT_EQ(server.connections, 2);
}

TEST_F(ClientTest, ReadsARefusalThatCameBeforeItsBodyWasSent) {
  Client client(here(server_->port()));
  auto answer = client.request({Method::kPost, "/", "text/plain", std::string(100'000, 'x'), {}});
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(answer->status, 413);
  EXPECT_EQ(client.request(get("/a"))->body, "GET /a ");
}

TEST_F(ClientTest, ReadsAStreamUntilItHasEnough) {
  std::thread writer([&] {
    auto stream = echo_.stream();
    ASSERT_TRUE(stream);
    for (int i = 0; i < 3; ++i) stream->push("data: " + std::to_string(i) + "\n\n");
  });
  std::string got;
  auto done = Client(here(server_->port())).stream(get("/stream"), [&](std::string_view text) {
    got += text;
    return got.find("data: 2\n\n") == std::string::npos;
  });
  writer.join();
  EXPECT_TRUE(done);
  EXPECT_EQ(got, "data: 0\n\ndata: 1\n\ndata: 2\n\n");
}

TEST_F(ClientTest, SaysHowAStreamEnded) {
  auto go_on = [](std::string_view) { return true; };
  std::thread closer([&] {
    auto stream = echo_.stream();
    ASSERT_TRUE(stream);
    stream->close();
  });
  EXPECT_EQ(Client(here(server_->port())).stream(get("/stream"), go_on).error(),
            ClientError::kClosed);
  closer.join();
  ClientOptions hasty;
  hasty.timeout_ms = 100;
  EXPECT_EQ(Client(here(server_->port()), hasty).stream(get("/stream"), go_on).error(),
            ClientError::kTimeout);
  EXPECT_EQ(Client(here(server_->port())).stream(get("/throw"), go_on).error(),
            ClientError::kMalformed);
}

TEST_F(ClientTest, EndsAStreamWhenItIsCancelled) {
  std::atomic<bool> cancel{false};
  std::thread canceller([&] {
    EXPECT_TRUE(echo_.stream());
    cancel = true;
  });
  auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(Client(here(server_->port()))
                  .stream(
                      get("/stream"), [](std::string_view) { return true; }, &cancel));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  canceller.join();
}

}  // namespace
}  // namespace freehold::http
