// Every stored or transported structure: what decodes encodes to the same bytes, and where it has a
// JSON view, that reads back to the same bytes too.
#include "chain/block.h"
#include "codec/json_view.h"
#include "common/assert.h"
#include "contracts/accounts/calls.h"
#include "contracts/assets/calls.h"
#include "proof/genesis.h"
#include "proof/proof_file.h"
#include "wallet/handover.h"
#include "wallet/manifest.h"

namespace {

using namespace freehold;

enum class Form : uint8_t { kBytes, kJson };

template <class T>
void round_trip(ByteView bytes, Form form) {
  if (form == Form::kBytes) {
    auto value = codec::bcs_decode<T>(bytes);
    if (value) FREEHOLD_ASSERT(equal(codec::bcs_encode(*value), bytes));
    return;
  }
  auto value = codec::from_json_text<T>(as_text(bytes), {8192, 16, 8192});
  if (!value) return;
  auto again = codec::from_json<T>(codec::to_json(*value));
  FREEHOLD_ASSERT(again && codec::bcs_encode(*again) == codec::bcs_encode(*value));
}

// The corpus names kinds by their place: new ones go to the end.
template <class... T>
void each(ByteView bytes, uint8_t which, Form form) {
  uint8_t at = 0;
  which = static_cast<uint8_t>(which % sizeof...(T));
  ((at++ == which ? round_trip<T>(bytes, form) : void()), ...);
}

}  // namespace

// The first byte is the form and the kind.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  Form form = (data[0] & 0x80) != 0 ? Form::kJson : Form::kBytes;
  each<proof::AccountRecord, proof::PolicyRecord, proof::KeyRecord, proof::ParameterRecord,
       proof::RoleRecord, proof::SupplyRecord, proof::MembersRecord, proof::AssetRecord,
       proof::Event, proof::ContentRecord, proof::OfferRecord, proof::Header, proof::ValidatorSet,
       proof::Seal, proof::Genesis, proof::ProofFile, chain::OrderedBatch, chain::StoredBlock,
       chain::BlockEntry, contracts::accounts::Call, contracts::assets::Call, proof::SignedTx,
       proof::StateEntry, proof::CollectionLeaf, proof::TxLeaf, wallet::Manifest, wallet::Handover>(
      ByteView(data + 1, size - 1), data[0] & 0x7f, form);
  return 0;
}
