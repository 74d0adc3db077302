// The server, spoken to by bare sockets.
#include "http/server.h"

#include "http/http_testing.h"

namespace freehold::http {
namespace {

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    options_.head_timeout_ms = 400;
    options_.body_timeout_ms = 600;
    options_.write_timeout_ms = 600;
    options_.idle_timeout_ms = 2000;
    options_.stop_timeout_ms = 1000;
    options_.bodies_bytes_max = 1'500'000;
    options_.stream_queue_max = 64 << 10;
    options_.stream_keepalive_ms = 200;
    options_.log = [this](const std::string& line) {
      std::lock_guard lock(echo_.mutex);
      log_ += line + "\n";
    };
    restart();
  }
  void restart() {
    server_.reset();
    server_ = *Server::start(options_, echo_);
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
  std::string log_;
  ServerOptions options_;
  std::unique_ptr<Server> server_;
  bool closed_ = false;
};

TEST_F(ServerTest, AnswersOneAfterTheOther) {
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
TEST_F(ServerTest, RefusesFramingThatCouldBeReadInTwoWays) {
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
  EXPECT_EQ(refused(std::string("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 29)), "400 bad_line");
  EXPECT_EQ(refused("GET / HTTP/1.1\nHost: a\n\n"), "400 bad_line");
}

TEST_F(ServerTest, RefusesWhatIsNoRequestOfOurs) {
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
  EXPECT_EQ(refused("GET /" + std::string(30'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"),
            "414 target_too_long");
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'a') + "\r\n\r\n"),
            "431 head_too_large");
  std::string many;
  for (int i = 0; i < 120; ++i) many += "X: 1\r\n";
  EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: a\r\n" + many + "\r\n"), "431 too_many_headers");
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n"),
            "417 bad_expectation");
}

TEST_F(ServerTest, BoundsBodies) {
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65\r\n\r\n"),
            "413 body_too_large");
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999999999\r\n\r\n"),
            "413 body_too_large");
  std::string chunks = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 9; ++i) chunks += "8\r\n12345678\r\n";
  EXPECT_EQ(refused(chunks), "413 body_too_large");
  EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
            "400 bad_chunk_size");
  std::string big = exchange(
      "POST /big HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\nConnection: close\r\n\r\n" +
      std::string(100'000, 'b'));
  EXPECT_NE(big.find("200 OK"), std::string::npos);
}

TEST_F(ServerTest, ReadsABodySplitAtEveryByte) {
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

TEST_F(ServerTest, SaysContinueWhereItIsAskedTo) {
  Socket socket(server_->port());
  socket.send(
      "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: "
      "close\r\n\r\n");
  EXPECT_NE(socket.read_until("\r\n\r\n").find("100 Continue"), std::string::npos);
  socket.send("ok");
  EXPECT_NE(socket.read_all().find("POST /p ok"), std::string::npos);
}

// HAZARDS 32. A byte now and then does not help: each part has one time limit.
TEST_F(ServerTest, ClosesSlowHeadsBodiesAndReaders) {
  Socket head(server_->port()), body(server_->port()), chunk(server_->port());
  Socket silent(server_->port()), reader(server_->port());
  head.send("GET / HTTP/1.1\r\nX: ");
  body.send("POST /big HTTP/1.1\r\nHost: h\r\nContent-Length: 9999\r\n\r\nx");
  chunk.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;");
  reader.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
  auto begin = std::chrono::steady_clock::now();
  auto drip = [](Socket& socket) {
    return !soon([&] {
      std::this_thread::sleep_for(15ms);
      socket.send("x");
      return socket.read_all(1ms).empty() && socket.closed();
    });
  };
  EXPECT_FALSE(drip(head));
  EXPECT_FALSE(drip(body));
  EXPECT_FALSE(drip(chunk));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_EQ(silent.read_all(4000ms), "");
  EXPECT_TRUE(silent.closed());
  EXPECT_LT(reader.read_all().size(), size_t{32} << 20);
  EXPECT_TRUE(reader.closed());
  EXPECT_EQ(server_->counters().timed_out, 4u);  // who says nothing is idle, not slow
  EXPECT_TRUE(soon([&] { return server_->counters().connections == 0; }));
}

TEST_F(ServerTest, ServesHonestRequestsAmongHundredsOfOthers) {
  std::vector<std::unique_ptr<Socket>> others;
  for (int i = 0; i < 500; ++i) {
    others.push_back(std::make_unique<Socket>(server_->port()));
    if (i % 2 == 0) others.back()->send("GET / HT");
  }
  for (int i = 0; i < 20; ++i) {
    auto begin = std::chrono::steady_clock::now();
    EXPECT_NE(
        exchange("GET /fine HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").find("GET /fine"),
        std::string::npos);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
  }
}

TEST_F(ServerTest, ReadsWhileEveryWorkerIsBusy) {
  std::vector<std::unique_ptr<Socket>> busy;
  for (int i = 0; i < 2; ++i) {
    busy.push_back(std::make_unique<Socket>(server_->port()));
    busy.back()->send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
  }
  ASSERT_TRUE(soon([&] { return echo_.handled == 2; }));
  auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(refused("GET / HTTP/1.1\r\n\r\n"), "400 bad_host");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 250ms);
}

// HAZARDS 32. Sixty requests for a large block made one for the status wait for 14 seconds.
TEST_F(ServerTest, AnswersLightRequestsWhileHeavyOnesWait) {
  std::vector<std::unique_ptr<Socket>> heavy;
  for (int i = 0; i < 16; ++i) {
    heavy.push_back(std::make_unique<Socket>(server_->port()));
    heavy.back()->send("GET /heavy HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  }
  ASSERT_TRUE(soon([&] { return server_->counters().requests == 16; }));
  auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) {
    std::string answer =
        exchange("GET /light HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_NE(answer.find("200 OK"), std::string::npos);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
  EXPECT_LE(echo_.handled, 10 + 8);
  for (auto& one : heavy) EXPECT_NE(one->read_all().find("200 OK"), std::string::npos);
}

TEST_F(ServerTest, RefusesAHeavyRequestThatWaitedForLong) {
  options_.heavy_wait_ms = 450;
  restart();
  std::vector<std::unique_ptr<Socket>> heavy;
  for (int i = 0; i < 8; ++i) {
    heavy.push_back(std::make_unique<Socket>(server_->port()));
    heavy.back()->send("GET /heavy HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  }
  int done = 0, busy = 0;
  for (auto& one : heavy) {
    std::string answer = one->read_all();
    done += answer.find("200 OK") != std::string::npos;
    busy += answer.find("Retry-After: 1\r\n") != std::string::npos &&
            answer.find("\"code\":\"busy\"") != std::string::npos;
  }
  EXPECT_EQ(done + busy, 8);
  EXPECT_GE(done, 2);
  EXPECT_GE(busy, 2);
}

// HAZARDS 32. Sixty clients that asked for a large block and read nothing held 690 MB.
TEST_F(ServerTest, BoundsTheAnswersThatWaitToBeRead) {
  options_.answers_bytes_max = size_t{80} << 20;
  options_.answer_grace_ms = 1500;
  options_.write_timeout_ms = 30'000;
  restart();
  std::string get = "GET /large HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  Socket first(server_->port()), second(server_->port());
  first.send(get);
  EXPECT_TRUE(soon([&] { return server_->counters().answers_bytes == size_t{32} << 20; }));
  second.send(get);
  EXPECT_TRUE(soon([&] { return server_->counters().answers_bytes == size_t{64} << 20; }));
  std::string refused = exchange(get);
  EXPECT_NE(refused.find("503 Service Unavailable"), std::string::npos) << refused.substr(0, 200);
  EXPECT_NE(refused.find("Retry-After: 1\r\n"), std::string::npos) << refused.substr(0, 200);
  EXPECT_NE(exchange("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").find("GET /a"),
            std::string::npos);
  // Whoever is slow for longer than the grace makes room.
  std::this_thread::sleep_for(1600ms);
  EXPECT_GT(exchange(get).size(), size_t{32} << 20);
  EXPECT_LT(first.read_all().size(), size_t{32} << 20);
  EXPECT_TRUE(first.closed());
  EXPECT_EQ(server_->counters().timed_out, 1u);
  EXPECT_GT(second.read_all().size(), size_t{32} << 20);
  EXPECT_TRUE(soon([&] { return server_->counters().answers_bytes == 0; }));
}

// HAZARDS 32.
TEST_F(ServerTest, ClosesAReaderWhoTakesAByteNowAndThen) {
  options_.stream_queue_max = size_t{64} << 20;
  restart();
  Socket reader(server_->port()), listener(server_->port());
  reader.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
  listener.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  auto stream = echo_.stream();
  ASSERT_TRUE(stream);
  stream->push(std::string(size_t{32} << 20, 'x'));
  auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(soon([&] {
    reader.take_byte();
    listener.take_byte();
    return server_->counters().connections == 0;
  }));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_EQ(server_->counters().timed_out, 2u);
}

TEST_F(ServerTest, BoundsConnections) {
  options_.connections_max = 2;
  restart();
  Socket one(server_->port()), two(server_->port());
  EXPECT_TRUE(soon([&] { return server_->counters().connections == 2; }));
  Socket three(server_->port());
  EXPECT_EQ(three.read_all(), "");
  EXPECT_TRUE(three.closed());
  EXPECT_EQ(server_->counters().refused, 1u);
}

TEST_F(ServerTest, BoundsTheBodiesOfAllRequestsTogether) {
  std::string head = "POST /big HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n";
  Socket one(server_->port()), two(server_->port());
  one.send(head + std::string(900'000, 'a'));
  two.send(head + std::string(999'999, 'a'));
  std::string first = one.read_until("\r\n\r\n", 300ms), second = two.read_until("\r\n\r\n", 300ms);
  EXPECT_NE((first + second).find("503 Service Unavailable"), std::string::npos);
  EXPECT_TRUE(soon([&] { return server_->counters().connections == 0; }));
  std::string answer = exchange(
      "POST /big HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\n" +
      std::string(1'000'000, 'a'));
  EXPECT_NE(answer.find("200 OK"), std::string::npos) << answer.substr(0, 200);
}

TEST_F(ServerTest, TurnsAnExceptionIntoAProblem) {
  for (const char* path : {"/throw", "/throw_number"}) {
    std::string answer =
        exchange("GET " + std::string(path) + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_NE(answer.find("500 Internal"), std::string::npos);
    EXPECT_NE(answer.find("\"code\":\"internal\""), std::string::npos);
    EXPECT_EQ(answer.find("on purpose"), std::string::npos);
  }
  std::lock_guard lock(echo_.mutex);
  EXPECT_EQ(log_, "a handler failed: on purpose\na handler failed\n");
}

TEST_F(ServerTest, KeepsAndClosesConnectionsAsAsked) {
  std::string get = "GET /a HTTP/1.0\r\nHost: h\r\n",
              again = get + "Connection: keep-alive\r\n\r\n";
  std::string answer = exchange(again + get + "\r\n" + get + "\r\n");
  EXPECT_TRUE(closed_);
  EXPECT_EQ(echo_.handled, 2);  // what follows a last request is not looked at
  EXPECT_NE(answer.find("Connection: keep-alive"), std::string::npos) << answer;
  EXPECT_NE(answer.find("Connection: close"), std::string::npos) << answer;
  Socket kept(server_->port());
  kept.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(kept.read_until("GET /a").find("Connection"), std::string::npos);
  EXPECT_EQ(kept.read_all(200ms), "");
  EXPECT_FALSE(kept.closed());
}

TEST_F(ServerTest, SendsNoBodyWhereThereIsNone) {
  std::string head = exchange("HEAD /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_NE(head.find("Content-Length: 7\r\n"), std::string::npos) << head;
  EXPECT_TRUE(head.ends_with("\r\n\r\n")) << head;
  std::string none = exchange("GET /none HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_NE(none.find("204 No Content"), std::string::npos);
  EXPECT_TRUE(none.ends_with("\r\n\r\n")) << none;
  std::string stream = exchange("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_TRUE(closed_ && stream.ends_with("\r\n\r\n")) << stream;
  EXPECT_TRUE(echo_.streams.empty());
}

TEST_F(ServerTest, SaysThatABodyIsIncomplete) {
  Socket socket(server_->port());
  socket.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc");
  socket.end();
  EXPECT_NE(socket.read_all().find("\"code\":\"incomplete_body\""), std::string::npos);
  EXPECT_EQ(echo_.handled, 0);
}

TEST_F(ServerTest, StreamsAndDropsASlowReader) {
  Socket quick(server_->port());
  quick.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_NE(quick.read_until("\r\n\r\n").find("text/event-stream"), std::string::npos);
  auto stream = echo_.stream();
  ASSERT_TRUE(stream);
  std::atomic<int> ended{0};
  stream->on_closed([&] { ++ended; });
  EXPECT_TRUE(stream->push("data: one\n\n"));
  EXPECT_TRUE(stream->push(""));
  EXPECT_TRUE(stream->push("data: two\n\n"));
  EXPECT_NE(quick.read_until("two\n\n").find("data: one\n\ndata: two\n\n"), std::string::npos);
  EXPECT_NE(quick.read_until(":\n\n").find(":\n\n"), std::string::npos);
  EXPECT_EQ(ended, 0);
  bool open = true;
  for (int i = 0; i < 20'000 && open; ++i) open = stream->push(std::string(4096, 'x'));
  EXPECT_FALSE(open);
  EXPECT_TRUE(soon([&] { return ended == 1; }));
  EXPECT_FALSE(stream->push(""));
}

// Less than the bound waits, but it waits for long.
TEST_F(ServerTest, DropsAReaderThatTakesNothingOfAStream) {
  options_.stream_queue_max = size_t{64} << 20;
  restart();
  Socket reader(server_->port());
  reader.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  auto stream = echo_.stream();
  ASSERT_TRUE(stream);
  std::atomic<bool> ended{false};
  stream->on_closed([&] { ended = true; });
  EXPECT_TRUE(stream->push(std::string(size_t{32} << 20, 'x')));
  EXPECT_TRUE(soon([&] { return ended.load(); }));
  EXPECT_EQ(server_->counters().timed_out, 1u);
}

// A system takes four megabytes for a reader who reads nothing; ten thousand of them have to count.
TEST_F(ServerTest, LeavesLittleOfAStreamToTheSystem) {
  options_.stream_queue_max = size_t{64} << 20;
  options_.write_timeout_ms = 30'000;
  restart();
  Socket reader(server_->port());
  reader.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  auto stream = echo_.stream();
  ASSERT_TRUE(stream);
  for (int i = 0; i < 64; ++i) EXPECT_TRUE(stream->push(std::string(64 << 10, 'x')));
  std::this_thread::sleep_for(300ms);
  EXPECT_GT(stream->queued(), size_t{3} << 20);
}

TEST_F(ServerTest, TellsAStreamThatItsReaderLeft) {
  std::atomic<int> ended{0};
  {
    Socket reader(server_->port());
    reader.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
    auto stream = echo_.stream();
    ASSERT_TRUE(stream);
    stream->on_closed([&] { ++ended; });
  }
  EXPECT_TRUE(soon([&] { return ended == 1; }));
  EXPECT_FALSE(echo_.stream()->push("x"));
  echo_.stream()->on_closed([&] { ++ended; });
  EXPECT_EQ(ended, 2);  // at once, as it has ended
  EXPECT_TRUE(soon([&] { return server_->counters().connections == 0; }));
}

TEST_F(ServerTest, ClosesAStreamOnRequest) {
  Socket reader(server_->port());
  reader.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  reader.read_until("\r\n\r\n");
  ASSERT_TRUE(echo_.stream());
  echo_.stream()->close();
  echo_.stream()->close();
  reader.read_all(2000ms);
  EXPECT_TRUE(reader.closed());
}

TEST_F(ServerTest, EndsRequestsThatRunBeforeItStops) {
  std::string answer;
  std::thread client(
      [&] { answer = exchange("GET /slow HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"); });
  std::this_thread::sleep_for(100ms);
  server_->stop();
  client.join();
  EXPECT_NE(answer.find("GET /slow"), std::string::npos) << answer;
}

TEST_F(ServerTest, ClosesEverythingElseWhenItStops) {
  Socket idle(server_->port()), half(server_->port()), reader(server_->port());
  half.send("GET / HT");
  reader.send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  auto stream = echo_.stream();
  ASSERT_TRUE(stream);
  std::atomic<int> ended{0};
  stream->on_closed([&] { ++ended; });
  auto begin = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 500ms);
  for (Socket* one : {&idle, &half, &reader}) {
    one->read_all(1000ms);
    EXPECT_TRUE(one->closed());
  }
  EXPECT_EQ(ended, 1);
  EXPECT_EQ(server_->counters().connections, 0u);
  server_->stop();
  server_.reset();
  EXPECT_FALSE(stream->push("x"));
  stream->close();
}

TEST_F(ServerTest, StopsInTimeAlthoughRequestsWait) {
  options_.stop_timeout_ms = 100;
  restart();
  std::vector<std::unique_ptr<Socket>> waiting;
  for (int i = 0; i < 40; ++i) {
    waiting.push_back(std::make_unique<Socket>(server_->port()));
    waiting.back()->send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
  }
  EXPECT_TRUE(soon([&] { return server_->counters().requests == 40; }));
  auto begin = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_LE(echo_.handled, 6);
}

TEST_F(ServerTest, StopsInTimeAlthoughHeavyRequestsWait) {
  options_.stop_timeout_ms = 100;
  restart();
  std::vector<std::unique_ptr<Socket>> waiting;
  for (int i = 0; i < 40; ++i) {
    waiting.push_back(std::make_unique<Socket>(server_->port()));
    waiting.back()->send("GET /heavy HTTP/1.1\r\nHost: h\r\n\r\n");
  }
  EXPECT_TRUE(soon([&] { return server_->counters().requests == 40; }));
  auto begin = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
  EXPECT_LE(echo_.handled, 4);
  EXPECT_EQ(server_->counters().connections, 0u);
  EXPECT_NE(waiting.back()->read_all().find("\"code\":\"stopping\""), std::string::npos);
}

TEST_F(ServerTest, SaysWhyItCannotListen) {
  ServerOptions options;
  options.port = server_->port();
  EXPECT_EQ(Server::start(options, echo_).error(), ServerError::kInUse);
  options.address = "not an address";
  EXPECT_EQ(Server::start(options, echo_).error(), ServerError::kBadAddress);
  options.address = "192.0.2.1";
  EXPECT_EQ(Server::start(options, echo_).error(), ServerError::kBadAddress);
}

}  // namespace
}  // namespace freehold::http
