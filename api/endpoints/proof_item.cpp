#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct ProveItem {
  static constexpr RouteText kRoute{
      http::Method::kPost, "/v1/proofs/item", "proveItem",
      "A proof file: this collection holds this item, which was not "
      "extracted. What only the owner's manifest knows is in the body."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  struct Input {
    FREEHOLD_DESCRIBE_EMPTY()
  };
  using Body = ItemProofBody;
  static ApiResult<http::Response> handle(const Context& context, const Input&, const Body& body) {
    FREEHOLD_TRY_ASSIGN(sealed, sealed_version(context));
    node::Prover::Item item{body.content, body.index, body.salt, body.path};
    return proof_response(context.node.prover().item(*sealed, body.collection, item));
  }
};

}  // namespace

RoutePtr route_proof_item() { return make_route<ProveItem>(); }

}  // namespace freehold::api
