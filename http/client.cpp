#include "http/client.h"

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

}  // namespace

struct Client::Impl {
  Url url;
  ClientOptions options;
  asio::io_context io;
  std::optional<beast::tcp_stream> stream;
  beast::flat_buffer buffer;

  // Runs what was begun to its end: every operation has a time limit of its own.
  void run() {
    io.restart();
    io.run();
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
    if (error_code code = send(request)) return failure(of(code));
    wire::response_parser<wire::string_body> parser;
    parser.body_limit(options.response_bytes_max);
    if (request.method == Method::kHead) parser.skip(true);
    error_code code;
    wire::async_read(*stream, buffer, parser, [&](error_code result, size_t) { code = result; });
    run();
    if (code) return failure(of(code));
    bool keep = parser.keep_alive();
    Response out = to_response(parser);
    out.body = std::move(parser.get().body());
    if (!keep) drop();
    return out;
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
  bool kept = impl_->stream.has_value();
  if (!kept) FREEHOLD_TRY(impl_->connect());
  auto out = impl_->exchange(request);
  if (!out) impl_->drop();
  bool harmless = request.method == Method::kGet || request.method == Method::kHead;
  if (out || !kept || !harmless || out.error() != ClientError::kClosed) return out;
  FREEHOLD_TRY(impl_->connect());
  out = impl_->exchange(request);
  if (!out) impl_->drop();
  return out;
}

Result<std::monostate, ClientError> Client::stream(
    const ClientRequest& request, const std::function<bool(std::string_view)>& take,
    const std::atomic<bool>* cancel) {
  FREEHOLD_TRY(impl_->connect());
  Impl& impl = *impl_;
  if (error_code code = impl.send(request)) return failure(of(code));
  wire::response_parser<wire::buffer_body> parser;
  parser.body_limit(boost::none);
  error_code code;
  wire::async_read_header(*impl.stream, impl.buffer, parser,
                          [&](error_code result, size_t) { code = result; });
  impl.run();
  if (code) return failure(of(code));
  if (parser.get().result_int() != 200) return failure(ClientError::kMalformed);
  std::array<char, 8192> chunk{};
  while (!parser.is_done()) {
    parser.get().body().data = chunk.data();
    parser.get().body().size = chunk.size();
    parser.get().body().more = true;
    impl.stream->expires_after(std::chrono::milliseconds(impl.options.timeout_ms));
    wire::async_read_some(*impl.stream, impl.buffer, parser,
                          [&](error_code result, size_t) { code = result; });
    impl.run();
    if (code == wire::error::need_buffer) code = {};
    size_t size = chunk.size() - parser.get().body().size;
    bool stop = (cancel && *cancel) || (size > 0 && !take(std::string_view(chunk.data(), size)));
    if (stop || code) impl.drop();
    if (stop) return std::monostate{};
    if (code) return failure(of(code));
  }
  impl.drop();
  return failure(ClientError::kClosed);
}

}  // namespace freehold::http
