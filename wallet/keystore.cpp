#include "wallet/keystore.h"

#include "codec/bcs.h"
#include "codec/json_view.h"
#include "crypto/aead.h"

namespace freehold::wallet {
namespace {

using crypto::SecretBytes;

constexpr size_t kBytesMax = size_t{1} << 20;
constexpr uint8_t kSecretVersion = 1;

// Everything outside the box.
Bytes associated_of(const Keystore& keystore) {
  Keystore outside = keystore;
  outside.box.reset();
  return codec::bcs_encode(outside);
}

// version ‖ entropy length ‖ entropy ‖ passphrase
SecretBytes encode(const KeystoreSecret& secret) {
  SecretBytes out(2 + secret.entropy.size() + secret.passphrase.size());
  out.data()[0] = kSecretVersion;
  out.data()[1] = static_cast<uint8_t>(secret.entropy.size());
  std::memcpy(out.data() + 2, secret.entropy.data(), secret.entropy.size());
  if (!secret.passphrase.empty()) {
    std::memcpy(out.data() + 2 + secret.entropy.size(), secret.passphrase.data(),
                secret.passphrase.size());
  }
  return out;
}

std::optional<KeystoreSecret> decode(ByteView bytes) {
  if (bytes.size() < 2 || bytes[0] != kSecretVersion) return std::nullopt;
  size_t entropy = bytes[1];
  if (entropy < 16 || entropy > 32 || entropy % 4 != 0 || bytes.size() < 2 + entropy) {
    return std::nullopt;
  }
  return KeystoreSecret{SecretBytes(bytes.subspan(2, entropy)),
                        SecretBytes(bytes.subspan(2 + entropy))};
}

}  // namespace

const char* to_string(KeystoreError error) {
  switch (error) {
    case KeystoreError::kTooLarge:
      return "too_large";
    case KeystoreError::kNotJson:
      return "not_json";
    case KeystoreError::kUnknownFormat:
      return "unknown_format";
    case KeystoreError::kUnknownKdf:
      return "unknown_kdf";
    case KeystoreError::kKdfCost:
      return "kdf_cost";
    case KeystoreError::kWatchOnly:
      return "watch_only";
    case KeystoreError::kWrongPassword:
      return "wrong_password";
    case KeystoreError::kBadContent:
      return "bad_content";
  }
  return "unknown";
}

std::string keystore_to_json(const Keystore& keystore) {
  return codec::to_json(keystore).dump(2) + "\n";
}

Result<Keystore, KeystoreError> keystore_from_json(std::string_view text) {
  if (text.size() > kBytesMax) return failure(KeystoreError::kTooLarge);
  auto json = codec::Json::parse(text, {kBytesMax, 8, kBytesMax});
  if (!json) return failure(KeystoreError::kNotJson);
  auto format = codec::string_member(*json, "format");
  if (format && *format != kWalletFormat) {
    return failure(KeystoreError::kUnknownFormat);
  }
  auto keystore = codec::from_json<Keystore>(*json);
  if (!keystore || keystore->kdf.has_value() != keystore->box.has_value()) {
    return failure(KeystoreError::kNotJson);
  }
  if (keystore->kdf) {
    if (keystore->kdf->algorithm != "argon2id") return failure(KeystoreError::kUnknownKdf);
    if (!crypto::argon2_cost_allowed({keystore->kdf->memory_kib, keystore->kdf->passes})) {
      return failure(KeystoreError::kKdfCost);
    }
  }
  return std::move(*keystore);
}

Result<std::monostate, KeystoreError> keystore_seal(Keystore& keystore,
                                                    const KeystoreSecret& secret, ByteView password,
                                                    const crypto::Argon2Cost& cost) {
  KeystoreKdf kdf;
  kdf.memory_kib = cost.memory_kib;
  kdf.passes = cost.passes;
  crypto::random_bytes(kdf.salt.data(), kdf.salt.size());
  auto key = crypto::argon2id({password, kdf.salt}, cost);
  if (!key) return failure(KeystoreError::kKdfCost);
  keystore.kdf = kdf;
  KeystoreBox box;
  crypto::random_bytes(box.nonce.data(), box.nonce.size());
  Bytes associated = associated_of(keystore);
  box.sealed = crypto::aead_seal({key->view(), box.nonce, associated}, encode(secret).view());
  keystore.box = std::move(box);
  return std::monostate{};
}

Result<KeystoreSecret, KeystoreError> keystore_open(const Keystore& keystore, ByteView password) {
  if (!keystore.kdf || !keystore.box) return failure(KeystoreError::kWatchOnly);
  auto key = crypto::argon2id({password, keystore.kdf->salt},
                              {keystore.kdf->memory_kib, keystore.kdf->passes});
  if (!key) return failure(KeystoreError::kKdfCost);
  Bytes associated = associated_of(keystore);
  auto opened =
      crypto::aead_open({key->view(), keystore.box->nonce, associated}, keystore.box->sealed);
  if (!opened) return failure(KeystoreError::kWrongPassword);
  auto secret = decode(opened->view());
  if (!secret) return failure(KeystoreError::kBadContent);
  return std::move(*secret);
}

}  // namespace freehold::wallet
