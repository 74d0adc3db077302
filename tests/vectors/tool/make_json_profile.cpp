// json_profile.json: texts that the profile takes or refuses, and values that a field takes or
// refuses.
#include "vectors/tool/generate.h"
#include "vectors/tool/kinds.h"
#include "vectors/tool/read_text.h"

namespace freehold::vectors {
namespace {

class Builder {
 public:
  void text(const std::string& name, const std::string& text, std::string_view error = "") {
    add({name, std::nullopt, std::nullopt, text, std::nullopt, std::nullopt}, error);
  }
  void bytes(const std::string& name, std::string_view raw, std::string_view error) {
    add({name, std::nullopt, std::nullopt, std::nullopt, hex(as_bytes(raw)), std::nullopt}, error);
  }
  void limited(const std::string& name, const std::string& text, TextLimits limits,
               std::string_view error = "") {
    add({name, limits, std::nullopt, text, std::nullopt, std::nullopt}, error);
  }
  void as(const std::string& kind, const std::string& name, const std::string& text,
          std::string_view error = "") {
    add({name, std::nullopt, kind, text, std::nullopt, std::nullopt}, error);
  }

  JsonProfile all;

 private:
  void add(TextVector vector, std::string_view error) {
    if (!error.empty()) vector.error = std::string(error);
    std::string got = outcome_of(vector).value_or("taken");
    expect(got == vector.error.value_or("taken"), "json: " + vector.name + ": " + got);
    all.texts.push_back(std::move(vector));
  }
};

std::string nested(size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

void add_syntax(Builder& build) {
  build.text("an object", R"({"a":1,"b":[true,false,null],"c":{"d":"e"}})");
  build.text("blanks", " \t\r\n{ \"a\" : [ 1 , 2 ] } \n");
  build.text("a bare number", "0");
  build.text("a bare string", "\"\"");
  build.text("a bare null", "null");
  build.text("escapes", R"("\"\\\/\b\f\n\r\t\u0041\ud83c\udfe0")");
  build.text("an escaped zero character", R"("\u0000")");
  build.text("letters beyond ASCII", "\"Stra\u00dfe \u5730 \U0001f3e0\"");
  build.text("equal keys in different objects", R"([{"a":1},{"a":2}])");
  build.text("nothing", "", "syntax");
  build.text("blanks only", " \n", "syntax");
  build.text("two values", "1 2", "syntax");
  build.text("something after the end", "{} x", "syntax");
  build.text("an object cut", R"({"a":1)", "syntax");
  build.text("a string cut", "\"abc", "syntax");
  build.text("a comma at the end of an array", "[1,]", "syntax");
  build.text("a comma at the end of an object", R"({"a":1,})", "syntax");
  build.text("no comma", "[1 2]", "syntax");
  build.text("a key without quotes", "{a:1}", "syntax");
  build.text("single quotes", "{'a':1}", "syntax");
  build.text("a comment", "[1] // one", "syntax");
  build.text("a comment inside", "[/* one */ 1]", "syntax");
  build.text("NaN", "NaN", "syntax");
  build.text("Infinity", "[Infinity]", "syntax");
  build.text("a word in capitals", "True", "syntax");
  build.text("an unknown escape", R"("\x41")", "syntax");
  build.text("a short escape", R"("\u12")", "syntax");
  build.text("a line end inside a string", "\"a\nb\"", "syntax");
  build.text("a tab inside a string", "\"a\tb\"", "syntax");
  build.text("a zero character at the end", std::string("1\0", 2), "syntax");
  build.text("a no-break space", "[\u00a01]", "syntax");
  build.text("a key twice", R"({"a":1,"a":1})", "duplicate_key");
  build.text("a key twice, once escaped", R"({"a":1,"\u0061":2})", "duplicate_key");
  build.text("a key twice, deeper", R"({"x":[{"b":1,"c":2,"b":3}]})", "duplicate_key");
  build.text("depth 16", nested(16));
  build.text("depth 17", nested(17), "too_deep");
  build.text("depth 17 that does not close", std::string(17, '['), "too_deep");
  build.text("depth 5,000", std::string(5000, '['), "too_deep");
}

void add_utf8(Builder& build) {
  build.bytes("a byte order mark", "\xef\xbb\xbf{}", "not_utf8");
  build.bytes("a byte that starts nothing", "\"\xff\"", "not_utf8");
  build.bytes("a character cut", "\"\xe2\x82\"", "not_utf8");
  build.bytes("a slash in two bytes", "\"\xc0\xaf\"", "not_utf8");
  build.bytes("a surrogate in UTF-8", "\"\xed\xa0\x80\"", "not_utf8");
  build.bytes("past the last character", "\"\xf4\x90\x80\x80\"", "not_utf8");
  build.bytes("UTF-16", std::string_view("\xfe\xff\0{\0}", 6), "not_utf8");
  build.text("a high surrogate alone", R"("\ud83c")", "not_utf8");
  build.text("a high surrogate before a letter", R"("\ud83cx")", "not_utf8");
  build.text("two high surrogates", R"("\ud83c\ud83c")", "not_utf8");
  build.text("a low surrogate alone", R"("\udfe0")", "not_utf8");
  build.text("a low surrogate alone in a key", R"({"\udfe0":1})", "not_utf8");
}

void add_numbers(Builder& build) {
  build.text("2^53 - 1", "9007199254740991");
  build.text("2^53", "9007199254740992", "bad_number");
  build.text("2^64", "18446744073709551616", "bad_number");
  build.text("thirty digits", "[123456789012345678901234567890]", "bad_number");
  for (const char* number : {"-1", "-0", "1.0", "0.5", "1e3", "1E0", "01", "00", "-", "1.", "1e"}) {
    build.text(std::string("the number ") + number, "[" + std::string(number) + "]", "bad_number");
  }
  build.text("a plus sign", "[+1]", "syntax");
  build.text("a number that starts with a point", "[.5]", "syntax");
  build.text("hexadecimal", "[0x10]", "syntax");
}

void add_limits(Builder& build) {
  build.limited("16 bytes of at most 16", "\"12345678901234\"", {16, 16, 100});
  build.limited("17 bytes of at most 16", "\"123456789012345\"", {16, 16, 100}, "too_large");
  build.limited("a string of 4 bytes of at most 4", R"(["abcd"])", {100, 16, 4});
  build.limited("a string of 5 bytes of at most 4", R"(["abcde"])", {100, 16, 4},
                "string_too_long");
  build.limited("a key of 5 bytes of at most 4", R"({"abcde":1})", {100, 16, 4}, "string_too_long");
  build.limited("bytes are counted, not letters", "[\"\u5730\u5730\"]", {100, 16, 4},
                "string_too_long");
  build.limited("escapes are counted resolved", R"(["\u0041\u0042\u0043\u0044"])", {100, 16, 4});
  build.limited("depth 2 of at most 2", "[[]]", {100, 2, 100});
  build.limited("depth 3 of at most 2", "[[{}]]", {100, 2, 100}, "too_deep");
}

void add_values(Builder& build) {
  build.as("u8", "u8: 255", "255");
  build.as("u8", "u8: 256", "256", "bad_value");
  build.as("u8", "u8 as a string", "\"1\"", "wrong_type");
  build.as("u32", "u32: 4294967295", "4294967295");
  build.as("u32", "u32: 4294967296", "4294967296", "bad_value");
  build.as("u64", "u64: 2^64 - 1", "\"18446744073709551615\"");
  build.as("u64", "u64: 2^64", "\"18446744073709551616\"", "bad_value");
  for (const char* text : {"", "01", "00", "+1", "-1", "1.0", "1e3", " 1", "1 ", "0x1", "\u0661"}) {
    build.as("u64", std::string("u64: '") + text + "'", "\"" + std::string(text) + "\"",
             "bad_value");
  }
  build.as("u64", "u64 as a number", "1", "wrong_type");
  build.as("bool", "a boolean as a number", "1", "wrong_type");
  build.as("bool", "a boolean as a string", "\"true\"", "wrong_type");
  build.as("string", "a string as null", "null", "wrong_type");
  build.as("u32_option", "an option: null", "null");
  build.as("u32_option", "an option: a value", "7");
  build.as("bytes", "bytes: none", "\"\"");
  build.as("bytes", "bytes: canonical", "\"_-8\"");
  for (const char* text : {"A", "AA==", "+/8", "AB", "A A"}) {
    build.as("bytes", std::string("bytes: ") + text, "\"" + std::string(text) + "\"", "bad_value");
  }
  std::string hash(43, 'A');
  build.as("Hash256", "32 bytes", "\"" + hash + "\"");
  build.as("Hash256", "31 bytes", "\"" + hash.substr(1) + "\"", "bad_value");
  build.as("Hash256", "33 bytes", "\"" + hash + "A\"", "bad_value");
  build.as("Hash256", "spare bits that are not zero", "\"" + hash.substr(1) + "B\"", "bad_value");
  build.as("Hash256", "hexadecimal", "\"" + std::string(64, '0') + "\"", "bad_value");
  std::string address = codec::account_to_text(AccountId());
  std::string upper = address;
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  build.as("AccountId", "an address", "\"" + address + "\"");
  build.as("AccountId", "an address in capitals", "\"" + upper + "\"", "bad_value");
  build.as("AccountId", "an address as base64url", "\"" + hash + "\"", "bad_value");
}

void add_structs(Builder& build) {
  build.as("Origin", "a struct",
           R"({"collection":")" + std::string(43, 'A') + R"(","events":"3"})");
  build.as("TxResult", "fields in another order", R"({"fee":"1","action":0,"code":0})");
  build.as("TxResult", "a field missing", R"({"code":0,"action":0})", "missing_field");
  build.as("TxResult", "a field too many", R"({"code":0,"action":0,"fee":"1","more":1})",
           "unknown_field");
  build.as("TxResult", "a field of another type", R"({"code":"0","action":0,"fee":"1"})",
           "wrong_type");
  build.as("TxResult", "a field out of range", R"({"code":0,"action":65536,"fee":"1"})",
           "bad_value");
  build.as("TxResult", "a field that may not be null", R"({"code":0,"action":0,"fee":null})",
           "wrong_type");
  build.as("TxResult", "an array for a struct", R"([0,0,"1"])", "wrong_type");
  build.as("ParameterRecord", "an option left out", R"({"version":1,"value":"1"})",
           "missing_field");
  build.as("ParameterRecord", "an option that is null",
           R"({"version":1,"value":"1","scheduled":null})");
  std::string hash = R"({"hash":")" + std::string(43, 'A') + R"("})";
  build.as("Content", "a choice", R"({"public":)" + hash + "}");
  build.as("Content", "a choice of no name", R"({"secret":)" + hash + "}", "unknown_field");
  build.as("ItemContent", "a choice of another list", R"({"collection":)" + hash + "}",
           "unknown_field");
  build.as("Content", "two choices", R"({"public":)" + hash + R"(,"private":)" + hash + "}",
           "bad_value");
  build.as("Content", "no choice", "{}", "bad_value");
  build.as("Content", "a choice that is no object", "\"public\"", "wrong_type");
  build.as("GenesisRole", "a name of an enum",
           R"({"role":"issuer","account":")" + codec::account_to_text(AccountId()) + R"("})");
  build.as("GenesisRole", "no name of the enum",
           R"({"role":"owner","account":")" + codec::account_to_text(AccountId()) + R"("})",
           "bad_value");
  build.as("GenesisRole", "an enum as its number",
           R"({"role":2,"account":")" + codec::account_to_text(AccountId()) + R"("})",
           "wrong_type");
  build.as("u16_list", "a list", "[1,2]");
  build.as("u16_list", "a list with a string", R"([1,"2"])", "wrong_type");
  build.as("u16_list", "an object for a list", R"({"0":1})", "wrong_type");
}

}  // namespace

JsonProfile make_json_profile() {
  Builder build;
  add_syntax(build);
  add_utf8(build);
  add_numbers(build);
  add_limits(build);
  add_values(build);
  add_structs(build);
  return std::move(build.all);
}

}  // namespace freehold::vectors
