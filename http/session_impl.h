// One connection of the server: reads a request, has it answered, sends the answer, and again.
// Private to server.cpp; on the I/O thread, but for the handler's call.
#pragma once

#include "http/chunk.h"
#include "http/head.h"
#include "http/stream_impl.h"

namespace freehold::http {

// An answer as Beast sends it. `version_1_1`: of the request; an HTTP/1.0 client must be told that
// the connection stays.
inline wire::response<wire::string_body> to_wire(Response response, bool version_1_1,
                                                 bool keep_alive, bool head_only) {
  wire::response<wire::string_body> out{static_cast<wire::status>(response.status), 11};
  out.reason(std::string(reason_phrase(response.status)));
  out.set(wire::field::server, std::string(kServerName));
  if (!response.content_type.empty()) out.set(wire::field::content_type, response.content_type);
  for (const Header& header : response.headers) out.insert(header.name, header.value);
  if (!keep_alive) {
    out.set(wire::field::connection, "close");
  } else if (!version_1_1) {
    out.set(wire::field::connection, "keep-alive");
  }
  bool bodyless = response.status == 204 || response.status == 304;
  if (!bodyless) out.content_length(response.body.size());
  if (!bodyless && !head_only) out.body() = std::move(response.body);
  return out;
}

class Session final : public Connection {
 public:
  using Connection::Connection;

  void begin() { read_first(); }
  void take_turn(bool granted) override {
    if (granted) return ask_worker(Weight::kHeavy);
    request_.reset();
    discharge();
    send(shared().late ? stopping() : busy(), head_.keep_alive, head_.method == Method::kHead);
  }
  bool answering() const override { return answering_; }
  void end() override {
    if (auto events = events_.lock()) return events->finish();
    shutdown();
  }

 private:
  static constexpr size_t kReadBytes = 4096;
  static constexpr size_t kBodyReadBytes = size_t{32} << 10;
  static constexpr uint64_t kLingerMs = 1000;
  static constexpr size_t kSmallBytes = 1024;

  std::shared_ptr<Session> self() { return std::static_pointer_cast<Session>(shared_from_this()); }
  std::string_view buffered() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

  // Reads more into the buffer, then calls `next`. A timeout is counted where somebody was slow.
  void read_more(size_t size, void (Session::*next)(), bool counts = true) {
    stream().async_read_some(buffer_.prepare(size),
                             [self = self(), next, counts](error_code code, size_t got) {
                               if (code == beast::error::timeout && counts) {
                                 ++self->shared().timed_out;
                               }
                               // The stream's timer closed the socket: there is nobody to tell.
                               if (code && code != asio::error::eof) return self->shutdown();
                               if (code) return self->ended();
                               self->buffer_.commit(got);
                               (*self.*next)();
                             });
  }

  // The other side sends nothing more; what it began it will not end.
  void ended() {
    if (reading_body_) return refuse(400, "incomplete_body");
    shutdown();
  }

  // A connection may be idle before a request's first byte; the head then has a time of its own.
  void read_first() {
    answering_ = false;
    if (shared().stopping) return shutdown();
    if (buffer_.size() > 0) return read_head();
    if (buffer_.capacity() > kReadBytes) buffer_ = beast::flat_buffer();
    expire_after(shared().options.idle_timeout_ms);
    read_more(kReadBytes, &Session::read_head, false);
  }

  void read_head() {
    searched_ = 0;
    expire_after(shared().options.head_timeout_ms);
    look_for_end();
  }

  void look_for_end() {
    std::string_view seen = buffered();
    size_t max = shared().options.head_bytes_max;
    size_t end = seen.find("\r\n\r\n", searched_ < 3 ? 0 : searched_ - 3);
    bool whole = end != std::string_view::npos;
    if (whole && end + 4 <= max) return take_head(seen.substr(0, end + 4));
    if (!whole) {
      if (auto bad = check_beginning(seen, searched_)) return refuse(*bad);
    }
    if (whole || seen.size() >= max) return refuse(too_large(seen));
    searched_ = seen.size();
    read_more(kReadBytes, &Session::look_for_end);
  }

  void take_head(std::string_view bytes) {
    auto head = parse_head(bytes);
    if (!head) return refuse(head.error());
    head_ = std::move(*head);
    buffer_.consume(bytes.size());
    size_t body_max = shared().handler.body_bytes_max(head_.method, head_.path);
    left_ = head_.content_length.value_or(0);
    if (left_ > body_max) return refuse(413, to_string(ChunkError::kBodyTooLarge));
    chunks_.reset();
    if (head_.chunked) chunks_.emplace(body_max);
    if (left_ == 0 && !chunks_) return answer();
    reading_body_ = true;
    expire_after(shared().options.body_timeout_ms);
    if (head_.expects_continue && buffer_.size() == 0) return send_continue();
    take_body();
  }

  void send_continue() {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream(), asio::buffer(kContinue), [self = self()](error_code code, size_t) {
      if (code) return self->shutdown();
      self->take_body();
    });
  }

  // Moves what was read to the body. Nothing is allocated for bytes that have not come.
  void take_body() {
    std::string_view seen = buffered();
    size_t before = body_.size();
    size_t taken = 0;
    if (chunks_) {
      auto size = chunks_->take(seen, body_);
      if (!size) return refuse(status_of(size.error()), to_string(size.error()));
      taken = *size;
    } else {
      taken = static_cast<size_t>(std::min<uint64_t>(left_, seen.size()));
      body_.append(seen.substr(0, taken));
      left_ -= taken;
    }
    buffer_.consume(taken);
    if (!charge(body_.size() - before)) return refuse(503, "busy");
    if (chunks_ ? chunks_->done() : left_ == 0) return answer();
    read_more(kBodyReadBytes, &Session::take_body);
  }

  void answer() {
    reading_body_ = false;
    if (shared().stopping) return shutdown();
    answering_ = true;  // also while it is sent, and while the end is awaited
    ++shared().requests;
    stream().expires_never();
    request_ = std::make_unique<Request>();
    request_->method = head_.method == Method::kHead ? Method::kGet : head_.method;
    request_->target = std::move(head_.target);
    request_->path = std::move(head_.path);
    request_->query = std::move(head_.query);
    request_->headers = std::move(head_.headers);
    request_->body = std::move(body_);
    body_.clear();
    if (shared().handler.weight(*request_) == Weight::kLight) return ask_worker(Weight::kLight);
    shared().heavy_waiting.push_back({self(), Clock::now()});
    shared().begin_heavy();
  }

  void ask_worker(Weight weight) {
    // Whoever runs last gives the session back to the I/O thread, which alone may end it: no copy of
    // it stays here.
    asio::post(shared().workers, [self = self(), weight]() mutable {
      Response response = ask(self->shared(), *self->request_);
      self->request_.reset();
      Shared& shared = self->shared();
      asio::post(shared.io, [self = std::move(self), weight, response = std::move(response)]() mutable {
        if (weight == Weight::kHeavy) {
          --self->shared().heavy_running;
          self->shared().begin_heavy();
        }
        self->discharge();
        self->send(std::move(response), self->head_.keep_alive,
                   self->head_.method == Method::kHead);
      });
    });
  }

  static Response ask(Shared& shared, const Request& request) {
    if (shared.late) return stopping();
    try {
      return shared.handler.handle(request);
    } catch (const std::exception& error) {
      shared.log(std::string("a handler failed: ") + error.what());
    } catch (...) {
      shared.log("a handler failed");
    }
    return problem_response(500, "internal", "The server failed to answer; please report it.");
  }

  static Response stopping() { return problem_response(503, "stopping", "The server stops."); }
  static Response busy() {
    return problem_response(503, "busy", "The server has too much to do; ask again.");
  }

  void send(Response response, bool keep_alive, bool head_only) {
    answering_ = true;
    if (response.stream) return begin_stream(std::move(response), head_only);
    // What is small is never refused: this is where the refusals go, too.
    size_t size = head_only ? 0 : response.body.size();
    if (size > kSmallBytes && !shared().make_room(size)) {
      response = busy();
      size = response.body.size();
    }
    answer_waits(size);
    if (size > static_cast<size_t>(kUnsentBytesMax)) bound_unsent();
    keep_alive = keep_alive && !shared().stopping;
    message_.emplace(to_wire(std::move(response), head_.version_1_1, keep_alive, head_only));
    serializer_.emplace(*message_);
    expire_after(shared().options.write_timeout_ms);
    auto done = [self = self(), keep_alive](error_code code, size_t) {
      if (code == beast::error::timeout) ++self->shared().timed_out;
      self->serializer_.reset();
      self->message_.reset();
      self->answer_read();
      if (code) return self->shutdown();
      if (!keep_alive) return self->close_gently();
      self->read_first();
    };
    if (head_only) {
      wire::async_write_header(stream(), *serializer_, std::move(done));
    } else {
      wire::async_write(stream(), *serializer_, std::move(done));
    }
  }

  void begin_stream(Response response, bool head_only) {
    auto open = std::move(response.stream);
    bound_unsent();
    body_ = "HTTP/1.1 " + std::to_string(response.status) + " " +
            std::string(reason_phrase(response.status)) +
            "\r\nServer: " + std::string(kServerName) +
            "\r\nContent-Type: " + response.content_type + "\r\nConnection: close\r\n";
    for (const Header& header : response.headers)
      body_ += header.name + ": " + header.value + "\r\n";
    body_ += "\r\n";
    expire_after(shared().options.write_timeout_ms);
    asio::async_write(stream(), asio::buffer(body_),
                      [self = self(), open, head_only](error_code code, size_t) {
                        if (code || self->shared().stopping) return self->shutdown();
                        if (head_only) return self->close_gently();
                        self->answering_ = false;
                        auto events = std::make_shared<Stream>(self);
                        self->events_ = events;
                        events->begin();
                        open(events);
                      });
  }

  void refuse(HeadError error) { refuse(status_of(error), to_string(error)); }
  void refuse(uint16_t status, std::string_view code) {
    ++shared().refused;
    reading_body_ = false;
    body_ = {};
    discharge();
    send(problem_response(status, code, "The request is not one that this server accepts."), false,
         false);
  }

  // Lets the client read the answer although it may still be sending: for a while, what arrives is
  // dropped, as closing at once would reset the connection.
  void close_gently() {
    error_code ignored;
    stream().socket().shutdown(tcp::socket::shutdown_send, ignored);
    expire_after(kLingerMs);
    drain();
  }
  void drain() {
    buffer_.clear();
    read_more(kReadBytes, &Session::drain, false);
  }

  beast::flat_buffer buffer_;
  size_t searched_ = 0;  // bytes of the buffer that hold no end of a head
  Head head_;
  std::string body_;
  std::unique_ptr<Request> request_;  // while it waits for a worker or has one
  uint64_t left_ = 0;  // of a body with a length
  std::optional<ChunkReader> chunks_;
  bool reading_body_ = false;
  bool answering_ = false;
  std::weak_ptr<Stream> events_;
  std::optional<wire::response<wire::string_body>> message_;
  std::optional<wire::response_serializer<wire::string_body>> serializer_;
};

}  // namespace freehold::http
