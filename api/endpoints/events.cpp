#include "api/events.h"
#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetEvents {
  static constexpr RouteText kRoute{
      http::Method::kGet, "/v1/events", "getEvents",
      "Server-sent events, one for each block: from a height, from after "
      "Last-Event-ID, or from the next block on."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  static constexpr http::Weight kWeight = http::Weight::kLight;
  struct Input {
    std::optional<Height> from;
    FREEHOLD_DESCRIBE(from)
  };
  static ApiResult<http::Response> handle(const Context& context, const Input& input) {
    Height next{context.node.ledger().newest()->header().height.value + 1};
    Height from = input.from.value_or(next);
    if (const std::string* last = context.request.header("last-event-id")) {
      auto height = u64_from_decimal(*last);
      if (!height || *height == UINT64_MAX)
        return failure(bad_request("bad_parameter", "Last-Event-ID"));
      from = Height{*height + 1};
    }
    http::Response out;
    out.content_type = "text/event-stream";
    out.headers = {{"Cache-Control", "no-store"}};
    out.stream = [&events = context.events, from](std::shared_ptr<http::EventStream> stream) {
      events.subscribe(std::move(stream), from);
    };
    return out;
  }
};

}  // namespace

RoutePtr route_events() { return make_route<GetEvents>(); }

}  // namespace freehold::api
