// The head of a request, looked at byte by byte before any parser of a library sees it: RFC 9112,
// with nothing that two parsers could read in two ways. Pure.
#pragma once

#include <optional>

#include "common/bytes.h"
#include "common/result.h"
#include "http/message.h"
#include "http/url.h"  // percent_encode

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
  kHost,              // none, two, an empty one, or one with other characters than a host's
  kTransferEncoding,  // anything but one "chunked" under HTTP/1.1 without a length
  kContentLength,     // two, or not a plain number
  kExpectation,       // anything but 100-continue
  kTooLarge,
};
const char* to_string(HeadError error);
uint16_t status_of(HeadError error);

struct Head {
  Method method = Method::kOther;
  bool version_1_1 = true;  // else 1.0
  std::string target;       // as it was sent
  std::string path;         // decoded once
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

// What is wrong with a head that has not ended yet, so that a client that will never end it
// properly need not be waited for: kBadLine. `bytes` have no empty line; the first `checked` were
// looked at.
std::optional<HeadError> check_beginning(std::string_view bytes, size_t checked);
// Which of its parts makes a head too large: kTargetTooLong or kTooLarge.
HeadError too_large(std::string_view bytes);

// One header or trailer line, without its end. kFolded, kBadHeader, kBadLine (a control character).
Result<Header, HeadError> parse_header(std::string_view line);

// Path and query of a request target. None: a byte that is not visible ASCII, a fragment, what
// percent_decode refuses, a decoded slash or backslash, dot segments, an empty segment in the
// middle.
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};
std::optional<Target> parse_target(std::string_view target);

}  // namespace freehold::http
