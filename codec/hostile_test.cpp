// What bytes and text from outside do to the decoders: refused by name, with bounded memory and time.
#include <gtest/gtest.h>

#include <time.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <new>

#include "codec/bcs.h"
#include "codec/json_view.h"

namespace {

// The largest single request for memory since it was set to 0.
std::atomic<size_t> largest_request{0};

void* count_and_get(size_t size) {
  size_t before = largest_request.load();
  while (before < size && !largest_request.compare_exchange_weak(before, size)) {
  }
  if (void* memory = std::malloc(size != 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(size_t size) { return count_and_get(size); }
void* operator new[](size_t size) { return count_and_get(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace freehold::codec {
namespace {

struct Item {
  static constexpr std::string_view kName = "item";
  uint64_t number = 0;
  Bytes bytes;
  FREEHOLD_DESCRIBE(number, bytes)
};
struct Other {
  static constexpr std::string_view kName = "other";
  bool yes = false;
  FREEHOLD_DESCRIBE(yes)
};
struct Sheet {
  uint8_t small = 0;
  uint64_t count = 0;
  Amount amount;
  std::optional<Height> height;
  std::vector<Item> items;
  std::variant<Item, Other> choice;
  std::array<uint8_t, 4> four{};
  FREEHOLD_DESCRIBE(small, count, amount, height, items, choice, four)
};

template <class T>
std::string bcs_error(const std::string& hex) {
  auto value = bcs_decode<T>(*from_hex(hex));
  return value ? "ok" : to_string(value.error());
}

// --- canonical bytes --------------------------------------------------------------------------

// HAZARDS 6: each value has one encoding, and every other is refused by its name.
TEST(HostileBcs, RefusesEverySecondEncoding) {
  EXPECT_EQ(bcs_error<Bytes>("02aabb"), "ok");
  EXPECT_EQ(bcs_error<Bytes>("8200aabb"), "uleb_padded");
  EXPECT_EQ(bcs_error<Bytes>("828000aabb"), "uleb_padded");
  EXPECT_EQ(bcs_error<Bytes>("02aabb00"), "trailing");
  EXPECT_EQ(bcs_error<Bytes>("02aa"), "length_too_large");
  EXPECT_EQ(bcs_error<Bytes>("ffffffff7f"), "uleb_too_large");
  EXPECT_EQ(bcs_error<Bytes>("8080808080"), "uleb_too_large");
  EXPECT_EQ(bcs_error<Bytes>("ffffffff0f"), "length_too_large");
  EXPECT_EQ(bcs_error<bool>("02"), "bad_bool");
  EXPECT_EQ(bcs_error<std::optional<uint8_t>>("0201"), "bad_bool");
  EXPECT_EQ(bcs_error<uint64_t>("01020304050607"), "truncated");
  using Choice = std::variant<Item, Other>;
  EXPECT_EQ(bcs_error<Choice>("0101"), "ok");
  EXPECT_EQ(bcs_error<Choice>("0201"), "unknown_variant");
  EXPECT_EQ(bcs_error<Choice>("810001"), "uleb_padded");
}

// Whatever decodes, encodes to the bytes it came from: all inputs of two bytes, and all changes of
// one byte of a larger value.
TEST(HostileBcs, DecodesNothingThatItWouldEncodeOtherwise) {
  auto look = [](ByteView bytes) {
    auto value = bcs_decode<Sheet>(bytes);
    if (value) {
      ASSERT_TRUE(equal(bcs_encode(*value), bytes)) << to_hex(bytes);
    }
  };
  Sheet sheet;
  sheet.height = Height{7};
  sheet.items = {{1, {1, 2}}, {2, {}}};
  Bytes good = bcs_encode(sheet);
  size_t accepted = 0;
  for (size_t at = 0; at < good.size(); ++at) {
    for (unsigned byte = 0; byte < 256; ++byte) {
      Bytes changed = good;
      changed[at] = static_cast<uint8_t>(byte);
      look(changed);
      accepted += bcs_decode<Sheet>(changed).has_value() ? 1 : 0;
    }
    look(ByteView(good).first(at));
  }
  EXPECT_GT(accepted, good.size());
}

// HAZARDS 10 and 13: memory follows what was sent, not what a length claims.
TEST(HostileBcs, AllocatesNothingForALengthThatIsOnlyClaimed) {
  for (const char* claim : {"ffffffff07", "ffffffff0f", "80808001", "808080800801020304"}) {
    largest_request = 0;
    EXPECT_EQ(bcs_error<Bytes>(claim), "length_too_large");
    EXPECT_EQ(bcs_error<std::string>(claim), "length_too_large");
    EXPECT_EQ(bcs_error<std::vector<Item>>(claim), "length_too_large");
    EXPECT_EQ(bcs_error<std::vector<uint64_t>>(claim), "length_too_large");
    EXPECT_LT(largest_request, 1000u) << claim;
  }
  // As many items as there are bytes left, of eight bytes each: read until there is nothing left.
  Bytes many(100'000, 1);
  many[0] = 0x9d;
  many[1] = 0x8d;
  many[2] = 0x06;
  largest_request = 0;
  auto read = bcs_decode<std::vector<uint64_t>>(many);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(), BcsError::kTruncated);
  EXPECT_LT(largest_request, 300'000u);
}

// --- JSON -------------------------------------------------------------------------------------

std::string json_error(std::string_view text, const JsonLimits& limits = {}) {
  auto value = Json::parse(text, limits);
  return value ? "ok" : to_string(value.error().code);
}

// HAZARDS 33.
TEST(HostileJson, IsRefusedByName) {
  EXPECT_EQ(json_error("{\"a\":[1,true,null,\"x\",{}]}"), "ok");
  EXPECT_EQ(json_error(""), "syntax");
  EXPECT_EQ(json_error("{} x"), "syntax");
  EXPECT_EQ(json_error("{}{}"), "syntax");
  EXPECT_EQ(json_error("[1,]"), "syntax");
  EXPECT_EQ(json_error("{\"a\":1,}"), "syntax");
  EXPECT_EQ(json_error("{a:1}"), "syntax");
  EXPECT_EQ(json_error("['a']"), "syntax");
  EXPECT_EQ(json_error("// no\n1"), "syntax");
  EXPECT_EQ(json_error("/* no */1"), "syntax");
  EXPECT_EQ(json_error("NaN"), "syntax");
  EXPECT_EQ(json_error("Infinity"), "syntax");
  EXPECT_EQ(json_error("[1]\x01"), "syntax");
  EXPECT_EQ(json_error(std::string_view("[1]\0[2]", 7)), "syntax");
  EXPECT_EQ(json_error("\"a\nb\""), "syntax");
  EXPECT_EQ(json_error("\"\\x41\""), "syntax");
  EXPECT_EQ(json_error("\xef\xbb\xbf{}"), "not_utf8");
  EXPECT_EQ(json_error("\xfe\xff\0{", {}), "not_utf8");
  EXPECT_EQ(json_error("\"\xc0\xaf\""), "not_utf8");
  EXPECT_EQ(json_error("\"\xed\xa0\x80\""), "not_utf8");
  EXPECT_EQ(json_error("\"\xf4\x90\x80\x80\""), "not_utf8");
  EXPECT_EQ(json_error("\"\\ud800\""), "not_utf8");
  EXPECT_EQ(json_error("\"\\ud800x\""), "not_utf8");
  EXPECT_EQ(json_error("\"\\udc00\\ud800\""), "not_utf8");
  EXPECT_EQ(json_error("\"\\ud83d\\ude00\""), "ok");
  EXPECT_EQ(json_error("{\"a\":1,\"b\":2,\"a\":1}"), "duplicate_key");
  EXPECT_EQ(json_error("{\"a\":1,\"\\u0061\":1}"), "duplicate_key");
  EXPECT_EQ(json_error("[{\"x\":{\"a\":1,\"a\":1}}]"), "duplicate_key");
}

// HAZARDS 2: a number is an integer in its one plain form, or it is refused.
TEST(HostileJson, TakesNumbersInOneFormOnly) {
  for (const char* good : {"0", "1", "9007199254740991"}) EXPECT_EQ(json_error(good), "ok") << good;
  for (const char* bad :
       {"1e3", "1E3", "1.0", "-1", "-0", "01", "00", "9007199254740992", "9007199254740993",
        "18446744073709551616", "1e400", "1.", "0.1e-2"}) {
    EXPECT_EQ(json_error(bad), "bad_number") << bad;
  }
  EXPECT_EQ(json_error("+1"), "syntax");
  EXPECT_EQ(json_error("0x10"), "syntax");
  EXPECT_EQ(json_error(".5"), "syntax");
}

std::string sheet_error(const std::string& from, const std::string& to) {
  std::string text =
      "{\"small\":1,\"count\":\"2\",\"amount\":\"3\",\"height\":null,"
      "\"items\":[{\"number\":\"4\",\"bytes\":\"AQ\"}],\"choice\":{\"other\":{\"yes\":true}},"
      "\"four\":[1,2,3,4]}";
  size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  auto value = from_json_text<Sheet>(text);
  return value ? "ok" : to_string(value.error().code) + std::string(" ") + value.error().path;
}

// HAZARDS 2: amounts and every other 64-bit number are decimal strings in range, nothing else.
TEST(HostileJson, GivesAmountsOnlyAsDecimalStringsInRange) {
  EXPECT_EQ(sheet_error("\"3\"", "\"18446744073709551615\""), "ok");
  EXPECT_EQ(sheet_error("\"3\"", "3"), "wrong_type amount");
  EXPECT_EQ(sheet_error("\"3\"", "9007199254740993"), "bad_number amount");
  EXPECT_EQ(sheet_error("\"3\"", "1e3"), "bad_number amount");
  EXPECT_EQ(sheet_error("\"3\"", "null"), "wrong_type amount");
  for (const char* bad :
       {"", " 3", "3 ", "+3", "-3", "03", "3.0", "1e3", "0x3", "3,000", "18446744073709551616",
        "99999999999999999999", "100000000000000000000", "\xd9\xa3"}) {
    EXPECT_EQ(sheet_error("\"3\"", "\"" + std::string(bad) + "\""), "bad_value amount") << bad;
    EXPECT_EQ(sheet_error("\"4\"", "\"" + std::string(bad) + "\""), "bad_value items[0].number");
  }
}

TEST(HostileJson, IsReadIntoNothingThatItDoesNotName) {
  EXPECT_EQ(sheet_error("\"small\":1", "\"small\":256"), "bad_value small");
  EXPECT_EQ(sheet_error("\"small\":1", "\"small\":\"1\""), "wrong_type small");
  EXPECT_EQ(sheet_error("\"small\":1,", ""), "missing_field small");
  EXPECT_EQ(sheet_error("\"four\":", "\"five\":1,\"four\":"), "unknown_field five");
  EXPECT_EQ(sheet_error("[1,2,3,4]", "[1,2,3]"), "bad_value four");
  EXPECT_EQ(sheet_error("\"height\":null,", ""), "missing_field height");
  EXPECT_EQ(sheet_error("{\"other\":{\"yes\":true}}", "{}"), "bad_value choice");
  EXPECT_EQ(sheet_error("{\"other\":{\"yes\":true}}", "{\"third\":{}}"), "unknown_field choice.third");
  EXPECT_EQ(sheet_error("\"AQ\"", "\"AQ==\""), "bad_value items[0].bytes");
  EXPECT_EQ(sheet_error("\"AQ\"", "\"AR\""), "bad_value items[0].bytes");
  EXPECT_EQ(sheet_error("\"AQ\"", "\"A\""), "bad_value items[0].bytes");
}

// HAZARDS 13 and 33: the limits stop what is too deep, too long or too large.
TEST(HostileJson, StopsAtItsLimits) {
  JsonLimits limits{size_t{16} << 20, 32, size_t{1} << 20};
  EXPECT_EQ(json_error(std::string(32, '[') + std::string(32, ']'), limits), "ok");
  EXPECT_EQ(json_error(std::string(33, '[') + std::string(33, ']'), limits), "too_deep");
  EXPECT_EQ(json_error(std::string(100'000, '['), limits), "too_deep");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(json_error(objects, limits), "too_deep");
  EXPECT_EQ(json_error("\"" + std::string(10'000'000, 'x') + "\"", limits), "string_too_long");
  EXPECT_EQ(json_error("{\"" + std::string(10'000'000, 'x') + "\":1}", limits), "string_too_long");
  EXPECT_EQ(json_error(std::string(limits.bytes_max + 1, ' '), limits), "too_large");
}

// Time grows with the text and not with its square: eight times the text takes eight times as long of
// this thread's own time, and not 64 times.
TEST(HostileJson, IsReadInLinearTime) {
  auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  auto seconds = [&](const std::function<std::string(size_t)>& make, size_t count) {
    std::string text = make(count);
    JsonLimits limits{size_t{64} << 20, 32, size_t{64} << 20};
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
      double begin = now();
      (void)Json::parse(text, limits);
      best = std::min(best, now() - begin);
    }
    return best;
  };
  std::vector<std::function<std::string(size_t)>> shapes = {
      [](size_t n) {  // an object of many keys, the last twice
        std::string out = "{";
        for (size_t i = 0; i < n; ++i) out += "\"k" + std::to_string(i) + "\":1,";
        return out + "\"k0\":1}";
      },
      [](size_t n) { return "\"" + std::string(n * 8, '\\') + "\""; },
      [](size_t n) {
        std::string out = "\"";
        for (size_t i = 0; i < n; ++i) out += "\\ud83d\\ude00";
        return out + "\\ud800\"";
      },
      [](size_t n) {
        std::string out = "[";
        for (size_t i = 0; i < n; ++i) out += "[],";
        return out + "[]]";
      },
  };
  for (size_t shape = 0; shape < shapes.size(); ++shape) {
    double one = seconds(shapes[shape], 10'000);
    double eight = seconds(shapes[shape], 80'000);
    EXPECT_LT(eight, 32 * one + 0.01) << "shape " << shape;
  }
}

}  // namespace
}  // namespace freehold::codec
