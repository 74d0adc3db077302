#include "api/endpoint.h"

#include <algorithm>

namespace freehold::api::detail {

using codec::Json;

bool read_parameter(std::string_view text, AccountId& out) {
  auto read = codec::account_from_text(text);
  if (read) out = *read;
  return read.has_value();
}
bool read_parameter(std::string_view text, uint64_t& out) {
  auto read = u64_from_decimal(text);
  if (read) out = *read;
  return read.has_value();
}
bool read_parameter(std::string_view text, bool& out) {
  out = text == "true";
  return out || text == "false";
}
bool read_parameter(std::string_view text, std::string& out) {
  out = text;
  return true;
}

const std::string* find_parameter(std::string_view name, const http::Request& request,
                                  const Route::Segments& segments) {
  if (auto segment = segments.find(name); segment != segments.end()) return &segment->second;
  for (const auto& [key, value] : request.query) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::optional<Problem> unknown_parameter(const http::Request& request,
                                         const std::vector<std::string_view>& names) {
  for (size_t i = 0; i < request.query.size(); ++i) {
    const std::string& name = request.query[i].first;
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      return bad_request("unknown_parameter", name.substr(0, 64));
    }
    for (size_t j = 0; j < i; ++j) {
      if (request.query[j].first == name) return bad_request("parameter_twice", name);
    }
  }
  return std::nullopt;
}

http::Response json_response(const Json& json) {
  http::Response out;
  out.status = 200;
  out.content_type = "application/json";
  out.body = json.dump();
  return out;
}

Json openapi_parameter(std::string_view name, std::string_view path, bool required, Json schema) {
  bool in_path = path.find("{" + std::string(name) + "}") != std::string_view::npos;
  Json out = Json::object();
  out.set("name", Json::string(name));
  out.set("in", Json::string(in_path ? "path" : "query"));
  out.set("required", Json::boolean(required || in_path));
  out.set("schema", std::move(schema));
  return out;
}

namespace {

Json content_of(std::string_view type, Json schema) {
  Json media = Json::object();
  media.set("schema", std::move(schema));
  Json out = Json::object();
  out.set(type, std::move(media));
  return out;
}

Json described(std::string_view description, std::optional<Json> content) {
  Json out = Json::object();
  out.set("description", Json::string(description));
  if (content) out.set("content", std::move(*content));
  return out;
}

}  // namespace

Json openapi_operation(const RouteText& text, Json parameters, std::optional<Json> body,
                       std::optional<Json> output) {
  Json out = Json::object();
  out.set("operationId", Json::string(text.operation));
  out.set("summary", Json::string(text.summary));
  if (parameters.size() > 0) out.set("parameters", std::move(parameters));
  if (body) {
    Json request = Json::object();
    request.set("required", Json::boolean(true));
    Json binary = Json::object();
    binary.set("type", Json::string("string"));
    binary.set("format", Json::string("binary"));
    request.set("content", body->is_null() ? content_of(kBinaryType, std::move(binary))
                                           : content_of("application/json", std::move(*body)));
    out.set("requestBody", std::move(request));
  }
  Json problem = Json::object();
  problem.set("$ref", Json::string("#/components/schemas/Problem"));
  Json responses = Json::object();
  std::optional<Json> content;
  if (output) content = content_of("application/json", std::move(*output));
  responses.set("200", described("Done.", std::move(content)));
  responses.set("default",
                described("Not done.", content_of("application/problem+json", std::move(problem))));
  out.set("responses", std::move(responses));
  return out;
}

}  // namespace freehold::api::detail
