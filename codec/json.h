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
#include <vector>

#include "common/bytes.h"
#include "common/result.h"

namespace freehold::codec {

enum class JsonErrorCode : uint8_t {
  kTooLarge = 1,   // longer than the limit
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

// What is wrong, and where: a path like "actors[2].lane", empty at the top.
struct JsonError {
  JsonErrorCode code;
  std::string path;
};

struct JsonLimits {
  size_t bytes_max = 1 << 20;
  size_t depth_max = 32;
  size_t string_max = 1 << 20;
};

// One JSON value. Copyable; not for use by two threads at once unless all only read.
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

  static Result<Json, JsonError> parse(std::string_view text, const JsonLimits& limits = {});

  bool is_null() const;
  bool is_boolean() const;
  bool is_number() const;
  bool is_string() const;
  bool is_array() const;
  bool is_object() const;

  bool as_boolean() const;
  uint64_t as_number() const;
  const std::string& as_string() const;

  // Arrays and objects: the number of members. Zero for anything else.
  size_t size() const;
  // Array members. The reference lives as long as this value is not changed.
  Json at(size_t index) const;
  void push(Json value);

  // Object members, kept in the order they were set.
  bool has(std::string_view key) const;
  std::optional<Json> get(std::string_view key) const;
  void set(std::string_view key, Json value);
  std::vector<std::string> keys() const;

  // UTF-8 text; bytes that are not UTF-8 are replaced. indent < 0: one line.
  std::string dump(int indent = -1) const;

 private:
  struct Impl;
  explicit Json(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace freehold::codec
