#include "proof/transaction.h"

#include "codec/bcs.h"
#include "crypto/hash.h"

namespace freehold::proof {

TxId tx_id(const TxBody& body) { return tx_id_of_bytes(codec::bcs_encode(body)); }

TxId tx_id_of_bytes(ByteView body_bytes) {
  return rename_bytes<TxId>(crypto::tagged_hash(crypto::Tag::kTx, body_bytes));
}

Hash256 witness_hash(ByteView witness) {
  return crypto::tagged_hash(crypto::Tag::kWitness, witness);
}

}  // namespace freehold::proof
