#include "http/url.h"

#include <algorithm>

#include "common/amount.h"
#include "common/bytes.h"

namespace freehold::http {
namespace {

bool only(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
  });
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The length of the UTF-8 sequence at the front (RFC 3629); 0: there is none.
size_t sequence_length(std::string_view text) {
  auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  uint8_t first = byte(0);
  if (first < 0x80) return 1;
  size_t length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  // Padded forms, surrogates, and what is beyond U+10FFFF.
  if (first == 0xe0 && byte(1) < 0xa0) return 0;
  if (first == 0xed && byte(1) > 0x9f) return 0;
  if (first == 0xf0 && byte(1) < 0x90) return 0;
  if (first == 0xf4 && byte(1) > 0x8f) return 0;
  return length;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

const char* to_string(UrlError error) {
  switch (error) {
    case UrlError::kNoScheme:
      return "no_scheme";
    case UrlError::kTls:
      return "tls";
    case UrlError::kBadHost:
      return "bad_host";
    case UrlError::kBadPort:
      return "bad_port";
    case UrlError::kBadPath:
      return "bad_path";
  }
  return "unknown";
}

Result<Url, UrlError> parse_url(std::string_view text) {
  if (text.starts_with("https://")) return failure(UrlError::kTls);
  if (!text.starts_with("http://")) return failure(UrlError::kNoScheme);
  text.remove_prefix(7);
  size_t slash = std::min(text.find('/'), text.size());
  std::string_view place = text.substr(0, slash);
  std::string_view prefix = text.substr(slash);
  Url out;
  std::string_view port;
  bool has_port = false;
  if (place.starts_with('[')) {
    size_t end = place.find(']');
    if (end == std::string_view::npos) return failure(UrlError::kBadHost);
    out.host = place.substr(1, end - 1);
    if (!only(out.host, ":.%")) return failure(UrlError::kBadHost);
    std::string_view rest = place.substr(end + 1);
    has_port = !rest.empty();
    if (has_port && rest.front() != ':') return failure(UrlError::kBadHost);
    if (has_port) port = rest.substr(1);
  } else {
    size_t colon = place.find(':');
    out.host = place.substr(0, colon);
    has_port = colon != std::string_view::npos;
    if (has_port) port = place.substr(colon + 1);
    if (!only(out.host, ".-_")) return failure(UrlError::kBadHost);
  }
  if (out.host.empty() || out.host.size() > 255) return failure(UrlError::kBadHost);
  if (has_port) {
    auto number = u64_from_decimal(port);
    if (!number || *number == 0 || *number > 65535) return failure(UrlError::kBadPort);
    out.port = static_cast<uint16_t>(*number);
  }
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  if (!only(prefix, "/-._~%")) return failure(UrlError::kBadPath);
  out.prefix = prefix;
  return out;
}

std::string to_text(const Url& url) {
  bool six = url.host.find(':') != std::string::npos;
  std::string host = six ? "[" + url.host + "]" : url.host;
  return "http://" + host + ":" + std::to_string(url.port) + url.prefix;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (char c : text) {
    auto byte = static_cast<uint8_t>(c);
    out += only(std::string_view(&c, 1), "-._~") ? std::string(1, c)
                                                 : "%" + to_hex(ByteView(&byte, 1));
  }
  return out;
}

std::optional<std::string> percent_decode(std::string_view text, PlusSign plus) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus == PlusSign::kBlank) c = ' ';
    if (c == '%') {
      int high = i + 1 < text.size() ? hex_digit(text[i + 1]) : -1;
      int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (static_cast<uint8_t>(c) < 0x20 || c == 0x7f) return std::nullopt;
    out += c;
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace freehold::http
