// Every stored or transported structure: what decodes encodes to the same bytes.
#include "chain/block.h"
#include "common/assert.h"
#include "contracts/accounts/calls.h"
#include "contracts/assets/calls.h"
#include "proof/genesis.h"
#include "proof/proof_file.h"

namespace {

using namespace freehold;

template <class T>
void round_trip(ByteView bytes) {
  auto value = codec::bcs_decode<T>(bytes);
  if (value) FREEHOLD_ASSERT(equal(codec::bcs_encode(*value), bytes));
}

template <class... T>
void each(ByteView bytes, uint8_t which) {
  uint8_t at = 0;
  ((at++ == which ? round_trip<T>(bytes) : void()), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  each<proof::AccountRecord, proof::PolicyRecord, proof::KeyRecord, proof::ParameterRecord,
       proof::RoleRecord, proof::SupplyRecord, proof::MembersRecord, proof::AssetRecord, proof::Event,
       proof::ContentRecord, proof::OfferRecord, proof::Header, proof::ValidatorSet, proof::Seal,
       proof::Genesis, proof::ProofFile, chain::OrderedBatch, chain::StoredBlock, chain::BlockEntry,
       contracts::accounts::Call, contracts::assets::Call>(ByteView(data + 1, size - 1),
                                                           static_cast<uint8_t>(data[0] % 21));
  return 0;
}
