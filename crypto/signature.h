// ECDSA over secp256k1: verification for everybody, signing for those who hold a secret key.
//
// Signatures are 64 bytes, r ‖ s, big-endian; s must be low (at most n/2) and nothing is ever
// normalised. Nonces are those of RFC 6979. Functions are pure and safe for any thread.
#pragma once

#include "common/result.h"
#include "common/types.h"
#include "crypto/secret.h"

namespace freehold::crypto {

struct PublicKeyTag {};
using PublicKey = FixedBytes<33, PublicKeyTag>;  // SEC 1 compressed; may hold anything until checked
struct SignatureTag {};
using Signature = FixedBytes<64, SignatureTag>;  // compact; may hold anything until checked

// The only scheme so far; the byte leaves room for others.
inline constexpr uint8_t kSchemeSecp256k1 = 0;

// Whether the bytes are the one compressed encoding of a point on the curve, not at infinity.
bool public_key_valid(const PublicKey& key);

// Whether `signature` is a low-S signature of the 32-byte digest by `key`. False for any malformed
// key or signature, r or s of zero or at least n.
bool verify(const PublicKey& key, const Hash256& digest, const Signature& signature);

// Tagged hash of scheme ‖ key.
KeyHash key_hash(uint8_t scheme, ByteView key);

// A secret key in locked memory: 1 <= scalar < n, by construction.
class SecretKey {
 public:
  // None if the 32 bytes are zero or at least n.
  static std::optional<SecretKey> from(ByteView bytes);
  // From the operating system's randomness; ends the process if there is none.
  static SecretKey random();

  SecretKey(SecretKey&&) noexcept = default;
  SecretKey& operator=(SecretKey&&) noexcept = default;

  PublicKey public_key() const;
  Signature sign(const Hash256& digest) const;
  // SHA-256 of the compressed shared point; none if `other` is not a valid key.
  std::optional<SecretBytes> shared_secret(const PublicKey& other) const;
  // The 32 bytes, for derivation and for a keystore's sealed box only.
  ByteView bytes() const { return scalar_.view(); }

 private:
  explicit SecretKey(SecretBytes scalar) : scalar_(std::move(scalar)) {}
  SecretBytes scalar_;
};

}  // namespace freehold::crypto
