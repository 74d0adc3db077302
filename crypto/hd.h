// Hierarchical keys, BIP-32: private derivation only. Any thread.
#pragma once

#include <span>

#include "crypto/signature.h"

namespace freehold::crypto {

inline constexpr uint32_t kHardened = uint32_t{1} << 31;

class HdKey {
 public:
  // From a seed of 16 to 64 bytes. None for the one in 2^127 seeds that give no key, or another length.
  static std::optional<HdKey> from_seed(ByteView seed);

  // The child of this number, hardened from kHardened on. None in the one in 2^127 cases that give none.
  std::optional<HdKey> child(uint32_t number) const;
  std::optional<HdKey> derive(std::span<const uint32_t> path) const;

  const SecretKey& key() const { return key_; }
  ByteView chain_code() const { return chain_code_.view(); }

 private:
  HdKey(SecretKey key, SecretBytes chain_code)
      : key_(std::move(key)), chain_code_(std::move(chain_code)) {}

  SecretKey key_;
  SecretBytes chain_code_;
};

}  // namespace freehold::crypto
