// Keys from keys, and keys from what people remember. Any thread.
#pragma once

#include <optional>

#include "crypto/secret.h"

namespace freehold::crypto {

// HKDF with SHA-256 (RFC 5869). size <= 255 * 32.
struct HkdfInput {
  ByteView key;
  ByteView salt;
  ByteView info;
};
SecretBytes hkdf_sha256(const HkdfInput& input, size_t size);

// PBKDF2 with HMAC-SHA-512 (RFC 8018), as BIP-39 uses it.
struct PasswordInput {
  ByteView password;
  ByteView salt;
};
SecretBytes pbkdf2_sha512(const PasswordInput& input, uint32_t rounds, size_t size);

// Argon2id (RFC 9106), one lane; 32 bytes out. The bounds are looked at before anything is allocated, since
// the costs come from a file.
struct Argon2Cost {
  uint32_t memory_kib = 256 * 1024;
  uint32_t passes = 3;
};
inline constexpr uint32_t kArgon2MemoryKibMin = 8;
inline constexpr uint32_t kArgon2MemoryKibMax = 1024 * 1024;
inline constexpr uint32_t kArgon2PassesMax = 16;
inline constexpr size_t kArgon2SaltBytes = 16;
bool argon2_cost_allowed(const Argon2Cost& cost);
// None where the cost is not allowed, the salt is not 16 bytes, or there is not enough memory.
std::optional<SecretBytes> argon2id(const PasswordInput& input, const Argon2Cost& cost);

}  // namespace freehold::crypto
