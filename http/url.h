// Where a server is: http://host[:port][/prefix]. Pure.
#pragma once

#include <string>
#include <string_view>

#include "common/result.h"

namespace freehold::http {

enum class UrlError : uint8_t {
  kNoScheme = 1,  // not http://
  kTls,           // https:// needs what this program does not have
  kBadHost,
  kBadPort,
  kBadPath,  // a query, a fragment or a character that needs encoding
};
const char* to_string(UrlError error);

struct Url {
  std::string host;  // a name or an address; an IPv6 address without its brackets
  uint16_t port = 80;
  std::string prefix;  // empty, or begins with '/' and does not end with one
};
Result<Url, UrlError> parse_url(std::string_view text);
std::string to_text(const Url& url);

}  // namespace freehold::http
