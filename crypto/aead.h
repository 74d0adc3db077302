// Authenticated encryption: AES-256-GCM (NIST SP 800-38D) with 96-bit nonces and 128-bit tags. Any thread.
#pragma once

#include <optional>

#include "crypto/secret.h"

namespace freehold::crypto {

inline constexpr size_t kAeadKeyBytes = 32;
inline constexpr size_t kAeadNonceBytes = 12;
inline constexpr size_t kAeadTagBytes = 16;

struct AeadInput {
  ByteView key;         // 32 bytes
  ByteView nonce;       // 12 bytes, never used twice under one key
  ByteView associated;  // authenticated, not encrypted
};

// Ciphertext followed by the tag.
Bytes aead_seal(const AeadInput& input, ByteView plain);
// None unless every bit is as it was sealed.
std::optional<SecretBytes> aead_open(const AeadInput& input, ByteView sealed);

}  // namespace freehold::crypto
