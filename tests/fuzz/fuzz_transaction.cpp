// A transaction from outside: whatever is accepted has one encoding, its own.
#include "chain/prepare.h"
#include "common/assert.h"
#include "contracts/registry.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace freehold;
  Bytes bytes(data, data + size);
  // The chain id is taken from the input, so that the checks behind it are reached.
  auto tx = codec::bcs_decode<proof::SignedTx>(bytes);
  if (!tx) return 0;
  FREEHOLD_ASSERT(codec::bcs_encode(*tx) == bytes);
  auto prepared = chain::prepare(bytes, tx->body.chain, contracts::registry());
  if (!prepared) return 0;
  FREEHOLD_ASSERT(prepared->id == proof::tx_id(prepared->tx.body));
  (void)chain::verify_signatures(*prepared);
  return 0;
}
