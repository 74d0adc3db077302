// An HTTP/1.1 client on Boost.Beast: one connection that is kept, calls that wait. One thread at a
// time.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "http/message.h"
#include "http/url.h"

namespace freehold::http {

enum class ClientError : uint8_t {
  kUnknownHost = 1,
  kRefused,  // nobody listens there
  kTimeout,
  kClosed,     // the connection ended before the answer did
  kMalformed,  // what answered is no HTTP
  kTooLarge,
  kIo,
  kBadRequest,  // a target or header of ours that may not be sent: a blank, a control character
};
const char* to_string(ClientError error);
// What to tell a person, with the place.
std::string sentence(ClientError error, const Url& url);

struct ClientOptions {
  uint64_t connect_timeout_ms = 5'000;
  uint64_t timeout_ms = 60'000;  // of a whole exchange
  size_t response_bytes_max = size_t{64} << 20;
};

struct ClientRequest {
  Method method = Method::kGet;
  std::string target;        // encoded; put after the URL's prefix
  std::string content_type;  // of the body, where there is one
  std::string body;
  std::vector<Header> headers;
};

class Client {
 public:
  explicit Client(Url url, ClientOptions options = {});
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  const Url& url() const;
  // One exchange; any status is an answer. A kept connection that is seen to be closed is replaced
  // before anything is sent. If it closes only then, a GET or HEAD is tried once more on a new one;
  // anything else is kClosed, as the server may have done it.
  Result<Response, ClientError> request(const ClientRequest& request);

  // Reads a response that goes on: `take` is called with what comes and says whether to go on. Ends
  // with kClosed when the server ends it, with kTimeout when nothing has come for `timeout_ms`,
  // with kMalformed when the status is not 200, with success when take says stop or, within a fifth
  // of a second, when another thread has set `cancel`.
  Result<std::monostate, ClientError> stream(const ClientRequest& request,
                                             const std::function<bool(std::string_view)>& take,
                                             const std::atomic<bool>* cancel = nullptr);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace freehold::http
