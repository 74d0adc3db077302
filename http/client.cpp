#include "http/client.h"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/beast.hpp>

namespace freehold::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

ClientError of(error_code code) {
  if (code == beast::error::timeout) return ClientError::kTimeout;
  if (code == asio::error::connection_refused) return ClientError::kRefused;
  if (code == wire::error::body_limit || code == wire::error::header_limit)
    return ClientError::kTooLarge;
  if (code == wire::error::end_of_stream || code == wire::error::partial_message ||
      code == asio::error::eof || code == asio::error::connection_reset ||
      code == asio::error::broken_pipe) {
    return ClientError::kClosed;
  }
  if (code.category() == make_error_code(wire::error::bad_version).category()) {
    return ClientError::kMalformed;
  }
  return ClientError::kIo;
}

// A kept connection is not used for longer than servers keep one.
constexpr auto kKeptMax = std::chrono::seconds(20);
// How often a stream looks whether it is to end.
constexpr auto kCancelLook = std::chrono::milliseconds(100);

bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}
bool is_line(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == '\t' || (static_cast<uint8_t>(c) >= 0x20 && c != 0x7f);
  });
}
bool is_sendable(const ClientRequest& request) {
  return request.target.starts_with('/') && is_visible(request.target) &&
         is_line(request.content_type) &&
         std::all_of(request.headers.begin(), request.headers.end(), [](const Header& header) {
           return !header.name.empty() && is_visible(header.name) &&
                  header.name.find(':') == std::string::npos && is_line(header.value);
         });
}

}  // namespace

struct Client::Impl {
  Url url;
  ClientOptions options;
  asio::io_context io;
  std::optional<beast::tcp_stream> stream;
  beast::flat_buffer buffer;
  std::chrono::steady_clock::time_point used;

  // Runs what was begun to its end: every operation has a time limit of its own.
  void run(const std::atomic<bool>* cancel = nullptr) {
    io.restart();
    while (cancel) {
      io.run_for(kCancelLook);
      if (io.stopped()) return;
      if (*cancel) break;
    }
    if (cancel) stream->close();
    io.run();
  }

  // Nothing to read: neither an end nor something nobody asked for.
  bool is_usable() {
    if (!stream || std::chrono::steady_clock::now() - used > kKeptMax) return false;
    char byte = 0;
    ssize_t got = ::recv(stream->socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }

  void drop() {
    stream.reset();
    buffer.clear();
  }

  Result<std::monostate, ClientError> connect() {
    drop();
    tcp::resolver resolver(io);
    error_code code;
    auto places = resolver.resolve(url.host, std::to_string(url.port), code);
    if (code) return failure(ClientError::kUnknownHost);
    stream.emplace(io);
    stream->expires_after(std::chrono::milliseconds(options.connect_timeout_ms));
    stream->async_connect(places, [&](error_code result, const tcp::endpoint&) { code = result; });
    run();
    if (code) {
      drop();
      return failure(of(code));
    }
    stream->socket().set_option(tcp::no_delay(true), code);
    return std::monostate{};
  }

  wire::request<wire::string_body> to_wire(const ClientRequest& request) const {
    wire::request<wire::string_body> out;
    out.version(11);
    out.method_string(std::string(to_text(request.method)));
    out.target(url.prefix + request.target);
    bool six = url.host.find(':') != std::string::npos;
    out.set(wire::field::host,
            (six ? "[" + url.host + "]" : url.host) + ":" + std::to_string(url.port));
    out.set(wire::field::user_agent, "freehold");
    for (const Header& header : request.headers) out.set(header.name, header.value);
    if (!request.content_type.empty()) out.set(wire::field::content_type, request.content_type);
    out.body() = request.body;
    out.prepare_payload();
    return out;
  }

  error_code send(const ClientRequest& request) {
    auto message = to_wire(request);
    error_code code;
    stream->expires_after(std::chrono::milliseconds(options.timeout_ms));
    wire::async_write(*stream, message, [&](error_code result, size_t) { code = result; });
    run();
    return code;
  }

  template <class Parser>
  static Response to_response(Parser& parser) {
    Response out;
    out.status = static_cast<uint16_t>(parser.get().result_int());
    for (const auto& field : parser.get()) {
      out.headers.push_back({std::string(field.name_string()), std::string(field.value())});
      if (field.name() == wire::field::content_type) out.content_type = std::string(field.value());
    }
    return out;
  }

  Result<Response, ClientError> exchange(const ClientRequest& request) {
    error_code sent = send(request);
    // A server that refuses a body answers while it is sent.
    if (sent && of(sent) != ClientError::kClosed) return failure(of(sent));
    wire::response_parser<wire::string_body> parser;
    parser.body_limit(options.response_bytes_max);
    if (request.method == Method::kHead) parser.skip(true);
    error_code code;
    wire::async_read(*stream, buffer, parser, [&](error_code result, size_t) { code = result; });
    run();
    if (code) return failure(of(sent ? sent : code));
    Response out = to_response(parser);
    // We ask for no interim answers: after one, whose the next bytes are is unclear.
    if (out.status < 200) return failure(ClientError::kMalformed);
    out.body = std::move(parser.get().body());
    used = std::chrono::steady_clock::now();
    if (sent || !parser.keep_alive() || buffer.size() > 0) drop();
    return out;
  }

  Result<std::monostate, ClientError> follow(const ClientRequest& request,
                                             const std::function<bool(std::string_view)>& take,
                                             const std::atomic<bool>* cancel) {
    if (error_code code = send(request)) return failure(of(code));
    wire::response_parser<wire::buffer_body> parser;
    parser.body_limit(boost::none);
    error_code code;
    auto done = [&](error_code result, size_t) { code = result; };
    wire::async_read_header(*stream, buffer, parser, done);
    run(cancel);
    if (code) return failure(of(code));
    if (parser.get().result_int() != 200) return failure(ClientError::kMalformed);
    std::array<char, 8192> piece{};
    while (!parser.is_done()) {
      parser.get().body() = {piece.data(), piece.size(), true};
      stream->expires_after(std::chrono::milliseconds(options.timeout_ms));
      wire::async_read_some(*stream, buffer, parser, done);
      run(cancel);
      if (code == wire::error::need_buffer) code = {};
      size_t size = piece.size() - parser.get().body().size;
      if (size > 0 && !take(std::string_view(piece.data(), size))) return std::monostate{};
      if (code) return failure(of(code));
    }
    return failure(ClientError::kClosed);
  }
};

const char* to_string(ClientError error) {
  switch (error) {
    case ClientError::kUnknownHost:
      return "unknown_host";
    case ClientError::kRefused:
      return "refused";
    case ClientError::kTimeout:
      return "timeout";
    case ClientError::kClosed:
      return "closed";
    case ClientError::kMalformed:
      return "malformed";
    case ClientError::kTooLarge:
      return "too_large";
    case ClientError::kIo:
      return "io";
    case ClientError::kBadRequest:
      return "bad_request";
  }
  return "unknown";
}

std::string sentence(ClientError error, const Url& url) {
  std::string place = to_text(url);
  switch (error) {
    case ClientError::kUnknownHost:
      return "no such host: " + place;
    case ClientError::kRefused:
      return "no node answers at " + place;
    case ClientError::kTimeout:
      return "the node at " + place + " did not answer in time";
    case ClientError::kClosed:
      return "the node at " + place + " closed the connection";
    case ClientError::kMalformed:
      return "what answers at " + place + " is not a Freehold node";
    case ClientError::kTooLarge:
      return "the answer of " + place + " is larger than it should be";
    case ClientError::kIo:
      return "the connection to " + place + " failed";
    case ClientError::kBadRequest:
      return "the request to " + place + " has a character that may not stand there";
  }
  return "the connection to " + place + " failed";
}

Client::Client(Url url, ClientOptions options) : impl_(std::make_unique<Impl>()) {
  impl_->url = std::move(url);
  impl_->options = options;
}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

const Url& Client::url() const { return impl_->url; }

Result<Response, ClientError> Client::request(const ClientRequest& request) {
  if (!is_sendable(request)) return failure(ClientError::kBadRequest);
  bool kept = impl_->is_usable();
  if (!kept) FREEHOLD_TRY(impl_->connect());
  auto out = impl_->exchange(request);
  bool harmless = request.method == Method::kGet || request.method == Method::kHead;
  if (!out && kept && harmless && out.error() == ClientError::kClosed) {
    FREEHOLD_TRY(impl_->connect());
    out = impl_->exchange(request);
  }
  if (!out) impl_->drop();
  return out;
}

Result<std::monostate, ClientError> Client::stream(
    const ClientRequest& request, const std::function<bool(std::string_view)>& take,
    const std::atomic<bool>* cancel) {
  if (!is_sendable(request)) return failure(ClientError::kBadRequest);
  FREEHOLD_TRY(impl_->connect());
  auto out = impl_->follow(request, take, cancel);
  impl_->drop();
  if (cancel && *cancel) return std::monostate{};
  return out;
}

}  // namespace freehold::http
