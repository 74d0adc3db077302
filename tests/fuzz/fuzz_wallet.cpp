// What a wallet reads from files that others may have touched: keystores, manifests, handovers,
// transactions to sign, words.
#include "codec/bcs.h"
#include "codec/utf8.h"
#include "common/assert.h"
#include "crypto/hash.h"
#include "wallet/handover.h"
#include "wallet/keystore.h"
#include "wallet/manifest.h"
#include "wallet/mnemonic.h"
#include "wallet/transactions.h"

namespace {

using namespace freehold;
using namespace freehold::wallet;

void read_keystore(std::string_view text) {
  auto keystore = keystore_from_json(text);
  if (!keystore) return;
  auto again = keystore_from_json(keystore_to_json(*keystore));
  FREEHOLD_ASSERT(again && codec::bcs_encode(*again) == codec::bcs_encode(*keystore));
  if (!keystore->kdf) return;
  // The least cost: what it takes to open a box is not what is looked at.
  keystore->kdf->memory_kib = crypto::kArgon2MemoryKibMin;
  keystore->kdf->passes = 1;
  FREEHOLD_ASSERT(!keystore_open(*keystore, as_bytes("a password that nobody sealed with")));
}

void read_manifest(ByteView body) {
  (void)manifest_decode(body);
  // Under a checksum that fits, so that what is behind it is reached.
  Bytes bytes = to_bytes(body);
  append(bytes, crypto::sha256(body).view());
  auto manifest = manifest_decode(bytes);
  if (!manifest) return;
  FREEHOLD_ASSERT(manifest_encode(*manifest) == bytes);
  uint64_t last = manifest->items.size() - 1;
  (void)manifest_content(*manifest, last);
  (void)manifest_path(*manifest, last);
  FREEHOLD_ASSERT(manifest_find(*manifest, manifest->items[last].hash).has_value());
}

void read_handover(std::string_view text) {
  static const crypto::SecretKey kKey =
      *crypto::SecretKey::from(crypto::sha256(as_bytes("recipient")).view());
  (void)handover_from_json(text, kKey);
  // What is in the box is the sender's: it is decoded as it comes.
  if (auto handover = codec::bcs_decode<Handover>(as_bytes(text))) {
    FREEHOLD_ASSERT(equal(codec::bcs_encode(*handover), as_bytes(text)));
  }
}

void read_tx(std::string_view text) {
  auto tx = tx_from_json(text);
  if (!tx) return;
  for (const std::string& line : describe(tx->body)) FREEHOLD_ASSERT(!line.empty());
  auto again = tx_from_json(tx_to_json(*tx));
  FREEHOLD_ASSERT(again && codec::bcs_encode(*again) == codec::bcs_encode(*tx));
}

// The same without the JSON around it: the signer shows whatever the bytes are.
void read_tx_bytes(ByteView bytes) {
  auto tx = codec::bcs_decode<proof::SignedTx>(bytes);
  if (!tx) return;
  for (const std::string& line : describe(tx->body)) FREEHOLD_ASSERT(!line.empty());
}

void read_words(ByteView text) {
  auto mnemonic = mnemonic_from_words(text);
  if (!mnemonic) return;
  auto again = mnemonic_from_words(mnemonic_words(*mnemonic).view());
  FREEHOLD_ASSERT(again && equal(again->entropy.view(), mnemonic->entropy.view()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  ByteView rest(data + 1, size - 1);
  switch (data[0] % 6) {
    case 0: read_keystore(as_text(rest)); break;
    case 1: read_manifest(rest); break;
    case 2: read_handover(as_text(rest)); break;
    case 3: read_tx(as_text(rest)); break;
    case 4: read_tx_bytes(rest); break;
    default: read_words(rest); break;
  }
  return 0;
}
