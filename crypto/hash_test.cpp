#include "crypto/hash.h"

#include <gtest/gtest.h>

namespace freehold::crypto {
namespace {

TEST(Hash, GivesTheKnownAnswersOfSha256) {
  EXPECT_EQ(to_hex(sha256({}).view()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256(as_bytes("abc")).view()),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, StreamsToTheSameDigest) {
  Bytes data(1000);
  for (size_t i = 0; i < data.size(); ++i) data[i] = static_cast<uint8_t>(i * 7);
  Sha256 running;
  for (size_t at = 0; at < data.size(); at += 77) {
    running.update(ByteView(data).subspan(at, std::min<size_t>(77, data.size() - at)));
  }
  EXPECT_EQ(running.finish(), sha256(data));
  running.update(as_bytes("abc"));
  EXPECT_EQ(running.finish(), sha256(as_bytes("abc")));
}

TEST(Hash, TagsAsBip340DefinesIt) {
  Bytes input;
  Hash256 tag = sha256(as_bytes("freehold/policy"));
  append(input, tag.view());
  append(input, tag.view());
  append(input, as_bytes("ab"));
  EXPECT_EQ(tagged_hash(Tag::kPolicy, {as_bytes("a"), as_bytes("b")}), sha256(input));
  EXPECT_NE(tagged_hash(Tag::kPolicy, as_bytes("ab")), tagged_hash(Tag::kAccount, as_bytes("ab")));
}

TEST(Hash, PrefixesTheNodesOfTrees) {
  Bytes input = {1};
  Hash256 a = sha256(as_bytes("a"));
  Hash256 b = sha256(as_bytes("b"));
  append(input, a.view());
  append(input, b.view());
  EXPECT_EQ(prefixed_hash(1, a, b), sha256(input));
  EXPECT_EQ(leaf_hash(as_bytes("x")), sha256(Bytes{0, 'x'}));
}

// RFC 4231, test cases 1, 2 and 6.
TEST(Hash, GivesTheKnownAnswersOfHmac) {
  EXPECT_EQ(to_hex(hmac_sha256(Bytes(20, 0x0b), as_bytes("Hi There")).view()),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?")).view()),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(Bytes(131, 0xaa),
                               as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))
                       .view()),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(to_hex(hmac_sha512(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

}  // namespace
}  // namespace freehold::crypto
