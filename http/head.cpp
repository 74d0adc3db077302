#include "http/head.h"

#include <algorithm>

namespace freehold::http {
namespace {

bool is_token(std::string_view text) {
  static constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
  });
}

bool is_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    auto byte = static_cast<uint8_t>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

// A name or an address with or without a port, as far as its characters tell.
bool is_host(std::string_view text) {
  static constexpr std::string_view kOthers = "-._:[]%";
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The lines without their ends. A lone CR or LF is refused.
std::optional<std::vector<std::string_view>> lines_of(std::string_view bytes) {
  std::vector<std::string_view> out;
  while (!bytes.empty()) {
    size_t end = bytes.find_first_of("\r\n");
    if (end == std::string_view::npos || bytes.substr(end, 2) != "\r\n") return std::nullopt;
    out.push_back(bytes.substr(0, end));
    bytes.remove_prefix(end + 2);
  }
  if (out.empty() || !out.back().empty()) return std::nullopt;
  out.pop_back();
  for (std::string_view line : out) {
    if (line.empty() || !is_value(line)) return std::nullopt;
  }
  return out;
}

Method method_of(std::string_view text) {
  for (Method method : {Method::kGet, Method::kHead, Method::kPost, Method::kOptions, Method::kPut,
                        Method::kDelete}) {
    if (to_text(method) == text) return method;
  }
  return Method::kOther;
}

struct RequestLine {
  Method method;
  std::string_view text;  // the target as it was sent
  Target target;
  bool version_1_1;
};

Result<RequestLine, HeadError> parse_request_line(std::string_view line) {
  size_t first = line.find(' ');
  size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return failure(HeadError::kBadRequestLine);
  std::string_view method = line.substr(0, first);
  std::string_view target = line.substr(first + 1, last - first - 1);
  std::string_view version = line.substr(last + 1);
  if (!is_token(method)) return failure(HeadError::kBadRequestLine);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return failure(version.starts_with("HTTP/") ? HeadError::kVersion : HeadError::kBadRequestLine);
  }
  if (target.size() > kTargetBytesMax) return failure(HeadError::kTargetTooLong);
  auto parsed = parse_target(target);
  if (!parsed) return failure(HeadError::kBadTarget);
  return RequestLine{method_of(method), target, std::move(*parsed), version == "HTTP/1.1"};
}

std::vector<std::string_view> values_of(const std::vector<Header>& headers, std::string_view name) {
  std::vector<std::string_view> out;
  for (const Header& header : headers) {
    if (equal_no_case(header.name, name)) out.push_back(header.value);
  }
  return out;
}

std::optional<HeadError> check_framing(Head& head) {
  auto hosts = values_of(head.headers, "host");
  if (hosts.size() != 1 || !is_host(hosts[0])) return HeadError::kHost;
  auto encodings = values_of(head.headers, "transfer-encoding");
  auto lengths = values_of(head.headers, "content-length");
  if (!encodings.empty()) {
    if (encodings.size() != 1 || !equal_no_case(encodings[0], "chunked") || !head.version_1_1 ||
        !lengths.empty()) {
      return HeadError::kTransferEncoding;
    }
    head.chunked = true;
  }
  if (lengths.size() > 1) return HeadError::kContentLength;
  if (!lengths.empty()) {
    std::string_view digits = lengths[0];
    bool plain =
        !digits.empty() && digits.size() <= 18 &&
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!plain) return HeadError::kContentLength;
    uint64_t value = 0;
    for (char c : digits) value = value * 10 + static_cast<uint64_t>(c - '0');
    head.content_length = value;
  }
  auto expectations = values_of(head.headers, "expect");
  if (expectations.size() > 1 ||
      (!expectations.empty() && !equal_no_case(expectations[0], "100-continue"))) {
    return HeadError::kExpectation;
  }
  head.expects_continue = !expectations.empty() && head.version_1_1;
  return std::nullopt;
}

bool keeps_alive(bool version_1_1, const std::vector<Header>& headers) {
  bool out = version_1_1;
  for (std::string_view value : values_of(headers, "connection")) {
    while (!value.empty()) {
      size_t end = std::min(value.find(','), value.size());
      std::string_view option = trimmed(value.substr(0, end));
      if (equal_no_case(option, "close")) return false;
      if (equal_no_case(option, "keep-alive")) out = true;
      value.remove_prefix(std::min(end + 1, value.size()));
    }
  }
  return out;
}

std::optional<std::string> decode_path(std::string_view text) {
  if (text.empty() || text.front() != '/') return std::nullopt;
  std::string out;
  std::string_view rest = text.substr(1);
  for (bool last = false; !last;) {
    size_t end = std::min(rest.find('/'), rest.size());
    last = end == rest.size();
    auto segment = percent_decode(rest.substr(0, end));
    if (!segment || *segment == "." || *segment == ".." ||
        segment->find_first_of("/\\") != std::string::npos || (segment->empty() && !last)) {
      return std::nullopt;
    }
    out += "/" + *segment;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

}  // namespace

const char* to_string(HeadError error) {
  switch (error) {
    case HeadError::kBadLine:
      return "bad_line";
    case HeadError::kBadRequestLine:
      return "bad_request_line";
    case HeadError::kBadTarget:
      return "bad_target";
    case HeadError::kTargetTooLong:
      return "target_too_long";
    case HeadError::kVersion:
      return "http_version";
    case HeadError::kBadHeader:
      return "bad_header";
    case HeadError::kFolded:
      return "folded_header";
    case HeadError::kTooManyHeaders:
      return "too_many_headers";
    case HeadError::kHost:
      return "bad_host";
    case HeadError::kTransferEncoding:
      return "bad_transfer_encoding";
    case HeadError::kContentLength:
      return "bad_content_length";
    case HeadError::kExpectation:
      return "bad_expectation";
    case HeadError::kTooLarge:
      return "head_too_large";
  }
  return "unknown";
}

uint16_t status_of(HeadError error) {
  switch (error) {
    case HeadError::kTargetTooLong:
      return 414;
    case HeadError::kVersion:
      return 505;
    case HeadError::kExpectation:
      return 417;
    case HeadError::kTooManyHeaders:
    case HeadError::kTooLarge:
      return 431;
    default:
      return 400;
  }
}

Result<Header, HeadError> parse_header(std::string_view line) {
  if (!is_value(line)) return failure(HeadError::kBadLine);
  if (line.starts_with(' ') || line.starts_with('\t')) return failure(HeadError::kFolded);
  size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return failure(HeadError::kBadHeader);
  }
  return Header{std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))};
}

std::optional<HeadError> check_beginning(std::string_view bytes, size_t checked) {
  // A CR at the end may be the first half of a line end.
  if (checked > 0 && bytes[checked - 1] == '\r') --checked;
  bytes.remove_prefix(checked);
  if (bytes.ends_with('\r')) bytes.remove_suffix(1);
  while (!bytes.empty()) {
    size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
    if (!is_value(bytes.substr(0, end))) return HeadError::kBadLine;
    bytes.remove_prefix(end);
    if (bytes.empty()) break;
    if (!bytes.starts_with("\r\n")) return HeadError::kBadLine;
    bytes.remove_prefix(2);
  }
  return std::nullopt;
}

HeadError too_large(std::string_view bytes) {
  size_t blank = bytes.find(' ');
  size_t end =
      std::min(bytes.find_first_of(" \r\n", std::min(blank, bytes.size() - 1) + 1), bytes.size());
  bool target = blank != std::string_view::npos && end - blank > kTargetBytesMax;
  return target ? HeadError::kTargetTooLong : HeadError::kTooLarge;
}

std::optional<Target> parse_target(std::string_view target) {
  bool visible =
      std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (!visible || target.find('#') != std::string_view::npos) return std::nullopt;
  size_t mark = std::min(target.find('?'), target.size());
  auto path = decode_path(target.substr(0, mark));
  if (!path) return std::nullopt;
  Target out{std::move(*path), {}};
  std::string_view rest = target.substr(std::min(mark + 1, target.size()));
  while (!rest.empty()) {
    size_t end = std::min(rest.find('&'), rest.size());
    std::string_view pair = rest.substr(0, end);
    size_t equals = std::min(pair.find('='), pair.size());
    auto name = percent_decode(pair.substr(0, equals), PlusSign::kBlank);
    auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), PlusSign::kBlank);
    if (!name || !value) return std::nullopt;
    out.query.emplace_back(std::move(*name), std::move(*value));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

Result<Head, HeadError> parse_head(std::string_view bytes) {
  auto lines = lines_of(bytes);
  if (!lines || lines->empty()) return failure(HeadError::kBadLine);
  FREEHOLD_TRY_ASSIGN(line, parse_request_line(lines->front()));
  if (lines->size() - 1 > kHeadersMax) return failure(HeadError::kTooManyHeaders);
  Head out;
  out.method = line.method;
  out.version_1_1 = line.version_1_1;
  out.target = line.text;
  out.path = std::move(line.target.path);
  out.query = std::move(line.target.query);
  for (size_t i = 1; i < lines->size(); ++i) {
    FREEHOLD_TRY_ASSIGN(header, parse_header((*lines)[i]));
    out.headers.push_back(std::move(header));
  }
  if (auto bad = check_framing(out)) return failure(*bad);
  out.keep_alive = keeps_alive(line.version_1_1, out.headers);
  return out;
}

}  // namespace freehold::http
