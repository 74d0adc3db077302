#include "codec/bcs.h"

#include <gtest/gtest.h>

namespace freehold::codec {
namespace {

template <class T>
std::string hex_of(const T& value) {
  return to_hex(bcs_encode(value));
}
template <class T>
std::string refusal(std::string_view hex) {
  auto value = bcs_decode<T>(*from_hex(hex));
  return value ? "none" : to_string(value.error());
}
template <class T>
void both_ways(const T& value, std::string_view hex) {
  EXPECT_EQ(hex_of(value), hex);
  auto back = bcs_decode<T>(*from_hex(hex));
  ASSERT_TRUE(back) << hex << ": " << to_string(back.error());
  EXPECT_EQ(hex_of(*back), hex);
}

// The structs and choices of the public format's page.
struct MyStruct {
  bool boolean = false;
  Bytes bytes;
  std::string label;
  FREEHOLD_DESCRIBE(boolean, bytes, label)
};
struct Wrapper {
  MyStruct inner;
  std::string name;
  FREEHOLD_DESCRIBE(inner, name)
};
struct Variant0 {
  uint16_t value = 0;
  FREEHOLD_DESCRIBE(value)
};
struct Variant1 {
  uint8_t value = 0;
  FREEHOLD_DESCRIBE(value)
};
struct Variant2 {
  std::string value;
  FREEHOLD_DESCRIBE(value)
};
using E = std::variant<Variant0, Variant1, Variant2>;
struct Pair {
  uint8_t a = 0;
  uint16_t b = 0;
  FREEHOLD_DESCRIBE(a, b)
};

TEST(Bcs, WritesTheExamplesOfThePublicFormat) {
  both_ways(true, "01");
  both_ways(false, "00");
  both_ways(uint8_t{1}, "01");
  both_ways(uint16_t{4660}, "3412");
  both_ways(uint32_t{305419896}, "78563412");
  both_ways(uint64_t{1311768467750121216}, "00efcdab78563412");
  both_ways(std::optional<uint8_t>(8), "0108");
  both_ways(std::optional<uint8_t>(), "00");
  both_ways(std::array<uint16_t, 3>{1, 2, 3}, "010002000300");
  both_ways(std::vector<uint16_t>{1, 2}, "0201000200");
  both_ways(std::string("çå∞≠¢õß∂ƒ∫"), "18c3a7c3a5e2889ee289a0c2a2c3b5c39fe28882c692e288ab");
  both_ways(MyStruct{true, {0xc0, 0xde}, "a"}, "0102c0de0161");
  both_ways(Wrapper{{true, {0xc0, 0xde}, "a"}, "b"}, "0102c0de01610162");
  both_ways(E(Variant0{8000}), "00401f");
  both_ways(E(Variant1{255}), "01ff");
  both_ways(E(Variant2{"e"}), "020165");
}

TEST(Bcs, WritesLengthsInTheShortestUleb128) {
  auto uleb = [](uint64_t value) {
    Bytes out;
    BcsWriter(out).uleb(value);
    return to_hex(out);
  };
  EXPECT_EQ(uleb(0), "00");
  EXPECT_EQ(uleb(1), "01");
  EXPECT_EQ(uleb(127), "7f");
  EXPECT_EQ(uleb(128), "8001");
  EXPECT_EQ(uleb(9487), "8f4a");
  EXPECT_EQ(uleb(16384), "808001");
  EXPECT_EQ(uleb(2097152), "80808001");
  EXPECT_EQ(uleb(268435456), "8080808001");
  EXPECT_EQ(uleb(UINT32_MAX), "ffffffff0f");
}

TEST(Bcs, RefusesEverySecondEncoding) {
  EXPECT_EQ(refusal<Bytes>("8000"), "uleb_padded");
  EXPECT_EQ(refusal<Bytes>("818000ff"), "uleb_padded");
  EXPECT_EQ(refusal<Bytes>("ffffffff1f"), "uleb_too_large");
  EXPECT_EQ(refusal<Bytes>("808080808001"), "uleb_too_large");
  EXPECT_EQ(refusal<uint8_t>("0100"), "trailing");
  EXPECT_EQ(refusal<MyStruct>("0102c0de016100"), "trailing");
  EXPECT_EQ(refusal<bool>("02"), "bad_bool");
  EXPECT_EQ(refusal<std::optional<uint8_t>>("0200"), "bad_bool");
  EXPECT_EQ(refusal<E>("03"), "unknown_variant");
  EXPECT_EQ(refusal<E>("800100"), "unknown_variant");
  EXPECT_EQ(refusal<E>("8000"), "uleb_padded");
}

TEST(Bcs, RefusesEveryCut) {
  Bytes whole = bcs_encode(Wrapper{{true, {0xc0, 0xde}, "a"}, "b"});
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(bcs_decode<Wrapper>(ByteView(whole).first(size))) << size;
  }
}

// A length is looked at before anything is allocated for it.
TEST(Bcs, RefusesLengthsThatTheInputCannotHold) {
  EXPECT_EQ(refusal<Bytes>("ffffffff07"), "length_too_large");
  EXPECT_EQ(refusal<Bytes>("02ff"), "length_too_large");
  EXPECT_EQ(refusal<std::string>("8080808008"), "length_too_large");
  EXPECT_EQ(refusal<std::vector<uint64_t>>("ffffffff07"), "length_too_large");
  EXPECT_EQ(refusal<std::vector<Pair>>("03010000020000"), "truncated");
}

TEST(Bcs, ReadsBackFixedBytesAndUnits) {
  std::array<uint8_t, 32> bytes{};
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(i);
  AccountId id(bytes);
  EXPECT_EQ(hex_of(id), "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  EXPECT_EQ(*bcs_decode<AccountId>(bcs_encode(id)), id);
  EXPECT_EQ(hex_of(Amount{1'000'000}), "40420f0000000000");
  EXPECT_EQ(hex_of(Height{258}), "0201000000000000");
  EXPECT_EQ(hex_of(Time{1}), "0100000000000000");
}

}  // namespace
}  // namespace freehold::codec
