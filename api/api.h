// The node's HTTP API: routes requests to endpoints, and serves /openapi.json, /metrics,
// /healthz and /verify. docs/spec/api.md. Any thread may handle.
#pragma once

#include "api/blocks.h"
#include "api/endpoint.h"
#include "api/events.h"
#include "http/server.h"

namespace freehold::api {

class Api final : public http::Handler {
 public:
  // The node outlives the API.
  Api(node::Node& node, ApiOptions options);
  ~Api() override;

  http::Response handle(const http::Request& request) override;
  size_t body_bytes_max(http::Method method, const std::string& path) const override;
  http::Weight weight(const http::Request& request) const override;

  // For /metrics; the server outlives its last request.
  void set_server(const http::Server* server) { server_ = server; }
  // Ends the event streams: before the server stops.
  void stop_events() { events_.stop(); }

 private:
  http::Response route(const http::Request& request);
  http::Response preflight(const http::Request& request) const;
  http::Response health() const;
  http::Response metrics() const;
  void add_cors(const http::Request& request, http::Response& response) const;

  node::Node& node_;
  ApiOptions options_;
  Blocks blocks_;
  Events events_;
  std::atomic<const http::Server*> server_{nullptr};
};

// The OpenAPI 3.1 description of every route.
codec::Json openapi_document();

}  // namespace freehold::api
