// Requests and responses as handlers see them, free of any library's types.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace freehold::http {

enum class Method : uint8_t { kGet, kHead, kPost, kOptions, kPut, kDelete, kOther };
std::string_view to_text(Method method);

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  Method method = Method::kGet;  // a HEAD is given to the handler as a GET
  std::string path;              // percent-decoded; begins with '/'
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
  std::vector<Header> headers;
  std::string body;
  std::string target;  // path and query as they were sent

  // The value of the first header of this name, any case; null if there is none.
  const std::string* header(std::string_view name) const;
};

// A response that goes on (server-sent events): text is pushed as it comes. Any thread may call; it
// may be kept after the server is gone.
class EventStream {
 public:
  virtual ~EventStream() = default;
  // False once the stream is closed, also because its reader is too slow: more than the server's
  // bound would wait behind something else, or a piece of it was not taken within the write
  // timeout. Null or an empty text only asks. A text is not copied: many streams may share it.
  virtual bool push_shared(std::shared_ptr<const std::string> text) = 0;
  bool push(std::string text) {
    return push_shared(std::make_shared<const std::string>(std::move(text)));
  }
  // Bytes that wait to be sent.
  virtual size_t queued() const = 0;
  // What still waits is dropped.
  virtual void close() = 0;
  // Calls `notice` once when the stream has ended, whoever ended it; at once if it has. On the
  // server's I/O thread or the caller's: it must not wait. One notice; a second replaces the first.
  virtual void on_closed(std::function<void()> notice) = 0;
};

struct Response {
  uint16_t status = 200;
  std::string content_type;
  std::vector<Header> headers;
  std::string body;
  // Where set, the body is a stream: this is called with it once the head has been sent, on the
  // server's I/O thread, so it must not wait.
  std::function<void(std::shared_ptr<EventStream>)> stream;
};

std::string_view reason_phrase(uint16_t status);
// An application/problem+json body for what the server itself refuses.
Response problem_response(uint16_t status, std::string_view code, std::string_view title);

// ASCII letters compared without case.
bool equal_no_case(std::string_view a, std::string_view b);

}  // namespace freehold::http
