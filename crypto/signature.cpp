#include "crypto/signature.h"

#include <secp256k1.h>
#include <secp256k1_ecdh.h>

#include "common/assert.h"
#include "crypto/hash.h"

namespace freehold::crypto {
namespace {

// The library would abort by itself on a broken argument; ours says where. No input reaches this.
void on_misuse(const char*, void*) { FREEHOLD_ASSERT(!"misuse of libsecp256k1"); }

// Made once and used by every thread: verification and signing only read it.
const secp256k1_context* context() {
  static const secp256k1_context* const kContext = [] {
    secp256k1_context* made =
        secp256k1_context_create(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY);
    secp256k1_context_set_illegal_callback(made, on_misuse, nullptr);
    secp256k1_context_set_error_callback(made, on_misuse, nullptr);
    std::array<uint8_t, 32> seed;
    random_bytes(seed.data(), seed.size());
    FREEHOLD_ASSERT(secp256k1_context_randomize(made, seed.data()) == 1);
    wipe(seed.data(), seed.size());
    return made;
  }();
  return kContext;
}

bool parse(const PublicKey& key, secp256k1_pubkey* out) {
  return secp256k1_ec_pubkey_parse(context(), out, key.data(), key.size()) == 1;
}

}  // namespace

bool public_key_valid(const PublicKey& key) {
  secp256k1_pubkey parsed;
  return parse(key, &parsed);
}

bool verify(const PublicKey& key, const Hash256& digest, const Signature& signature) {
  secp256k1_ecdsa_signature parsed;
  if (secp256k1_ecdsa_signature_parse_compact(context(), &parsed, signature.data()) != 1) return false;
  if (secp256k1_ecdsa_signature_normalize(context(), nullptr, &parsed) == 1) return false;  // high s
  secp256k1_pubkey point;
  if (!parse(key, &point)) return false;
  return secp256k1_ecdsa_verify(context(), &parsed, digest.data(), &point) == 1;
}

KeyHash key_hash(uint8_t scheme, ByteView key) {
  return rename_bytes<KeyHash>(tagged_hash(Tag::kKey, {ByteView(&scheme, 1), key}));
}

std::optional<SecretKey> SecretKey::from(ByteView bytes) {
  if (bytes.size() != 32) return std::nullopt;
  if (secp256k1_ec_seckey_verify(context(), bytes.data()) != 1) return std::nullopt;
  return SecretKey(SecretBytes(bytes));
}

SecretKey SecretKey::random() {
  SecretBytes bytes(32);
  do {
    random_bytes(bytes.data(), bytes.size());
  } while (secp256k1_ec_seckey_verify(context(), bytes.data()) != 1);
  return SecretKey(std::move(bytes));
}

PublicKey SecretKey::public_key() const {
  secp256k1_pubkey point;
  FREEHOLD_ASSERT(secp256k1_ec_pubkey_create(context(), &point, scalar_.data()) == 1);
  PublicKey out;
  size_t size = out.size();
  FREEHOLD_ASSERT(secp256k1_ec_pubkey_serialize(context(), out.data(), &size, &point,
                                                SECP256K1_EC_COMPRESSED) == 1);
  return out;
}

Signature SecretKey::sign(const Hash256& digest) const {
  secp256k1_ecdsa_signature made;
  FREEHOLD_ASSERT(secp256k1_ecdsa_sign(context(), &made, digest.data(), scalar_.data(),
                                       secp256k1_nonce_function_rfc6979, nullptr) == 1);
  Signature out;
  FREEHOLD_ASSERT(secp256k1_ecdsa_signature_serialize_compact(context(), out.data(), &made) == 1);
  return out;
}

std::optional<SecretBytes> SecretKey::shared_secret(const PublicKey& other) const {
  secp256k1_pubkey point;
  if (!parse(other, &point)) return std::nullopt;
  SecretBytes out(32);
  if (secp256k1_ecdh(context(), out.data(), &point, scalar_.data(), nullptr, nullptr) != 1) {
    return std::nullopt;
  }
  return out;
}

}  // namespace freehold::crypto
