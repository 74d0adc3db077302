#include <gtest/gtest.h>

#include "crypto/aead.h"
#include "crypto/base58.h"
#include "crypto/box.h"
#include "crypto/hash.h"
#include "crypto/hd.h"
#include "crypto/kdf.h"
#include "crypto/vectors_testing.h"

namespace freehold::crypto {
namespace {

Bytes hex(const std::string& text) { return from_hex(text).value(); }

TEST(Aead, AgreesWithWycheproof) {
  auto vectors = freehold::testing::read_vectors("wycheproof-aes_gcm_test.json");
  if (vectors.is_null()) GTEST_SKIP() << "the vectors are not here";
  size_t checked = 0;
  for (const auto& group : vectors["testGroups"]) {
    if (group["ivSize"] != 96 || group["keySize"] != 256 || group["tagSize"] != 128) continue;
    for (const auto& test : group["tests"]) {
      Bytes key = hex(test["key"]), nonce = hex(test["iv"]), associated = hex(test["aad"]);
      Bytes plain = hex(test["msg"]), sealed = hex(test["ct"]);
      append(sealed, hex(test["tag"]));
      auto opened = aead_open({key, nonce, associated}, sealed);
      bool valid = test["result"] == "valid";
      ASSERT_EQ(opened.has_value(), valid) << test["tcId"];
      if (!valid) continue;
      EXPECT_TRUE(equal(opened->view(), plain)) << test["tcId"];
      EXPECT_EQ(aead_seal({key, nonce, associated}, plain), sealed) << test["tcId"];
      ++checked;
    }
  }
  EXPECT_GT(checked, 30u);
}

TEST(Aead, RefusesEveryFlippedBit) {
  Bytes key(32, 7), nonce(12, 9), associated = {1, 2, 3};
  Bytes sealed = aead_seal({key, nonce, associated}, as_bytes("a secret"));
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    Bytes changed = sealed;
    changed[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
    EXPECT_FALSE(aead_open({key, nonce, associated}, changed));
  }
  EXPECT_FALSE(aead_open({key, nonce, {}}, sealed));
  EXPECT_FALSE(aead_open({key, nonce, associated}, ByteView(sealed).first(15)));
}

TEST(Hkdf, AgreesWithWycheproof) {
  auto vectors = freehold::testing::read_vectors("wycheproof-hkdf_sha256_test.json");
  if (vectors.is_null()) GTEST_SKIP() << "the vectors are not here";
  size_t checked = 0;
  for (const auto& group : vectors["testGroups"]) {
    for (const auto& test : group["tests"]) {
      size_t size = test["size"];
      if (test["result"] != "valid" || size > 255 * 32) continue;
      Bytes key = hex(test["ikm"]), salt = hex(test["salt"]), info = hex(test["info"]);
      EXPECT_EQ(to_hex(hkdf_sha256({key, salt, info}, size).view()), test["okm"].get<std::string>())
          << test["tcId"];
      ++checked;
    }
  }
  EXPECT_GT(checked, 50u);
}

TEST(Argon2, RefusesAbsurdCostsBeforeItAllocates) {
  Bytes salt(16, 1);
  PasswordInput input{as_bytes("password"), salt};
  EXPECT_FALSE(argon2id(input, {kArgon2MemoryKibMax + 1, 1}));
  EXPECT_FALSE(argon2id(input, {UINT32_MAX, 1}));
  EXPECT_FALSE(argon2id(input, {kArgon2MemoryKibMin - 1, 1}));
  EXPECT_FALSE(argon2id(input, {64, 0}));
  EXPECT_FALSE(argon2id(input, {64, kArgon2PassesMax + 1}));
  EXPECT_FALSE(argon2id({as_bytes("password"), ByteView(salt).first(8)}, {64, 1}));
  EXPECT_TRUE(argon2id(input, {64, 1}));
}

TEST(Argon2, AgreesWithTheReferenceProgram) {
  // Made with argon2-cffi: password, somesaltsomesalt, 64 MiB, 2 passes, 1 lane.
  auto key = argon2id({as_bytes("password"), as_bytes("somesaltsomesalt")}, {65536, 2});
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(key->view()), "fc33b78139231d34b71626bd6245c1d72efa190ad605c3d8166a72adcedfa2c2");
}

// The key and chain code in an extended private key's text.
Bytes extended_key(std::string_view text) {
  static constexpr std::string_view kAlphabet =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  Bytes out(82, 0);
  for (char c : text) {
    size_t carry = kAlphabet.find(c);
    for (size_t i = out.size(); i-- > 0;) {
      carry += size_t{out[i]} * 58;
      out[i] = static_cast<uint8_t>(carry);
      carry >>= 8;
    }
  }
  return out;
}

void expect_key(const HdKey& key, std::string_view text) {
  Bytes want = extended_key(text);
  EXPECT_EQ(to_hex(key.chain_code()), to_hex(ByteView(want).subspan(13, 32)));
  EXPECT_EQ(to_hex(key.key().bytes()), to_hex(ByteView(want).subspan(46, 32)));
}

TEST(HdKey, AgreesWithTheVectorsOfBip32) {
  auto master = HdKey::from_seed(hex("000102030405060708090a0b0c0d0e0f"));
  ASSERT_TRUE(master);
  expect_key(*master,
             "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMR"
             "NNU3TGtRBeJgk33yuGBxrMPHi");
  uint32_t first[] = {kHardened};
  expect_key(*master->derive(first),
             "xprv9uHRZZhk6KAJC1avXpDAp4MDc3sQKNxDiPvvkX8Br5ngLNv1TxvUxt4cV1rGL5hj6KCesnDYUhd7oWgT11"
             "eZG7XnxHrnYeSvkzY7d2bhkJ7");
  uint32_t second[] = {kHardened, 1};
  expect_key(*master->derive(second),
             "xprv9wTYmMFdV23N2TdNG573QoEsfRrWKQgWeibmLntzniatZvR9BmLnvSxqu53Kw1UmYPxLgboyZQaXwTCg8M"
             "SY3H2EU4pWcQDnRnrVA1xe8fs");
  uint32_t last[] = {kHardened, 1, kHardened + 2, 2, 1000000000};
  expect_key(*master->derive(last),
             "xprvA41z7zogVVwxVSgdKUHDy1SKmdb533PjDz7J6N6mV6uS3ze1ai8FHa8kmHScGpWmj4WggLyQjgPie1rFSr"
             "uoUihUZREPSL39UNdE3BBDu76");
  EXPECT_FALSE(HdKey::from_seed(Bytes(15, 1)));
  EXPECT_FALSE(HdKey::from_seed(Bytes(65, 1)));
}

TEST(Base58, AgreesWithThePublicExamples) {
  EXPECT_EQ(base58_encode(as_bytes("Hello World!")), "2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(base58_encode(as_bytes("The quick brown fox jumps over the lazy dog.")),
            "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z");
  EXPECT_EQ(base58_encode(hex("0000287fb4cd")), "11233QC4");
}

TEST(Box, OpensForItsRecipientInItsContextOnly) {
  SecretKey mine = SecretKey::random();
  SecretKey other = SecretKey::random();
  auto box = box_seal(mine.public_key(), as_bytes("thirty-two bytes of a secret key"), "context");
  ASSERT_TRUE(box);
  EXPECT_EQ(box->size(), 32 + kBoxOverheadBytes);
  auto opened = box_open(mine, *box, "context");
  ASSERT_TRUE(opened);
  EXPECT_EQ(as_text(opened->view()), "thirty-two bytes of a secret key");
  EXPECT_FALSE(box_open(other, *box, "context"));
  EXPECT_FALSE(box_open(mine, *box, "another context"));
  for (size_t i = 0; i < box->size(); ++i) {
    Bytes changed = *box;
    changed[i] ^= 1;
    EXPECT_FALSE(box_open(mine, changed, "context")) << i;
  }
  EXPECT_FALSE(box_open(mine, ByteView(*box).first(kBoxOverheadBytes - 1), "context"));
  EXPECT_FALSE(box_seal(PublicKey(), as_bytes("x"), "context"));
}

}  // namespace
}  // namespace freehold::crypto
