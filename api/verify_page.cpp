#include "api/verify_page.h"

#include "common/assert.h"

extern const unsigned char freehold_verify_page[];
extern const size_t freehold_verify_page_size;

namespace freehold::api {
namespace {

// What the page's own element says: so there is one policy, made where the script is hashed.
std::string_view policy_of(std::string_view html) {
  constexpr std::string_view kBefore = "http-equiv=\"Content-Security-Policy\" content=\"";
  size_t from = html.find(kBefore);
  FREEHOLD_ASSERT(from != std::string_view::npos);
  html.remove_prefix(from + kBefore.size());
  return html.substr(0, html.find('"'));
}

}  // namespace

std::string_view verify_page_html() {
  return {reinterpret_cast<const char*>(freehold_verify_page), freehold_verify_page_size};
}

http::Response verify_page() {
  std::string_view html = verify_page_html();
  http::Response out;
  out.content_type = "text/html; charset=utf-8";
  out.body = std::string(html);
  out.headers = {
      {"Content-Security-Policy", std::string(policy_of(html)) + "; frame-ancestors 'none'"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Permissions-Policy", "camera=(self), microphone=(), geolocation=()"},
      {"Referrer-Policy", "no-referrer"},
      {"X-Content-Type-Options", "nosniff"},
  };
  return out;
}

}  // namespace freehold::api
