#include "crypto/box.h"

#include "crypto/kdf.h"

namespace freehold::crypto {
namespace {

SecretBytes box_key(const SecretBytes& shared, const PublicKey& ephemeral, const PublicKey& recipient,
                    std::string_view context) {
  Bytes salt = to_bytes(ephemeral.view());
  append(salt, recipient.view());
  return hkdf_sha256({shared.view(), salt, as_bytes(context)}, kAeadKeyBytes);
}

}  // namespace

std::optional<Bytes> box_seal(const PublicKey& recipient, ByteView plain, std::string_view context) {
  SecretKey ephemeral = SecretKey::random();
  auto shared = ephemeral.shared_secret(recipient);
  if (!shared) return std::nullopt;
  PublicKey own = ephemeral.public_key();
  SecretBytes key = box_key(*shared, own, recipient, context);
  Bytes out = to_bytes(own.view());
  std::array<uint8_t, kAeadNonceBytes> nonce{};
  random_bytes(nonce.data(), nonce.size());
  append(out, nonce);
  append(out, aead_seal({key.view(), nonce, {}}, plain));
  return out;
}

std::optional<SecretBytes> box_open(const SecretKey& recipient, ByteView box, std::string_view context) {
  if (box.size() < kBoxOverheadBytes) return std::nullopt;
  auto ephemeral = PublicKey::from(box.first(PublicKey::kSize));
  auto shared = recipient.shared_secret(*ephemeral);
  if (!shared) return std::nullopt;
  SecretBytes key = box_key(*shared, *ephemeral, recipient.public_key(), context);
  ByteView nonce = box.subspan(PublicKey::kSize, kAeadNonceBytes);
  return aead_open({key.view(), nonce, {}}, box.subspan(PublicKey::kSize + kAeadNonceBytes));
}

}  // namespace freehold::crypto
