#include "crypto/signature.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "crypto/hash.h"

namespace freehold::crypto {
namespace {

std::string vectors_folder() {
  const char* given = std::getenv("FREEHOLD_VECTORS");
  return given != nullptr ? given : FREEHOLD_SOURCE_DIR "/../shared/vectors";
}

// One DER integer as 32 bytes, strictly: minimal, not negative, at most 32 bytes after the sign byte.
bool take_integer(ByteView& der, uint8_t* out) {
  if (der.size() < 2 || der[0] != 0x02) return false;
  size_t size = der[1];
  if (size == 0 || size > 33 || der.size() < 2 + size) return false;
  ByteView digits = der.subspan(2, size);
  der = der.subspan(2 + size);
  if ((digits[0] & 0x80) != 0) return false;
  if (digits.size() > 1 && digits[0] == 0 && (digits[1] & 0x80) == 0) return false;
  if (digits[0] == 0) digits = digits.subspan(1);
  if (digits.size() > 32) return false;
  std::memset(out, 0, 32);
  if (!digits.empty()) std::memcpy(out + 32 - digits.size(), digits.data(), digits.size());
  return true;
}

std::optional<Signature> compact_of_der(ByteView der) {
  if (der.size() < 2 || der[0] != 0x30 || der[1] != der.size() - 2) return std::nullopt;
  der = der.subspan(2);
  Signature out;
  if (!take_integer(der, out.data()) || !take_integer(der, out.data() + 32)) return std::nullopt;
  if (!der.empty()) return std::nullopt;
  return out;
}

PublicKey compressed(ByteView uncompressed) {
  PublicKey out;
  out.data()[0] = static_cast<uint8_t>(2 + (uncompressed[64] & 1));
  std::memcpy(out.data() + 1, uncompressed.data() + 1, 32);
  return out;
}

TEST(Signature, AgreesWithEveryWycheproofBitcoinVector) {
  std::ifstream file(vectors_folder() + "/wycheproof-ecdsa_secp256k1_sha256_bitcoin_test.json");
  if (!file) GTEST_SKIP() << "no vectors in " << vectors_folder();
  auto all = nlohmann::json::parse(file);
  size_t seen = 0;
  for (const auto& group : all["testGroups"]) {
    Bytes key = *from_hex(group["publicKey"]["uncompressed"].get<std::string>());
    for (const auto& test : group["tests"]) {
      auto signature = compact_of_der(*from_hex(test["sig"].get<std::string>()));
      Hash256 digest = sha256(*from_hex(test["msg"].get<std::string>()));
      bool accepted = signature && verify(compressed(key), digest, *signature);
      EXPECT_EQ(accepted, test["result"] == "valid") << test["tcId"] << " " << test["comment"];
      ++seen;
    }
  }
  EXPECT_EQ(seen, 463u);
}

TEST(Signature, VerifiesWhatItSigns) {
  SecretKey key = SecretKey::random();
  Hash256 digest = sha256(as_bytes("title"));
  Signature signature = key.sign(digest);
  EXPECT_TRUE(verify(key.public_key(), digest, signature));
  for (size_t byte = 0; byte < signature.size(); ++byte) {
    Signature changed = signature;
    changed.data()[byte] ^= 1;
    EXPECT_FALSE(verify(key.public_key(), digest, changed)) << byte;
  }
  EXPECT_FALSE(verify(SecretKey::random().public_key(), digest, signature));
  EXPECT_FALSE(verify(key.public_key(), sha256(as_bytes("other")), signature));
}

TEST(Signature, IsDeterministicAsRfc6979Says) {
  Bytes one(32);
  one[31] = 1;
  SecretKey key = *SecretKey::from(one);
  // A widely published vector: key 1, SHA-256 of "Satoshi Nakamoto".
  EXPECT_EQ(to_hex(key.sign(sha256(as_bytes("Satoshi Nakamoto"))).view()),
            "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
            "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5");
}

TEST(Signature, RefusesTheHighHalfOfS) {
  SecretKey key = SecretKey::random();
  Hash256 digest = sha256(as_bytes("high"));
  Signature signature = key.sign(digest);
  // n - s, by hand.
  Bytes n = *from_hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
  Signature high = signature;
  int borrow = 0;
  for (int i = 31; i >= 0; --i) {
    int digit = n[static_cast<size_t>(i)] - signature.data()[32 + i] - borrow;
    borrow = digit < 0 ? 1 : 0;
    high.data()[32 + i] = static_cast<uint8_t>(digit + (borrow != 0 ? 256 : 0));
  }
  EXPECT_TRUE(verify(key.public_key(), digest, signature));
  EXPECT_FALSE(verify(key.public_key(), digest, high));
}

TEST(Signature, RefusesScalarsOutOfRangeAndAnythingThatIsNoPoint) {
  SecretKey key = SecretKey::random();
  Hash256 digest = sha256(as_bytes("x"));
  Signature signature = key.sign(digest);
  Bytes n = *from_hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
  for (size_t half : {size_t{0}, size_t{32}}) {
    Signature zero = signature;
    std::memset(zero.data() + half, 0, 32);
    EXPECT_FALSE(verify(key.public_key(), digest, zero));
    Signature large = signature;
    std::memcpy(large.data() + half, n.data(), 32);
    EXPECT_FALSE(verify(key.public_key(), digest, large));
  }
  PublicKey infinity;
  EXPECT_FALSE(public_key_valid(infinity));
  PublicKey hybrid = key.public_key();
  hybrid.data()[0] = 6;
  EXPECT_FALSE(public_key_valid(hybrid));
  PublicKey off_curve;
  off_curve.data()[0] = 2;
  off_curve.data()[32] = 5;  // x = 5 is on no point of the curve
  EXPECT_FALSE(public_key_valid(off_curve));
  EXPECT_FALSE(verify(off_curve, digest, signature));
  EXPECT_FALSE(SecretKey::from(Bytes(32)));
  EXPECT_FALSE(SecretKey::from(n));
  EXPECT_FALSE(SecretKey::from(Bytes(31, 1)));
}

TEST(Signature, SharesASecretBothWays) {
  SecretKey a = SecretKey::random();
  SecretKey b = SecretKey::random();
  EXPECT_TRUE(equal_secret(a.shared_secret(b.public_key())->view(),
                           b.shared_secret(a.public_key())->view()));
  EXPECT_FALSE(a.shared_secret(PublicKey{}));
}

}  // namespace
}  // namespace freehold::crypto
