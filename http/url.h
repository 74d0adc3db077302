// Where a server is: http://host[:port][/prefix]; and percent-encoding. Pure.
#pragma once

#include <cstdint>
#include <optional>
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

// For a segment of a path, or a name or value of a query: everything but letters, digits and -._~
// as percent and two digits (RFC 3986, section 2).
std::string percent_encode(std::string_view text);
// The other way, once. None: a percent sign without two digits, a decoded control character, or a
// result that is not UTF-8. In a query, '+' is a blank.
enum class PlusSign : uint8_t { kItself, kBlank };
std::optional<std::string> percent_decode(std::string_view text, PlusSign plus = PlusSign::kItself);

}  // namespace freehold::http
