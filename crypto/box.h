// A sealed box to the holder of a secp256k1 key: a fresh key pair, ECDH, HKDF-SHA-256, AES-256-GCM.
//
//   box = ephemeral public key (33) ‖ nonce (12) ‖ ciphertext ‖ tag (16)
//   key = HKDF(SHA-256 of the shared point, salt: ephemeral key ‖ recipient's key, info: context)
//
// It says nothing about who made it. Any thread.
#pragma once

#include "crypto/aead.h"
#include "crypto/signature.h"

namespace freehold::crypto {

inline constexpr size_t kBoxOverheadBytes = 33 + kAeadNonceBytes + kAeadTagBytes;

// None if `recipient` is no valid key.
std::optional<Bytes> box_seal(const PublicKey& recipient, ByteView plain, std::string_view context);
// None unless it was sealed to this key in this context and is unchanged.
std::optional<SecretBytes> box_open(const SecretKey& recipient, ByteView box, std::string_view context);

}  // namespace freehold::crypto
