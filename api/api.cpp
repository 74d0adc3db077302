#include "api/api.h"

#include <algorithm>

#include "api/endpoints/all.h"
#include "api/verify_page.h"
#include "api/version.h"
#include "crypto/hash.h"

namespace freehold::api {
namespace {

using codec::Json;

// Takes the first segment off a path.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  size_t end = std::min(path.find('/'), path.size());
  std::string_view out = path.substr(0, end);
  path.remove_prefix(end);
  return out;
}

// Whether the path is of that pattern; `take` is given the parameters' names and values. Asked for
// every request and route, so nothing is allocated.
template <class Take>
bool match(std::string_view pattern, std::string_view path, Take&& take) {
  while (!pattern.empty() && !path.empty()) {
    std::string_view wanted = take_segment(pattern);
    std::string_view given = take_segment(path);
    if (!wanted.starts_with('{')) {
      if (wanted != given) return false;
    } else {
      if (given.empty()) return false;
      take(wanted.substr(1, wanted.size() - 2), given);
    }
  }
  return pattern.empty() && path.empty();
}
bool match(std::string_view pattern, std::string_view path) {
  return match(pattern, path, [](std::string_view, std::string_view) {});
}

http::Response to_response(const Problem& problem) {
  http::Response out;
  out.status = problem.status;
  out.content_type = "application/problem+json";
  out.body = codec::to_json(problem_view(problem)).dump();
  if (problem.status == 503 || problem.status == 429) out.headers.push_back({"Retry-After", "1"});
  return out;
}

// Answers are compared by their bytes: the same answer has the same tag.
void add_etag(const http::Request& request, http::Response& response) {
  if (request.method != http::Method::kGet || response.status != 200 || response.stream) return;
  std::string tag = "\"" + to_hex(crypto::sha256(as_bytes(response.body)).view().first(16)) + "\"";
  response.headers.push_back({"Cache-Control", "no-cache"});
  response.headers.push_back({"ETag", tag});
  const std::string* known = request.header("if-none-match");
  if (known == nullptr || (*known != "*" && known->find(tag) == std::string::npos)) return;
  response.status = 304;
  response.body.clear();
  response.content_type.clear();
}

std::string_view method_key(http::Method method) {
  return method == http::Method::kPost ? "post" : "get";
}

}  // namespace

const std::vector<RoutePtr>& routes() {
  static const std::vector<RoutePtr> kRoutes = [] {
    std::vector<RoutePtr> out;
#define FREEHOLD_ENDPOINT_ADD(name) out.push_back(route_##name());
    FREEHOLD_ENDPOINTS(FREEHOLD_ENDPOINT_ADD)
#undef FREEHOLD_ENDPOINT_ADD
    return out;
  }();
  return kRoutes;
}

Api::Api(node::Node& node, ApiOptions options)
    : node_(node), options_(std::move(options)), blocks_(node.ledger()), events_(node) {}
Api::~Api() = default;

size_t Api::body_bytes_max(http::Method method, const std::string& path) const {
  if (method != http::Method::kPost) return 0;
  if (path == "/v1/transactions/batch") return options_.batch_bytes_max;
  // A transaction of a mebibyte in base64url, and its JSON.
  if (path == "/v1/transactions") return size_t{3} << 19;
  return size_t{64} << 10;
}

http::Weight Api::weight(const http::Request& request) const {
  for (const RoutePtr& route : routes()) {
    if (route->text().method == request.method && match(route->text().path, request.path)) {
      return route->weight();
    }
  }
  return http::Weight::kLight;
}

http::Response Api::handle(const http::Request& request) {
  http::Response out =
      request.method == http::Method::kOptions ? preflight(request) : route(request);
  add_etag(request, out);
  add_cors(request, out);
  return out;
}

http::Response Api::route(const http::Request& request) {
  if (request.method == http::Method::kGet) {
    if (request.path == "/healthz") return health();
    if (request.path == "/metrics") return metrics();
    static const http::Response kOpenApi = detail::json_response(openapi_document());
    if (request.path == "/openapi.json") return kOpenApi;
    if (request.path == "/verify" && !verify_page_html().empty()) return verify_page();
  }
  std::string allowed;
  for (const RoutePtr& route : routes()) {
    if (!match(route->text().path, request.path)) continue;
    if (route->text().method != request.method) {
      allowed += (allowed.empty() ? "" : ", ") + std::string(http::to_text(route->text().method));
      continue;
    }
    Route::Segments segments;
    match(route->text().path, request.path, [&](std::string_view name, std::string_view value) {
      segments.emplace(name, value);
    });
    auto served = route->serve(Context{node_, blocks_, events_, options_, request}, segments);
    return served ? std::move(*served) : to_response(served.error());
  }
  if (allowed.empty())
    return to_response(not_found("unknown_path", "There is nothing at this path."));
  http::Response out =
      to_response({405, "method_not_allowed", "This path is asked for in another way.", allowed});
  out.headers.push_back({"Allow", allowed});
  return out;
}

void Api::add_cors(const http::Request& request, http::Response& response) const {
  const std::string* origin = request.header("origin");
  if (origin == nullptr) return;
  for (const std::string& allowed : options_.cors_origins) {
    if (allowed != "*" && allowed != *origin) continue;
    response.headers.push_back({"Access-Control-Allow-Origin", allowed});
    response.headers.push_back({"Access-Control-Expose-Headers", "ETag"});
    if (allowed != "*") response.headers.push_back({"Vary", "Origin"});
    return;
  }
}

http::Response Api::preflight(const http::Request&) const {
  http::Response out;
  out.status = 204;
  out.headers = {{"Access-Control-Allow-Methods", "GET, POST, OPTIONS"},
                 {"Access-Control-Allow-Headers", "Content-Type, If-None-Match, Last-Event-ID"},
                 {"Access-Control-Max-Age", "86400"}};
  return out;
}

http::Response Api::health() const {
  http::Response out;
  node::EngineState state = node_.state();
  out.status = state == node::EngineState::kRunning ? 200 : 503;
  out.content_type = "text/plain; charset=utf-8";
  out.body = std::string(node::to_string(state)) + "\n";
  return out;
}

http::Response Api::metrics() const {
  std::string body;
  auto add = [&](std::string_view name, std::string_view type, std::string_view help,
                 uint64_t value) {
    body += "# HELP freehold_" + std::string(name) + " " + std::string(help) +
            "\n# TYPE freehold_" + std::string(name) + " " + std::string(type) + "\nfreehold_" +
            std::string(name) + " " + std::to_string(value) + "\n";
  };
  auto version = node_.ledger().newest();
  node::MempoolCounters mempool = node_.mempool().counters();
  add("height", "gauge", "Height of the newest block.", version->header().height.value);
  auto sealed = node_.newest_sealed();
  add("sealed_height", "gauge", "Newest height that is sealed.",
      sealed ? sealed->seal.height.value : 0);
  add("block_time_ms", "gauge", "Time of the newest block.", version->header().time.ms);
  add("engine_running", "gauge", "1 while blocks are made.",
      node_.state() == node::EngineState::kRunning ? 1 : 0);
  add("blocks_total", "counter", "Blocks made since the start.", node_.blocks_made());
  add("transactions_total", "counter", "Transactions committed since the start.",
      node_.transactions_committed());
  add("mempool_transactions", "gauge", "Transactions that wait.", mempool.waiting);
  add("mempool_bytes", "gauge", "Their bytes.", mempool.waiting_bytes);
  add("submitted_accepted_total", "counter", "Transactions accepted into the mempool.",
      mempool.accepted);
  add("submitted_rejected_total", "counter", "Transactions rejected at once.", mempool.rejected);
  add("submitted_dropped_total", "counter", "Transactions accepted and rejected later.",
      mempool.dropped);
  add("event_subscribers", "gauge", "Event streams that are open.", events_.subscribers());
  if (const http::Server* server = server_) {
    http::ServerCounters counters = server->counters();
    add("http_requests_total", "counter", "Requests handled.", counters.requests);
    add("http_refused_total", "counter", "Requests refused before handling.", counters.refused);
    add("http_timed_out_total", "counter", "Connections that were too slow.", counters.timed_out);
    add("http_connections", "gauge", "Connections that are open.", counters.connections);
    add("http_answers_bytes", "gauge", "Bytes of answers that wait to be read.",
        counters.answers_bytes);
  }
  http::Response out;
  out.content_type = "text/plain; version=0.0.4; charset=utf-8";
  out.body = std::move(body);
  return out;
}

Json openapi_document() {
  Json info = Json::object();
  info.set("title", Json::string("Freehold node"));
  info.set("version", Json::string(kVersion));
  info.set("description",
           Json::string(
               "Chain reads are public. Amounts, heights and times are decimal strings, byte "
               "strings base64url, accounts bech32m. Errors are RFC 9457 problem details with a "
               "stable `code`."));
  Json paths = Json::object();
  for (const RoutePtr& route : routes()) {
    Json at = paths.get(route->text().path).value_or(Json::object());
    at.set(method_key(route->text().method), route->openapi());
    paths.set(route->text().path, std::move(at));
  }
  Json schemas = Json::object();
  schemas.set("Problem", codec::json_schema<ProblemView>());
  Json components = Json::object();
  components.set("schemas", std::move(schemas));
  Json out = Json::object();
  out.set("openapi", Json::string("3.1.0"));
  out.set("info", std::move(info));
  out.set("paths", std::move(paths));
  out.set("components", std::move(components));
  return out;
}

}  // namespace freehold::api
