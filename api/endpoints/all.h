// Every endpoint: adding one is its file and one line here.
#pragma once

#include "api/endpoint.h"

#define FREEHOLD_ENDPOINTS(X) \
  X(status)                   \
  X(genesis)                  \
  X(parameters)               \
  X(contracts)                \
  X(blocks)                   \
  X(block)                    \
  X(header)                   \
  X(transaction)              \
  X(submit)                   \
  X(submit_batch)             \
  X(account)                  \
  X(account_history)          \
  X(account_assets)           \
  X(account_offers)           \
  X(key)                      \
  X(asset)                    \
  X(asset_events)             \
  X(asset_derived)            \
  X(content)                  \
  X(proof_asset)              \
  X(proof_item)               \
  X(proof_absence)            \
  X(proof_transaction)        \
  X(events)

namespace freehold::api {

#define FREEHOLD_ENDPOINT_DECLARE(name) RoutePtr route_##name();
FREEHOLD_ENDPOINTS(FREEHOLD_ENDPOINT_DECLARE)
#undef FREEHOLD_ENDPOINT_DECLARE

}  // namespace freehold::api
