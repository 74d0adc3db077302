#include "codec/json.h"

#include <gtest/gtest.h>

#include "codec/json_schema.h"
#include "codec/json_view.h"

namespace freehold::codec {
namespace {

std::string refusal(std::string_view text, const JsonLimits& limits = {}) {
  auto json = Json::parse(text, limits);
  if (json) return "none";
  return std::string(to_string(json.error().code)) +
         (json.error().path.empty() ? "" : " at " + json.error().path);
}

TEST(Json, RefusesWhatIsOutsideItsProfile) {
  EXPECT_EQ(refusal("{}"), "none");
  EXPECT_EQ(refusal(" [1, \"a\", null, true, {\"k\": []}] "), "none");
  EXPECT_EQ(refusal(""), "syntax");
  EXPECT_EQ(refusal("{} {}"), "syntax");
  EXPECT_EQ(refusal("{a:1}"), "syntax");
  EXPECT_EQ(refusal("[1,]"), "syntax at [1]");
  EXPECT_EQ(refusal("// no\n1"), "syntax");
  EXPECT_EQ(refusal(std::string_view("1\0", 2)), "syntax");
  EXPECT_EQ(refusal("NaN"), "syntax");
  EXPECT_EQ(refusal("[\"\x01\"]"), "syntax at [0]");
  EXPECT_EQ(refusal("\xef\xbb\xbf{}"), "not_utf8");
  EXPECT_EQ(refusal("\"\xff\""), "not_utf8");
  EXPECT_EQ(refusal("\"\\ud800\""), "not_utf8");
  EXPECT_EQ(refusal("\"\\ud83d\\ude00\""), "none");
  EXPECT_EQ(refusal("{\"a\":1,\"b\":2,\"a\":3}"), "duplicate_key at a");
  EXPECT_EQ(refusal("{\"x\":{\"a\":1,\"\\u0061\":3}}"), "duplicate_key at x.a");
}

TEST(Json, KeepsOnlyPlainIntegers) {
  EXPECT_EQ(refusal("9007199254740991"), "none");
  for (const char* bad : {"9007199254740992", "18446744073709551616", "-1", "-0", "1.0", "1e3", "1E3",
                          "01", "00", "1.", "123456789012345678901234567890"}) {
    EXPECT_EQ(refusal(bad), "bad_number") << bad;
  }
}

// HAZARDS 33: bounded before it is read.
TEST(Json, BoundsSizeDepthAndStrings) {
  std::string deep(100'000, '[');
  EXPECT_EQ(refusal(deep).substr(0, 8), "too_deep");
  JsonLimits few{100, 4, 8, 3};
  EXPECT_EQ(refusal("[1,{\"a\":2}]", few), "too_large");
  EXPECT_EQ(refusal("[1,[]]", few), "none");
  EXPECT_EQ(refusal("[[],[],[],[]]", few), "too_large at [3]");
  JsonLimits limits{100, 2, 8};
  EXPECT_EQ(refusal("[[1]]", limits), "none");
  EXPECT_EQ(refusal("[[[1]]]", limits), "too_deep at [0][0]");
  EXPECT_EQ(refusal("\"12345678\"", limits), "none");
  EXPECT_EQ(refusal("\"123456789\"", limits), "string_too_long");
  EXPECT_EQ(refusal("{\"123456789\":1}", limits).substr(0, 15), "string_too_long");
  EXPECT_EQ(refusal(std::string(101, ' '), limits), "too_large");
}

struct Inner {
  uint8_t small = 0;
  std::optional<Bytes> bytes;
  FREEHOLD_DESCRIBE(small, bytes)
};
struct Left {
  static constexpr std::string_view kName = "left";
  uint64_t number = 0;
  FREEHOLD_DESCRIBE(number)
};
struct Right {
  static constexpr std::string_view kName = "right";
  bool yes = false;
  FREEHOLD_DESCRIBE(yes)
};
struct Outer {
  std::vector<Inner> list;
  std::variant<Left, Right> choice;
  Amount amount;
  std::string text;
  FREEHOLD_DESCRIBE(list, choice, amount, text)
};

constexpr std::string_view kOuter =
    R"({"list":[{"small":255,"bytes":"AQ"},{"small":0,"bytes":null}],"choice":{"left":{"number":"18446744073709551615"}},"amount":"5","text":"é"})";

std::string view_refusal(std::string text) {
  auto value = from_json_text<Outer>(text);
  if (value) return "none";
  return std::string(to_string(value.error().code)) + " at " + value.error().path;
}
std::string changed(std::string_view from, std::string_view to) {
  std::string text(kOuter);
  size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(JsonView, WritesAndReadsADescribedStruct) {
  auto value = from_json_text<Outer>(kOuter);
  ASSERT_TRUE(value) << value.error().path;
  EXPECT_EQ(value->list.size(), 2u);
  EXPECT_EQ(std::get<Left>(value->choice).number, UINT64_MAX);
  EXPECT_EQ(to_json(*value).dump(), kOuter);
}

// HAZARDS 2 and 33.
TEST(JsonView, RefusesEverySecondFormAndSaysWhere) {
  EXPECT_EQ(view_refusal(changed("\"amount\":\"5\"", "\"amount\":5")), "wrong_type at amount");
  for (const char* bad : {"\"05\"", "\"\"", "\"+5\"", "\"-5\"", "\"5.0\"", "\"5e0\"", "\" 5\"",
                          "\"18446744073709551616\""}) {
    EXPECT_EQ(view_refusal(changed("\"amount\":\"5\"", std::string("\"amount\":") + bad)),
              "bad_value at amount")
        << bad;
  }
  EXPECT_EQ(view_refusal(changed("255", "256")), "bad_value at list[0].small");
  EXPECT_EQ(view_refusal(changed("255", "\"255\"")), "wrong_type at list[0].small");
  EXPECT_EQ(view_refusal(changed("\"AQ\"", "\"AQ==\"")), "bad_value at list[0].bytes");
  EXPECT_EQ(view_refusal(changed("\"AQ\"", "\"AR\"")), "bad_value at list[0].bytes");
  EXPECT_EQ(view_refusal(changed(",\"bytes\":null", "")), "missing_field at list[1].bytes");
  EXPECT_EQ(view_refusal(changed(",\"bytes\":null", ",\"bytes\":null,\"more\":1")),
            "unknown_field at list[1].more");
  EXPECT_EQ(view_refusal(changed("\"left\"", "\"middle\"")), "unknown_field at choice.middle");
  EXPECT_EQ(view_refusal(changed("{\"left\":", "{\"right\":{\"yes\":true},\"left\":")),
            "bad_value at choice");
  EXPECT_EQ(view_refusal(changed("\"é\"", "null")), "wrong_type at text");
}

TEST(JsonView, HasASchemaThatNamesEveryField) {
  std::string schema = json_schema<Outer>().dump();
  for (const char* part : {"\"required\":[\"list\",\"choice\",\"amount\",\"text\"]",
                           "\"additionalProperties\":false", "\"maximum\":255", "\"oneOf\""}) {
    EXPECT_NE(schema.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace freehold::codec
