// The texts in which bytes travel: bech32m, base64url, UTF-8.
#include <gtest/gtest.h>

#include "codec/base32.h"
#include "codec/base64url.h"
#include "codec/bech32m.h"
#include "codec/json_ids.h"
#include "codec/utf8.h"

namespace freehold::codec {
namespace {

std::string refusal(std::string_view text) {
  auto read = bech32m_decode(text);
  return read ? "none" : to_string(read.error());
}

// The valid strings of BIP-350.
TEST(Bech32m, ReadsWhatTheStandardCallsValid) {
  for (const char* text :
       {"A1LQFN3A", "a1lqfn3a",
        "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
        "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
        "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8",
        "split1checkupstagehandshakeupstreamerranterredcaperredlc445v", "?1v759aa"}) {
    auto read = bech32m_decode(text);
    ASSERT_TRUE(read) << text << ": " << to_string(read.error());
    std::string lower;
    for (const char* c = text; *c != 0; ++c)
      lower += static_cast<char>(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    EXPECT_EQ(bech32m_encode(read->prefix, read->groups), lower);
  }
}

// Its invalid ones, each by what is wrong with it.
TEST(Bech32m, RefusesWhatTheStandardCallsInvalid) {
  EXPECT_EQ(refusal("\x20"
                    "1xj0phk"),
            "bad_character");
  EXPECT_EQ(refusal("\x7f"
                    "1g6xzxy"),
            "bad_character");
  EXPECT_EQ(refusal("\x80"
                    "1vctc34"),
            "bad_character");
  EXPECT_EQ(refusal("an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumb"
                    "er11d6pts4"),
            "too_long");
  EXPECT_EQ(refusal("qyrz8wqd2c9m"), "no_separator");
  EXPECT_EQ(refusal("1qyrz8wqd2c9m"), "no_separator");
  EXPECT_EQ(refusal("y1b0jsk6g"), "bad_character");
  EXPECT_EQ(refusal("lt1igcx5c0"), "bad_character");
  EXPECT_EQ(refusal("in1muywd"), "too_short");
  EXPECT_EQ(refusal("mm1crxm3i"), "bad_character");
  EXPECT_EQ(refusal("au1s5cgom"), "bad_character");
  EXPECT_EQ(refusal("M1VUXWEZ"), "bad_checksum");
  EXPECT_EQ(refusal("16plkw9"), "no_separator");
  EXPECT_EQ(refusal("1p2gdwpf"), "no_separator");
  EXPECT_EQ(refusal("A1lqfn3a"), "mixed_case");
  // Bech32 without the m.
  EXPECT_EQ(refusal("a12uel5l"), "bad_checksum");
}

TEST(Addresses, FindEveryWrongCharacter) {
  std::array<uint8_t, 32> bytes{};
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(7 * i);
  AccountId id(bytes);
  std::string text = account_to_text(id);
  EXPECT_EQ(text.substr(0, 3), "fh1");
  EXPECT_EQ(text.size(), 61u);
  ASSERT_TRUE(account_from_text(text));
  EXPECT_EQ(*account_from_text(text), id);
  for (size_t i = 3; i < text.size(); ++i) {
    std::string wrong = text;
    wrong[i] = wrong[i] == 'q' ? 'p' : 'q';
    EXPECT_FALSE(account_from_text(wrong)) << i;
  }
  auto other = account_from_text(bech32m_from_bytes32("fx", bytes));
  ASSERT_FALSE(other);
  EXPECT_EQ(std::string(to_string(other.error())), "wrong_prefix");
  EXPECT_FALSE(account_from_text(bech32m_encode("fh", Bytes(51, 0))));
  // 52 groups hold four bits more than 32 bytes: they are zero.
  Bytes groups(52, 0);
  groups.back() = 1;
  auto padded = account_from_text(bech32m_encode("fh", groups));
  ASSERT_FALSE(padded);
  EXPECT_EQ(std::string(to_string(padded.error())), "bad_padding");
}

// The examples of RFC 4648 section 10, without their padding.
TEST(Base32, WritesAndReadsTheStandardsExamples) {
  const std::pair<const char*, const char*> examples[] = {
      {"", ""},           {"f", "MY"},        {"fo", "MZXQ"},          {"foo", "MZXW6"},
      {"foob", "MZXW6YQ"}, {"fooba", "MZXW6YTB"}, {"foobar", "MZXW6YTBOI"}};
  for (const auto& [text, encoded] : examples) {
    EXPECT_EQ(base32_encode(as_bytes(text)), encoded);
    auto decoded = base32_decode(encoded);
    ASSERT_TRUE(decoded) << encoded;
    EXPECT_EQ(as_text(*decoded), text);
  }
}

TEST(Base32, RefusesASecondWayToWriteBytes) {
  for (const char* text : {"MZ", "MZXX", "MZXW7", "MZXW6YR", "my", "MY======", "MY ", "M0", "M1", "M8",
                           "M", "MZX", "MZXW6Y", "MZXW6YTBO"})
    EXPECT_FALSE(base32_decode(text)) << text;
}

TEST(Base64url, WritesTheExamplesOfRfc4648WithoutPadding) {
  const char* texts[] = {"", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE", "Zm9vYmFy"};
  for (size_t size = 0; size <= 6; ++size) {
    ByteView bytes = as_bytes(std::string_view("foobar").substr(0, size));
    EXPECT_EQ(base64url_encode(bytes), texts[size]);
    ASSERT_TRUE(base64url_decode(texts[size]));
    EXPECT_TRUE(equal(*base64url_decode(texts[size]), bytes));
  }
  EXPECT_EQ(base64url_encode(Bytes{0xfb, 0xff}), "-_8");
}

TEST(Base64url, RefusesEverySecondText) {
  for (const char* bad : {"Zg==", "Zh", "Zm9", "Z", "Zm9v\n", " Zg", "+/8", "Zm9vY", "Zm\x80v"}) {
    EXPECT_FALSE(base64url_decode(bad)) << bad;
  }
  std::array<uint8_t, 2> out{};
  EXPECT_TRUE(base64url_decode_exactly("-_8", out));
  EXPECT_FALSE(base64url_decode_exactly("-_", out));
  EXPECT_FALSE(base64url_decode_exactly("-_-_", out));
}

TEST(Utf8, RefusesOverlongSurrogateAndCutCharacters) {
  for (const char* good : {"", "a", "é", "∞", "😀", "\xef\xbb\xbf", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(valid_utf8(as_bytes(good)));
  }
  for (const char* bad : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
                          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\xc3", "\xff", "a\xe2\x28\xa1"}) {
    EXPECT_FALSE(valid_utf8(as_bytes(bad))) << to_hex(as_bytes(bad));
  }
}

}  // namespace
}  // namespace freehold::codec
