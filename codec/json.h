// JSON behind our own type, so that the library's heavy header stays in one .cpp file.
//
// Parsing is strict and for hostile input: UTF-8 without BOM, no duplicate keys, no NaN, no lone
// surrogates, no comments, a bound on depth, on size and on the length of one string. Numbers are
// kept only as integers from 0 to 2^53 - 1; anything else (a sign, a point, an exponent) is refused:
// larger numbers and amounts travel as decimal strings.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/bytes.h"
#include "common/result.h"

namespace freehold::codec {

enum class JsonErrorCode : uint8_t {
  kTooLarge = 1,   // longer than the limit, or of more values
  kNotUtf8,        // bytes that are not UTF-8, a BOM, or a lone surrogate
  kSyntax,         // not JSON
  kDuplicateKey,
  kTooDeep,
  kStringTooLong,
  kBadNumber,      // not an integer from 0 to 2^53 - 1 in its plain form
  kWrongType,      // a value of another type than the field's
  kMissingField,
  kUnknownField,
  kBadValue,       // of the right type, but not a value the field can have
};
const char* to_string(JsonErrorCode code);

// What is wrong, and where: a path like "actors[2].lane", empty at the top. A name that the input
// chose is cut after 64 bytes.
struct JsonError {
  JsonErrorCode code;
  std::string path;

  // The same error as seen from the object or array that holds the value.
  JsonError within_field(std::string_view name) &&;
  JsonError within_item(size_t index) &&;
};

struct JsonLimits {
  size_t bytes_max = 1 << 20;   // of the text; checked before anything else
  size_t depth_max = 32;        // of arrays and objects in each other; [] has depth 1
  size_t string_max = 1 << 20;  // bytes of one string or key, escapes resolved
  size_t values_max = SIZE_MAX;  // all of them, those in arrays and objects too
};

// One JSON value. Copies, at() and get() share what they hold and cost the same for a large value as
// for a small one; a change to one of them is not seen by the others. Not for use by two threads at
// once unless all only read; copies in different threads are values of their own.
// Reading the wrong type is our mistake and asserts: ask first.
class Json {
 public:
  Json();  // null
  ~Json();
  Json(const Json&);
  Json(Json&&) noexcept;
  Json& operator=(const Json&);
  Json& operator=(Json&&) noexcept;

  static Json null() { return Json(); }
  static Json boolean(bool value);
  static Json number(uint64_t value);  // asserts value < 2^53
  static Json real(double value);      // for views such as metrics; the strict parser refuses these
  static Json string(std::string_view value);
  static Json array();
  static Json object();

  // Refuses, in this order: kTooLarge; kNotUtf8 for the bytes; then, by the first place in the text,
  // kNotUtf8 for a lone surrogate, kSyntax, kDuplicateKey (at the end of its object), kTooDeep,
  // kStringTooLong and kBadNumber.
  static Result<Json, JsonError> parse(std::string_view text, const JsonLimits& limits = {});

  bool is_null() const;
  bool is_boolean() const;
  bool is_number() const;  // an integer; a real() is written, never read
  bool is_string() const;
  bool is_array() const;
  bool is_object() const;

  bool as_boolean() const;
  uint64_t as_number() const;
  const std::string& as_string() const;  // lives as long as this value is not changed

  // Arrays and objects: the number of members. Zero for anything else.
  size_t size() const;
  // Array members; asserts index < size().
  Json at(size_t index) const;
  void push(Json value);

  // Object members, kept in the order they were set.
  // Search is linear: for objects of a known form, not for tables.
  bool has(std::string_view key) const;
  std::optional<Json> get(std::string_view key) const;
  void set(std::string_view key, Json value);  // replaces in its place what was set
  std::vector<std::string> keys() const;

  // UTF-8 text; bytes that are not UTF-8 are replaced. indent < 0: one line.
  std::string dump(int indent = -1) const;

 private:
  struct List;
  struct Members;
  struct Writer;
  class Builder;
  // Numbers and the like need no memory of their own: an input of many costs 24 bytes for each.
  using Value = std::variant<std::monostate, bool, uint64_t, double,
                             std::shared_ptr<const std::string>, std::shared_ptr<List>,
                             std::shared_ptr<Members>>;

  explicit Json(Value value) : value_(std::move(value)) {}
  List& own_list();
  Members& own_members();

  Value value_;
};

// A text by which a file says what it is, looked at before its shape: the string of that name in an object;
// none where `json` is no object or the member no string.
std::optional<std::string> string_member(const Json& json, std::string_view name);

}  // namespace freehold::codec
