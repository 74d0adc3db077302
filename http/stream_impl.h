// A response that goes on, as a handler holds it. Private to server.cpp.
#pragma once

#include "http/connection_impl.h"

namespace freehold::http {

class Stream final : public EventStream, public std::enable_shared_from_this<Stream> {
 public:
  explicit Stream(std::shared_ptr<Connection> connection)
      : shared_(connection->shared_ptr()),
        connection_(std::move(connection)),
        keepalive_(shared_->io) {}

  bool push_shared(std::shared_ptr<const std::string> text) override {
    std::lock_guard lock(mutex_);
    if (closed_) return false;
    if (!text || text->empty()) return true;
    if (queued_ > 0 && queued_ + text->size() > shared_->options.stream_queue_max) {
      close_locked();
      return false;
    }
    queued_ += text->size();
    bool first = waiting_.empty();
    waiting_.push_back(std::move(text));
    if (first) asio::post(shared_->io, [self = shared_from_this()] { self->write_next(); });
    return true;
  }

  size_t queued() const override {
    std::lock_guard lock(mutex_);
    return queued_;
  }

  void close() override {
    std::lock_guard lock(mutex_);
    if (!closed_) close_locked();
  }

  void on_closed(std::function<void()> notice) override {
    std::unique_lock lock(mutex_);
    if (!ended_) {
      notice_ = std::move(notice);
      return;
    }
    lock.unlock();
    if (notice) notice();
  }

  // What follows is of the I/O thread.
  void begin() {
    connection_->stream().expires_never();
    // A reader says nothing more: whatever comes, or its going away, ends the stream.
    connection_->stream().socket().async_read_some(
        asio::buffer(&byte_, 1), [self = shared_from_this(), connection = connection_](
                                     error_code, size_t) { self->finish(); });
    keep_alive();
  }

  void finish() {
    std::function<void()> notice;
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
      ended_ = true;
      notice.swap(notice_);
      waiting_.clear();
    }
    keepalive_.cancel();
    if (connection_) connection_->shutdown();
    connection_.reset();
    if (notice) notice();
  }

 private:
  static constexpr size_t kPieceBytes = size_t{64} << 10;

  // Under the lock, so that a server that stops sees what was posted.
  void close_locked() {
    closed_ = true;
    asio::post(shared_->io, [self = shared_from_this()] { self->finish(); });
  }

  void keep_alive() {
    keepalive_.expires_after(milliseconds(shared_->options.stream_keepalive_ms));
    keepalive_.async_wait([self = shared_from_this()](error_code code) {
      // A comment, which readers of events skip.
      if (!code && self->push(":\n\n")) self->keep_alive();
    });
  }

  // A piece is one text, or as many as are small together: each has the write timeout, which makes
  // the least rate a reader may have.
  void write_next() {
    if (!connection_ || !sending_.empty()) return;
    std::vector<asio::const_buffer> buffers;
    size_t size = 0;
    {
      std::lock_guard lock(mutex_);
      if (closed_) return;
      while (!waiting_.empty() && (size == 0 || size + waiting_.front()->size() <= kPieceBytes)) {
        size += waiting_.front()->size();
        buffers.push_back(asio::buffer(*waiting_.front()));
        sending_.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
      }
    }
    if (size == 0) return;
    connection_->expire_after(shared_->options.write_timeout_ms);
    asio::async_write(
        connection_->stream(), buffers,
        [self = shared_from_this(), connection = connection_, size](error_code code, size_t) {
          if (code == beast::error::timeout) ++self->shared_->timed_out;
          {
            std::lock_guard lock(self->mutex_);
            self->queued_ -= size;
          }
          self->sending_.clear();
          if (code) return self->finish();
          connection->stream().expires_never();
          self->write_next();
        });
  }

  SharedPtr shared_;
  std::shared_ptr<Connection> connection_;  // reset when the stream ends
  asio::steady_timer keepalive_;
  std::vector<std::shared_ptr<const std::string>> sending_;
  char byte_ = 0;

  mutable std::mutex mutex_;  // over what follows
  std::deque<std::shared_ptr<const std::string>> waiting_;
  size_t queued_ = 0;  // bytes of both lists
  bool closed_ = false;
  bool ended_ = false;
  std::function<void()> notice_;
};

}  // namespace freehold::http
