#include "api/endpoints/all.h"
#include "api/read.h"
#include "api/version.h"

namespace freehold::api {
namespace {

struct GetStatus {
  static constexpr RouteText kRoute{http::Method::kGet, "/v1/status", "getStatus",
                                    "Where the chain stands and how the node is."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  static constexpr http::Weight kWeight = http::Weight::kLight;
  struct Input {
    FREEHOLD_DESCRIBE_EMPTY()
  };
  using Output = StatusView;
  static ApiResult<Output> handle(const Context& context, const Input&) {
    const node::Node& node = context.node;
    auto version = node.ledger().newest();
    StatusView out;
    out.version = kVersion;
    out.name = node.ledger().genesis().name;
    out.chain = node.ledger().chain();
    out.height = version->header().height;
    out.header = version->hash();
    out.time = version->header().time;
    if (auto sealed = node.newest_sealed()) out.sealed = sealed->seal.height;
    out.state = node::to_string(node.state());
    out.detail = node.state_detail();
    out.waiting = node.mempool().size();
    out.protocol_version = node.ledger().live_parameters().protocol_version;
    return out;
  }
};

}  // namespace

RoutePtr route_status() { return make_route<GetStatus>(); }

}  // namespace freehold::api
