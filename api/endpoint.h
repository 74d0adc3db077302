// How an endpoint is written: a struct in a file of its own under endpoints/, and one line in
// endpoints.cpp. From it follow the route, the checks of its input and its page in /openapi.json.
//
//   struct GetThing {
//     static constexpr RouteText kRoute{http::Method::kGet, "/v1/things/{thing}", "thing", "It."};
//     static constexpr Authentication kAuthentication = Authentication::kNone;
//     static constexpr http::Weight kWeight = http::Weight::kLight;
//     struct Input {...; FREEHOLD_DESCRIBE(thing, limit)};
//     using Output = ThingView;
//     static ApiResult<Output> handle(const Context& context, const Input& input);
//   };
//
// kWeight is for what takes well under a millisecond: a look-up or a few. A route without it is
// heavy and waits for its turn among the heavy ones (http/server.h).
//
// Input's fields are path segments and query parameters by their names; an optional one may be left
// out, and a parameter that no field names is refused. `using Body` adds a JSON body (a described
// struct) or a binary one (Binary), handed to handle() as a third argument. A handle() that returns
// an http::Response answers in a form of its own.
#pragma once

#include <map>
#include <memory>

#include "api/problem.h"
#include "codec/json_schema.h"
#include "http/server.h"
#include "node/node.h"

namespace freehold::api {

struct ApiOptions {
  std::vector<std::string> cors_origins;  // "*": any
  size_t batch_bytes_max = size_t{32} << 20;
  size_t batch_txs_max = 20'000;
};

class Blocks;
class Events;

struct Context {
  node::Node& node;
  Blocks& blocks;
  Events& events;
  const ApiOptions& options;
  const http::Request& request;
};

// Chain reads are public; so far nothing else is here. There is no default: an endpoint says it.
enum class Authentication : uint8_t { kNone };

struct RouteText {
  http::Method method;
  std::string_view path;
  std::string_view operation;  // operationId
  std::string_view summary;
};

// A body that is not JSON: a view of the request's.
struct Binary {
  std::string_view bytes;
};
// Values of a JSON body: an item's proof has less than a hundred. Each takes 24 bytes of memory and
// more, from two bytes of text.
inline constexpr size_t kBodyValuesMax = 1024;
inline constexpr std::string_view kBinaryType = "application/octet-stream";

class Route {
 public:
  virtual ~Route() = default;
  virtual const RouteText& text() const = 0;
  virtual http::Weight weight() const = 0;
  // `segments` are the values of the path's parameters, by name.
  using Segments = std::map<std::string, std::string, std::less<>>;
  virtual ApiResult<http::Response> serve(const Context& context,
                                          const Segments& segments) const = 0;
  virtual codec::Json openapi() const = 0;
};
using RoutePtr = std::unique_ptr<const Route>;

// All there are.
const std::vector<RoutePtr>& routes();

namespace detail {

// One parameter from its text. False: not such a value.
bool read_parameter(std::string_view text, AccountId& out);
bool read_parameter(std::string_view text, uint64_t& out);
bool read_parameter(std::string_view text, bool& out);
bool read_parameter(std::string_view text, std::string& out);
inline bool read_parameter(std::string_view text, Height& out) {
  return read_parameter(text, out.value);
}
template <class Tag>
bool read_parameter(std::string_view text, FixedBytes<32, Tag>& out) {
  auto read = codec::hash_from_text<FixedBytes<32, Tag>>(text);
  if (read) out = *read;
  return read.has_value();
}
template <class T>
bool read_parameter(std::string_view text, std::optional<T>& out) {
  return read_parameter(text, out.emplace());
}

codec::Json openapi_operation(const RouteText& text, codec::Json parameters,
                              std::optional<codec::Json> body, std::optional<codec::Json> output);
codec::Json openapi_parameter(std::string_view name, std::string_view path, bool required,
                              codec::Json schema);
http::Response json_response(const codec::Json& json);
// The parameters of a request that no field names.
std::optional<Problem> unknown_parameter(const http::Request& request,
                                         const std::vector<std::string_view>& names);
const std::string* find_parameter(std::string_view name, const http::Request& request,
                                  const Route::Segments& segments);

template <class T>
struct Parameter {
  using Type = T;
  static constexpr bool kRequired = true;
};
template <class T>
struct Parameter<std::optional<T>> {
  using Type = T;
  static constexpr bool kRequired = false;
};

template <class E>
class RouteOf final : public Route {
  static constexpr bool kHasBody = requires { typename E::Body; };
  static constexpr bool kHasOutput = requires { typename E::Output; };
  static_assert(E::kAuthentication == Authentication::kNone, "say who may ask");

 public:
  const RouteText& text() const override { return E::kRoute; }
  // Light is only what says so.
  http::Weight weight() const override {
    if constexpr (requires { E::kWeight; }) {
      return E::kWeight;
    } else {
      return http::Weight::kHeavy;
    }
  }

  ApiResult<http::Response> serve(const Context& context, const Segments& segments) const override {
    typename E::Input input{};
    FREEHOLD_TRY(read_input(context.request, segments, input));
    if constexpr (kHasBody) {
      FREEHOLD_TRY_ASSIGN(body, read_body(context.request));
      return answer(E::handle(context, input, body));
    } else {
      return answer(E::handle(context, input));
    }
  }

  codec::Json openapi() const override {
    codec::Json parameters = codec::Json::array();
    typename E::Input input{};
    E::Input::visit_fields(input, [&](std::string_view name, auto& field) {
      using P = Parameter<std::remove_cvref_t<decltype(field)>>;
      parameters.push(openapi_parameter(name, E::kRoute.path, P::kRequired,
                                        codec::json_schema<typename P::Type>()));
      return true;
    });
    std::optional<codec::Json> body;
    if constexpr (kHasBody) {
      if constexpr (std::is_same_v<typename E::Body, Binary>) {
        body = codec::Json::null();
      } else {
        body = codec::json_schema<typename E::Body>();
      }
    }
    std::optional<codec::Json> output;
    if constexpr (kHasOutput) output = codec::json_schema<typename E::Output>();
    return openapi_operation(E::kRoute, std::move(parameters), std::move(body), std::move(output));
  }

 private:
  static ApiResult<std::monostate> read_input(const http::Request& request,
                                              const Segments& segments, typename E::Input& input) {
    std::optional<Problem> bad;
    std::vector<std::string_view> names;
    E::Input::visit_fields(input, [&](std::string_view name, auto& field) {
      names.push_back(name);
      const std::string* text = find_parameter(name, request, segments);
      constexpr bool kRequired = Parameter<std::remove_cvref_t<decltype(field)>>::kRequired;
      if (text == nullptr) {
        if (kRequired) bad = bad_request("missing_parameter", std::string(name));
      } else if (!read_parameter(*text, field)) {
        bad = bad_request("bad_parameter", std::string(name));
      }
      return !bad;
    });
    if (!bad) bad = unknown_parameter(request, names);
    if (bad) return failure(std::move(*bad));
    return std::monostate{};
  }

  static auto read_body(const http::Request& request) {
    if constexpr (kHasBody) {
      using Body = typename E::Body;
      using Out = ApiResult<Body>;
      const std::string* type = request.header("content-type");
      if constexpr (std::is_same_v<Body, Binary>) {
        if (type == nullptr || *type != kBinaryType) {
          return Out(
              failure(Problem{415, "unsupported_media_type", "The body has another media type.",
                              std::string(kBinaryType)}));
        }
        return Out(Binary{request.body});
      } else {
        if (type == nullptr || type->substr(0, type->find(';')) != "application/json") {
          return Out(failure(Problem{415, "unsupported_media_type",
                                     "The body has another media type.", "application/json"}));
        }
        auto body = codec::from_json_text<Body>(
            request.body,
            codec::JsonLimits{size_t{4} << 20, 32, size_t{4} << 20, kBodyValuesMax});
        if (!body) {
          return Out(failure(bad_request(std::string("json_") + codec::to_string(body.error().code),
                                         body.error().path)));
        }
        return Out(std::move(*body));
      }
    }
  }

  static ApiResult<http::Response> answer(ApiResult<http::Response> response) { return response; }
  template <class Output>
  static ApiResult<http::Response> answer(ApiResult<Output> output) {
    if (!output) return failure(std::move(output.error()));
    return json_response(codec::to_json(*output));
  }
};

}  // namespace detail

template <class E>
RoutePtr make_route() {
  return std::make_unique<detail::RouteOf<E>>();
}

}  // namespace freehold::api
