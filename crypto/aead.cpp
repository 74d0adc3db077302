#include "crypto/aead.h"

#include <openssl/evp.h>

#include <memory>

#include "common/assert.h"

namespace freehold::crypto {
namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using ContextPtr = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

// OpenSSL counts in int; nothing here comes near it.
constexpr size_t kBytesMax = size_t{1} << 30;

ContextPtr begin(const AeadInput& input, bool encrypt) {
  FREEHOLD_ASSERT(input.key.size() == kAeadKeyBytes && input.nonce.size() == kAeadNonceBytes);
  ContextPtr context(EVP_CIPHER_CTX_new());
  FREEHOLD_ASSERT(context != nullptr);
  FREEHOLD_ASSERT(EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, input.key.data(),
                                    input.nonce.data(), encrypt ? 1 : 0) == 1);
  int done = 0;
  if (!input.associated.empty()) {
    FREEHOLD_ASSERT(input.associated.size() < kBytesMax);
    FREEHOLD_ASSERT(EVP_CipherUpdate(context.get(), nullptr, &done, input.associated.data(),
                                     static_cast<int>(input.associated.size())) == 1);
  }
  return context;
}

}  // namespace

Bytes aead_seal(const AeadInput& input, ByteView plain) {
  FREEHOLD_ASSERT(plain.size() < kBytesMax);
  ContextPtr context = begin(input, true);
  Bytes out(plain.size() + kAeadTagBytes);
  int done = 0;
  if (!plain.empty()) {
    FREEHOLD_ASSERT(EVP_CipherUpdate(context.get(), out.data(), &done, plain.data(),
                                     static_cast<int>(plain.size())) == 1);
  }
  FREEHOLD_ASSERT(EVP_CipherFinal_ex(context.get(), out.data() + done, &done) == 1);
  FREEHOLD_ASSERT(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kAeadTagBytes,
                                      out.data() + plain.size()) == 1);
  return out;
}

std::optional<SecretBytes> aead_open(const AeadInput& input, ByteView sealed) {
  if (sealed.size() < kAeadTagBytes || sealed.size() >= kBytesMax) return std::nullopt;
  ContextPtr context = begin(input, false);
  size_t size = sealed.size() - kAeadTagBytes;
  SecretBytes out(size);
  int done = 0;
  if (size > 0 && EVP_CipherUpdate(context.get(), out.data(), &done, sealed.data(),
                                   static_cast<int>(size)) != 1) {
    return std::nullopt;
  }
  Bytes tag = to_bytes(sealed.subspan(size));
  if (EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kAeadTagBytes, tag.data()) != 1) {
    return std::nullopt;
  }
  uint8_t rest[kAeadTagBytes];
  if (EVP_CipherFinal_ex(context.get(), rest, &done) != 1) return std::nullopt;
  return out;
}

}  // namespace freehold::crypto
