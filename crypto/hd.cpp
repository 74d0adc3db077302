#include "crypto/hd.h"

#include <secp256k1.h>

#include "crypto/hash.h"

namespace freehold::crypto {

std::optional<HdKey> HdKey::from_seed(ByteView seed) {
  if (seed.size() < 16 || seed.size() > 64) return std::nullopt;
  auto digest = hmac_sha512(as_bytes("Bitcoin seed"), seed);
  auto key = SecretKey::from(ByteView(digest).first(32));
  SecretBytes chain_code(ByteView(digest).subspan(32));
  wipe(digest.data(), digest.size());
  if (!key) return std::nullopt;
  return HdKey(std::move(*key), std::move(chain_code));
}

std::optional<HdKey> HdKey::child(uint32_t number) const {
  SecretBytes data(37);
  if (number >= kHardened) {
    data.data()[0] = 0;
    std::memcpy(data.data() + 1, key_.bytes().data(), 32);
  } else {
    PublicKey own = key_.public_key();
    std::memcpy(data.data(), own.data(), own.size());
  }
  for (size_t i = 0; i < 4; ++i) data.data()[33 + i] = static_cast<uint8_t>(number >> (24 - 8 * i));
  auto digest = hmac_sha512(chain_code_.view(), data.view());
  SecretBytes scalar(key_.bytes());
  SecretBytes chain_code(ByteView(digest).subspan(32));
  int good = secp256k1_ec_seckey_tweak_add(secp256k1_context_static, scalar.data(), digest.data());
  wipe(digest.data(), digest.size());
  if (good != 1) return std::nullopt;
  auto key = SecretKey::from(scalar.view());
  if (!key) return std::nullopt;
  return HdKey(std::move(*key), std::move(chain_code));
}

std::optional<HdKey> HdKey::derive(std::span<const uint32_t> path) const {
  auto key = SecretKey::from(key_.bytes());
  HdKey at(std::move(*key), chain_code_.clone());
  for (uint32_t number : path) {
    auto next = at.child(number);
    if (!next) return std::nullopt;
    at = std::move(*next);
  }
  return at;
}

}  // namespace freehold::crypto
