#include "crypto/kdf.h"

#include <openssl/evp.h>
#include <sodium.h>

#include "common/assert.h"
#include "crypto/hash.h"

namespace freehold::crypto {

SecretBytes hkdf_sha256(const HkdfInput& input, size_t size) {
  FREEHOLD_ASSERT(size <= 255 * 32);
  Hash256 no_salt;
  Hash256 pseudo_random = hmac_sha256(input.salt.empty() ? no_salt.view() : input.salt, input.key);
  SecretBytes out(size);
  Bytes block;
  size_t done = 0;
  for (uint8_t counter = 1; done < size; ++counter) {
    append(block, input.info);
    block.push_back(counter);
    Hash256 next = hmac_sha256(pseudo_random.view(), block);
    size_t take = std::min(size - done, next.size());
    std::memcpy(out.data() + done, next.data(), take);
    done += take;
    wipe(block.data(), block.size());
    block.assign(next.view().begin(), next.view().end());
    wipe(next.data(), next.size());
  }
  wipe(block.data(), block.size());
  wipe(pseudo_random.data(), pseudo_random.size());
  return out;
}

SecretBytes pbkdf2_sha512(const PasswordInput& input, uint32_t rounds, size_t size) {
  SecretBytes out(size);
  FREEHOLD_ASSERT(PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(input.password.data()),
                                    static_cast<int>(input.password.size()), input.salt.data(),
                                    static_cast<int>(input.salt.size()), static_cast<int>(rounds),
                                    EVP_sha512(), static_cast<int>(size), out.data()) == 1);
  return out;
}

bool argon2_cost_allowed(const Argon2Cost& cost) {
  return cost.memory_kib >= kArgon2MemoryKibMin && cost.memory_kib <= kArgon2MemoryKibMax &&
         cost.passes >= 1 && cost.passes <= kArgon2PassesMax;
}

std::optional<SecretBytes> argon2id(const PasswordInput& input, const Argon2Cost& cost) {
  static_assert(kArgon2SaltBytes == crypto_pwhash_SALTBYTES);
  if (!argon2_cost_allowed(cost) || input.salt.size() != kArgon2SaltBytes) return std::nullopt;
  FREEHOLD_ASSERT(sodium_init() >= 0);
  SecretBytes out(32);
  int failed = crypto_pwhash(out.data(), out.size(),
                             reinterpret_cast<const char*>(input.password.data()),
                             input.password.size(), input.salt.data(), cost.passes,
                             size_t{cost.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) return std::nullopt;
  return out;
}

}  // namespace freehold::crypto
