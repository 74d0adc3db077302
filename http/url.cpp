#include "http/url.h"

#include <algorithm>

#include "common/amount.h"

namespace freehold::http {
namespace {

bool only(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           others.find(c) != std::string_view::npos;
  });
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

}  // namespace freehold::http
