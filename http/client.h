// An HTTP/1.1 client on Boost.Beast: one connection that is kept, calls that wait. One thread at a
// time.
#pragma once

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
  // One exchange. On a kept connection that the server has closed meanwhile, it is tried once more
  // on a new one, where that does no harm: a GET, or when nothing of the request was sent.
  Result<Response, ClientError> request(const ClientRequest& request);

  // Reads a response that goes on: `take` is called with what comes and says whether to go on. Ends
  // with kClosed when the server ends it, with kTimeout when nothing has come for `timeout_ms`,
  // with success when take says stop.
  Result<std::monostate, ClientError> stream(const ClientRequest& request,
                                             const std::function<bool(std::string_view)>& take);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace freehold::http
