// The head of a request, looked at byte by byte before any parser of a library sees it: RFC 9112,
// with nothing that two parsers could read in two ways. Pure.
#pragma once

#include <optional>

#include "common/bytes.h"
#include "common/result.h"
#include "http/message.h"

namespace freehold::http {

enum class HeadError : uint8_t {
  kBadLine = 1,  // a line end that is not CRLF, a control character, an empty first line
  kBadRequestLine,
  kBadTarget,  // not a path of visible ASCII, or one that cannot be decoded
  kTargetTooLong,
  kVersion,    // neither HTTP/1.0 nor HTTP/1.1
  kBadHeader,  // no colon, a name that is no token, a blank before the colon
  kFolded,     // a header continued on the next line
  kTooManyHeaders,
  kHost,              // none, two, or an empty one
  kTransferEncoding,  // anything but one "chunked" under HTTP/1.1 without a length
  kContentLength,     // two, or not a plain number
  kExpectation,       // anything but 100-continue
  kTooLarge,
};
const char* to_string(HeadError error);
uint16_t status_of(HeadError error);

struct Head {
  Method method = Method::kOther;
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
  std::vector<Header> headers;
  bool keep_alive = true;
  bool chunked = false;
  bool expects_continue = false;
  std::optional<uint64_t> content_length;
};

inline constexpr size_t kTargetBytesMax = 8192;
inline constexpr size_t kHeadersMax = 100;

// `bytes` end with the empty line. What is wrong first names the error.
Result<Head, HeadError> parse_head(std::string_view bytes);

// Path and query of a request target. kBadTarget: a percent sign without two digits, a decoded NUL,
// slash, backslash or control character, dot segments, an empty segment in the middle.
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};
std::optional<Target> parse_target(std::string_view target);
// Everything but letters, digits and -._~ as percent and two digits.
std::string percent_encode(std::string_view text);

}  // namespace freehold::http
