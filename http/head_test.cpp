// Heads, chunks and addresses, without a socket.
#include "http/head.h"

#include <gtest/gtest.h>

#include "http/chunk.h"
#include "http/url.h"

namespace freehold::http {
namespace {

std::string reading(std::string_view bytes) {
  auto head = parse_head(bytes);
  return head ? "read" : std::to_string(status_of(head.error())) + " " + to_string(head.error());
}
std::string with_headers(std::string_view lines) {
  return reading("POST / HTTP/1.1\r\nHost: h\r\n" + std::string(lines) + "\r\n");
}
std::string with_target(std::string_view target) {
  return reading("GET " + std::string(target) + " HTTP/1.1\r\nHost: h\r\n\r\n");
}

TEST(Head, IsReadAsItWasSent) {
  auto head = parse_head(
      "POST /a%20b/%c3%a9?x=1&y=a+b&z HTTP/1.1\r\nHost: [::1]:80\r\nX-Two:\t 2 \r\n"
      "content-length: 12\r\nExpect: 100-Continue\r\nConnection: x, close\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->method, Method::kPost);
  EXPECT_EQ(head->target, "/a%20b/%c3%a9?x=1&y=a+b&z");
  EXPECT_EQ(head->path, "/a b/\xc3\xa9");
  ASSERT_EQ(head->query.size(), 3u);
  EXPECT_EQ(head->query[1], std::make_pair(std::string("y"), std::string("a b")));
  EXPECT_EQ(head->query[2], std::make_pair(std::string("z"), std::string()));
  EXPECT_EQ(head->headers[1].value, "2");
  EXPECT_EQ(head->content_length, 12u);
  EXPECT_TRUE(head->expects_continue && head->version_1_1);
  EXPECT_FALSE(head->keep_alive || head->chunked);
  EXPECT_FALSE(parse_head("GET / HTTP/1.0\r\nHost: h\r\n\r\n")->keep_alive);
  EXPECT_TRUE(
      parse_head("GET / HTTP/1.0\r\nHost: h\r\nConnection: Keep-Alive\r\n\r\n")->keep_alive);
  EXPECT_TRUE(
      parse_head("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n")->chunked);
}

TEST(Head, IsRefusedWhereLinesAreNot) {
  EXPECT_EQ(reading(""), "400 bad_line");
  EXPECT_EQ(reading("\r\n"), "400 bad_line");
  EXPECT_EQ(reading("\r\n\r\n"), "400 bad_line");
  EXPECT_EQ(reading("GET / HTTP/1.1\nHost: h\r\n\r\n"), "400 bad_line");
  EXPECT_EQ(reading("GET / HTTP/1.1\r\nHost: h\n\r\n"), "400 bad_line");
  EXPECT_EQ(reading("GET / HTTP/1.1\r\nHost: h\rX: 1\r\n\r\n"), "400 bad_line");
  EXPECT_EQ(reading("GET / HTTP/1.1\r\nHost: h\r\n"), "400 bad_line");
  for (char c : {'\0', '\x01', '\x0b', '\x0c', '\x1f', '\x7f'}) {
    EXPECT_EQ(with_headers(std::string("X: a") + c + "b\r\n"), "400 bad_line") << int{c};
    EXPECT_EQ(with_headers(std::string("X") + c + ": a\r\n"), "400 bad_line") << int{c};
  }
}

TEST(Head, IsRefusedWhereTheRequestLineIsNotOne) {
  EXPECT_EQ(reading("GET\r\nHost: h\r\n\r\n"), "400 bad_request_line");
  EXPECT_EQ(reading("GET /\r\nHost: h\r\n\r\n"), "400 bad_request_line");
  EXPECT_EQ(reading(" GET / HTTP/1.1\r\nHost: h\r\n\r\n"), "400 bad_request_line");
  EXPECT_EQ(reading("G(T / HTTP/1.1\r\nHost: h\r\n\r\n"), "400 bad_request_line");
  EXPECT_EQ(reading("GET / http/1.1\r\nHost: h\r\n\r\n"), "400 bad_request_line");
  EXPECT_EQ(reading("GET / HTTP/1.1 \r\nHost: h\r\n\r\n"), "400 bad_request_line");
  EXPECT_EQ(reading("GET  / HTTP/1.1\r\nHost: h\r\n\r\n"), "400 bad_target");
  for (const char* version : {"HTTP/0.9", "HTTP/1.2", "HTTP/2", "HTTP/1.10", "HTTP/11"}) {
    EXPECT_EQ(reading("GET / " + std::string(version) + "\r\nHost: h\r\n\r\n"), "505 http_version");
  }
}

TEST(Head, IsRefusedWhereTheTargetMayMeanAnother) {
  for (const char* target :
       {"a",       "*",          "http://h/",     "//a",      "/a//b",    "/.",    "/..",
        "/a/../b", "/%2e%2E/a",  "/a%2fb",        "/a%5cb",   "/a\\b",    "/a%00", "/a%0d%0a",
        "/%7f",    "/%",         "/%4",           "/%4g",     "/a#b",     "/a?b%", "/%80",
        "/%c0%af", "/%ed%a0%80", "/%f4%90%80%80", "/a?b=%ff", "/\xc3\xa9"}) {
    EXPECT_EQ(with_target(target), "400 bad_target") << target;
  }
  for (const char* target :
       {"/", "/a/", "/a?", "/a?b=c%2fd", "/%41", "/%25", "/.a", "/%f0%9f%98%80"})
    EXPECT_EQ(with_target(target), "read") << target;
  EXPECT_EQ(with_target("/%2541"), "read");
  EXPECT_EQ(parse_target("/%2541")->path, "/%41");  // decoded once
  EXPECT_EQ(with_target("/" + std::string(kTargetBytesMax - 1, 'a')), "read");
  EXPECT_EQ(with_target("/" + std::string(kTargetBytesMax, 'a')), "414 target_too_long");
}

TEST(Head, IsRefusedWhereHeadersAreNot) {
  EXPECT_EQ(with_headers("X: 1\r\n 2\r\n"), "400 folded_header");
  EXPECT_EQ(with_headers("X: 1\r\n\t2\r\n"), "400 folded_header");
  EXPECT_EQ(with_headers("X : 1\r\n"), "400 bad_header");
  EXPECT_EQ(with_headers("X\t: 1\r\n"), "400 bad_header");
  EXPECT_EQ(with_headers("X 1\r\n"), "400 bad_header");
  EXPECT_EQ(with_headers(": 1\r\n"), "400 bad_header");
  EXPECT_EQ(with_headers("X\xc3\xa9: 1\r\n"), "400 bad_header");
  EXPECT_EQ(with_headers("X:\r\n"), "read");
  std::string many;
  for (size_t i = 1; i < kHeadersMax; ++i) many += "X: 1\r\n";
  EXPECT_EQ(with_headers(many), "read");
  EXPECT_EQ(with_headers(many + "X: 1\r\n"), "431 too_many_headers");
}

// HAZARDS 31.
TEST(Head, IsRefusedWhereFramingMayMeanAnother) {
  EXPECT_EQ(reading("GET / HTTP/1.1\r\n\r\n"), "400 bad_host");
  EXPECT_EQ(reading("GET / HTTP/1.0\r\nX: 1\r\n\r\n"), "400 bad_host");
  EXPECT_EQ(with_headers("host: h\r\n"), "400 bad_host");
  for (const char* host : {"", "a b", "a,b", "a/b", "u@h", "a?"}) {
    EXPECT_EQ(reading("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"), "400 bad_host");
  }
  for (const char* coding : {"", "gzip", "gzip, chunked", "chunked, gzip", "chunked, chunked",
                             "xchunked", "chunked;a=b", "identity", "\"chunked\"", ", chunked"}) {
    EXPECT_EQ(with_headers("Transfer-Encoding: " + std::string(coding) + "\r\n"),
              "400 bad_transfer_encoding")
        << coding;
  }
  std::string chunked = "Transfer-Encoding: chunked\r\n";
  EXPECT_EQ(with_headers(chunked + chunked), "400 bad_transfer_encoding");
  EXPECT_EQ(with_headers(chunked + "Content-Length: 0\r\n"), "400 bad_transfer_encoding");
  EXPECT_EQ(with_headers("Content-Length: 0\r\n" + chunked), "400 bad_transfer_encoding");
  EXPECT_EQ(reading("POST / HTTP/1.0\r\nHost: h\r\n" + chunked + "\r\n"),
            "400 bad_transfer_encoding");
  for (const char* length : {"", "-1", "+1", "1,1", "1, 1", "0x1", "1 1", "1.0", "a",
                             "18446744073709551617", "9999999999999999999"}) {
    EXPECT_EQ(with_headers("Content-Length: " + std::string(length) + "\r\n"),
              "400 bad_content_length")
        << length;
  }
  EXPECT_EQ(with_headers("Content-Length: 1\r\ncontent-length: 1\r\n"), "400 bad_content_length");
  EXPECT_EQ(with_headers("Expect: miracles\r\n"), "417 bad_expectation");
  EXPECT_EQ(with_headers("Expect: 100-continue\r\nExpect: 100-continue\r\n"),
            "417 bad_expectation");
}

TEST(Head, ThatBeginsBadlyIsNotWaitedFor) {
  std::string good = "GET / HTTP/1.1\r\nHost: h\r\nX: 1\r\n";
  for (size_t size = 0; size <= good.size(); ++size) {
    for (size_t checked = 0; checked <= size; ++checked) {
      EXPECT_FALSE(check_beginning(std::string_view(good).substr(0, size), checked));
    }
  }
  EXPECT_EQ(check_beginning("GET / HTTP/1.1\nHost: h\n\n", 0), HeadError::kBadLine);
  EXPECT_EQ(check_beginning("GET / HTTP/1.1\rH", 15), HeadError::kBadLine);
  EXPECT_EQ(check_beginning("\x16\x03\x01", 0), HeadError::kBadLine);
  EXPECT_EQ(too_large("GET /" + std::string(16'000, 'a')), HeadError::kTargetTooLong);
  EXPECT_EQ(too_large("GET / HTTP/1.1\r\nX: " + std::string(16'000, 'a')), HeadError::kTooLarge);
  EXPECT_EQ(too_large(std::string(16'000, 'a')), HeadError::kTooLarge);
}

// The body, or the error; given in pieces of this size.
std::string body_of(std::string_view bytes, size_t piece, size_t max = 100) {
  ChunkReader reader(max);
  std::string body;
  while (!bytes.empty() && !reader.done()) {
    std::string_view now = bytes.substr(0, piece);
    auto taken = reader.take(now, body);
    if (!taken) return std::to_string(status_of(taken.error())) + " " + to_string(taken.error());
    EXPECT_TRUE(*taken == now.size() || reader.done());
    bytes.remove_prefix(*taken);
  }
  return reader.done() ? body + "|" + std::string(bytes) : "more";
}

TEST(Chunks, AreReadHoweverTheyAreCut) {
  std::string sent =
      "3\r\nabc\r\n0A;name=value;x=\"y\"\r\n0123456789\r\n000\r\nX-Sum: 1\r\n\r\nGET";
  for (size_t piece = 1; piece <= sent.size(); ++piece) {
    EXPECT_EQ(body_of(sent, piece), "abc0123456789|GET") << piece;
  }
  for (size_t size = 0; size < sent.size() - 3; ++size) {
    EXPECT_EQ(body_of(sent.substr(0, size), 1000), "more") << size;
  }
}

TEST(Chunks, AreRefusedWhereTheyMayMeanAnother) {
  const std::pair<const char*, const char*> cases[] = {
      {"\r\n", "400 bad_chunk_size"},
      {" 1\r\na\r\n", "400 bad_chunk_size"},
      {"1 \r\na\r\n", "400 bad_chunk_size"},
      {"+1\r\na\r\n", "400 bad_chunk_size"},
      {"-1\r\na\r\n", "400 bad_chunk_size"},
      {"0x1\r\na\r\n", "400 bad_chunk_size"},
      {"g\r\n", "400 bad_chunk_size"},
      {"0000000000000001\r\na\r\n", "400 bad_chunk_size"},
      {"fffffffffffffffff\r\n", "400 bad_chunk_size"},
      {"1\na\r\n", "400 bad_chunk_line_end"},
      {"1\rXa\r\n", "400 bad_chunk_line_end"},
      {"1\r\nab", "400 bad_chunk_line_end"},
      {"1\r\na\n", "400 bad_chunk_line_end"},
      {"1\r\na\rX", "400 bad_chunk_line_end"},
      {"0\r\n\n", "400 bad_chunk_line_end"},
      {"0\r\nX: 1\n", "400 bad_chunk_line_end"},
      {"1;a\nb\r\na\r\n", "400 bad_chunk_extension"},
      {"1;\x01\r\na\r\n", "400 bad_chunk_extension"},
      {"0\r\nX\r\n\r\n", "400 bad_trailer"},
      {"0\r\n X: 1\r\n\r\n", "400 bad_trailer"},
      {"0\r\nX: \x01\r\n\r\n", "400 bad_trailer"},
      {"0\r\nContent-Length: 1\r\n\r\n", "400 bad_trailer"},
      {"0\r\ntransfer-encoding: chunked\r\n\r\n", "400 bad_trailer"},
      {"65\r\n", "413 body_too_large"},
      {"fffffffffffffff\r\n", "413 body_too_large"},
      {"64\r\n", "more"},
  };
  for (const auto& [bytes, answer] : cases) {
    for (size_t piece : {1u, 3u, 1000u}) EXPECT_EQ(body_of(bytes, piece), answer) << bytes;
  }
}

TEST(Chunks, AreBoundedInWhatIsAroundThem) {
  std::string one = "1;" + std::string(1000, 'x') + "\r\na\r\n";
  EXPECT_EQ(body_of(one + one + one + one + "0\r\n\r\n", 100), "aaaa|");
  EXPECT_EQ(body_of(one + one + one + one + one, 100), "400 chunk_overhead_too_large");
  EXPECT_EQ(body_of("0\r\nX: " + std::string(5000, 'x'), 100), "400 chunk_overhead_too_large");
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
  EXPECT_EQ(run("http://[::1"), "bad_host");
  EXPECT_EQ(run("http://[::1]x"), "bad_host");
  EXPECT_EQ(run("http://host:"), "bad_port");
  EXPECT_EQ(run("http://host:0"), "bad_port");
  EXPECT_EQ(run("http://host:99999"), "bad_port");
  EXPECT_EQ(run("http://host/a?b"), "bad_path");
  EXPECT_EQ(run("http://host/a\r\nX: 1"), "bad_path");
}

TEST(PercentEncoding, ReturnsWhatWasEncoded) {
  std::string all;
  for (int c = 0x20; c < 0x7f; ++c) all += static_cast<char>(c);
  all += "\xc3\xa9\xf0\x9f\x98\x80";
  EXPECT_EQ(percent_decode(percent_encode(all)), all);
  EXPECT_EQ(percent_encode("a/b +\xc3\xa9"), "a%2fb%20%2b%c3%a9");
  EXPECT_EQ(percent_decode("a+b"), "a+b");
  EXPECT_EQ(percent_decode("a+b%2b", PlusSign::kBlank), "a b+");
  EXPECT_FALSE(percent_decode("%0a"));
  EXPECT_FALSE(percent_decode("a%2"));
}

TEST(Problems, HaveAReasonPhraseEach) {
  for (uint16_t status : {400, 408, 413, 414, 417, 431, 500, 503, 505, 507}) {
    EXPECT_NE(reason_phrase(status), "Unknown") << status;
  }
}

}  // namespace
}  // namespace freehold::http
