#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetKey {
  static constexpr RouteText kRoute{http::Method::kGet, "/v1/keys/{key}", "getKey",
                                    "The account a key belongs to, by the key's hash: how 24 words "
                                    "find their accounts again."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  static constexpr http::Weight kWeight = http::Weight::kLight;
  struct Input {
    KeyHash key;
    FREEHOLD_DESCRIBE(key)
  };
  using Output = KeyView;
  static ApiResult<Output> handle(const Context& context, const Input& input) {
    auto version = context.node.ledger().newest();
    FREEHOLD_TRY_ASSIGN(record, read_record<proof::KeyRecord>(*version, proof::key_key(input.key)));
    if (!record) return failure(not_found("unknown_key", "No account of this chain has that key."));
    return Output{input.key, record->account};
  }
};

}  // namespace

RoutePtr route_key() { return make_route<GetKey>(); }

}  // namespace freehold::api
