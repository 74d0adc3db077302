#define OPENSSL_SUPPRESS_DEPRECATED  // the low-level calls: a third of the one-shot's cost

#include "crypto/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "common/assert.h"

namespace freehold::crypto {
namespace {

Hash256 finish_of(SHA256_CTX& context) {
  Hash256 out;
  SHA256_Final(out.data(), &context);
  return out;
}

// The state after SHA256(tag) ‖ SHA256(tag), one block, for each tag.
std::array<SHA256_CTX, static_cast<size_t>(Tag::kCount)> make_midstates() {
  std::array<SHA256_CTX, static_cast<size_t>(Tag::kCount)> out;
  for (size_t i = 0; i < out.size(); ++i) {
    Hash256 tag = sha256(as_bytes(text_of(static_cast<Tag>(i))));
    SHA256_Init(&out[i]);
    SHA256_Update(&out[i], tag.data(), tag.size());
    SHA256_Update(&out[i], tag.data(), tag.size());
  }
  return out;
}

const SHA256_CTX& midstate(Tag tag) {
  static const auto kMidstates = make_midstates();
  return kMidstates[static_cast<size_t>(tag)];
}

}  // namespace

Hash256 sha256(ByteView data) {
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, data.data(), data.size());
  return finish_of(context);
}

static_assert(sizeof(SHA256_CTX) <= 112);

Sha256::Sha256() {
  SHA256_CTX context;
  SHA256_Init(&context);
  std::memcpy(state_.data(), &context, sizeof context);
}

void Sha256::update(ByteView data) {
  SHA256_Update(reinterpret_cast<SHA256_CTX*>(state_.data()), data.data(), data.size());
}

Hash256 Sha256::finish() {
  Hash256 out;
  SHA256_Final(out.data(), reinterpret_cast<SHA256_CTX*>(state_.data()));
  *this = Sha256();
  return out;
}

Hash256 tagged_hash(Tag tag, std::initializer_list<ByteView> parts) {
  SHA256_CTX context = midstate(tag);
  for (ByteView part : parts) SHA256_Update(&context, part.data(), part.size());
  return finish_of(context);
}

Hash256 prefixed_hash(uint8_t prefix, const Hash256& a, const Hash256& b) {
  uint8_t input[65];
  input[0] = prefix;
  std::memcpy(input + 1, a.data(), 32);
  std::memcpy(input + 33, b.data(), 32);
  return sha256(input);
}

Hash256 leaf_hash(ByteView data) {
  static constexpr uint8_t kPrefix = 0;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, &kPrefix, 1);
  SHA256_Update(&context, data.data(), data.size());
  return finish_of(context);
}

Hash256 hmac_sha256(ByteView key, ByteView data) {
  // Two passes over our own SHA-256: HMAC() of OpenSSL costs ten times as much for short input.
  std::array<uint8_t, 64> pad{};
  if (key.size() > pad.size()) {
    Hash256 short_key = sha256(key);
    std::memcpy(pad.data(), short_key.data(), short_key.size());
  } else if (!key.empty()) {
    std::memcpy(pad.data(), key.data(), key.size());
  }
  for (uint8_t& byte : pad) byte ^= 0x36;
  Sha256 inner;
  inner.update(pad);
  inner.update(data);
  Hash256 middle = inner.finish();
  for (uint8_t& byte : pad) byte ^= 0x36 ^ 0x5c;
  Sha256 outer;
  outer.update(pad);
  outer.update(middle.view());
  OPENSSL_cleanse(pad.data(), pad.size());
  return outer.finish();
}

std::array<uint8_t, 64> hmac_sha512(ByteView key, ByteView data) {
  std::array<uint8_t, 64> out;
  unsigned size = 0;
  static constexpr uint8_t kNothing = 0;
  const uint8_t* key_data = key.empty() ? &kNothing : key.data();
  const uint8_t* input = data.empty() ? &kNothing : data.data();
  auto* done = HMAC(EVP_sha512(), key_data, static_cast<int>(key.size()), input, data.size(),
                    out.data(), &size);
  FREEHOLD_ASSERT(done != nullptr && size == out.size());
  return out;
}

}  // namespace freehold::crypto
