// Described structs (describe.h) to JSON and back. Pure.
//
//   bool                            true, false
//   uint8_t, uint16_t, uint32_t     number
//   uint64_t, Height, Time, Amount  canonical decimal string
//   std::string                     string; it must be UTF-8
//   Bytes, FixedBytes               base64url string (json_ids.h: an AccountId is bech32m)
//   std::vector, std::array         array; of exactly N for an array
//   std::optional                   null where empty; the field is there all the same
//   std::variant                    object with one member: {"<kName>": {fields}}
//   enum                            number, or text: see TextEnum
//   described struct                object: every field, in order, and no other
//   a type with a JsonText          string
//   Json                            any value, as it is
//
// Reading is for hostile input: a field too many or too few, a value of another type or out of range,
// a second way to write a number or bytes, are refused, with the path of what is wrong. Like BCS, a
// number that an enum does not name is read: the rules of the struct refuse it.
#pragma once

#include <concepts>
#include <limits>

#include "codec/base64url.h"
#include "codec/bcs.h"
#include "codec/json.h"
#include "codec/json_ids.h"
#include "codec/utf8.h"

namespace freehold::codec {

template <class T>
concept HasJsonText = requires(const T& value, T& out, std::string_view text) {
  { JsonText<T>::to(value) } -> std::same_as<std::string>;
  { JsonText<T>::from(text, out) } -> std::same_as<bool>;
};

// An enum with these two functions beside it reads as text.
template <class E>
concept TextEnum = std::is_enum_v<E> && requires(E value, std::string_view text) {
  { enum_text(value) } -> std::convertible_to<std::string_view>;
  { enum_from_text(text, value) } -> std::same_as<bool>;
};

namespace detail {

template <class T>
inline constexpr bool kIsDecimal = std::is_same_v<T, Height> || std::is_same_v<T, Time> ||
                                   std::is_same_v<T, Amount> ||
                                   (std::is_unsigned_v<T> && sizeof(T) == sizeof(uint64_t));

inline uint64_t& decimal_of(uint64_t& value) { return value; }
inline uint64_t& decimal_of(Height& value) { return value.value; }
inline uint64_t& decimal_of(Time& value) { return value.ms; }
inline uint64_t& decimal_of(Amount& value) { return value.micro; }

struct JsonWriter {
  template <class T>
  static Json write(const T& value) {
    if constexpr (std::is_same_v<T, Json>) {
      return value;
    } else if constexpr (HasJsonText<T>) {
      return Json::string(JsonText<T>::to(value));
    } else if constexpr (TextEnum<T>) {
      return Json::string(enum_text(value));
    } else if constexpr (std::is_enum_v<T>) {
      return write(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::is_same_v<T, bool>) {
      return Json::boolean(value);
    } else if constexpr (kIsDecimal<T>) {
      T copy = value;
      return Json::string(std::to_string(decimal_of(copy)));
    } else if constexpr (std::is_unsigned_v<T>) {
      return Json::number(value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      return Json::string(value);
    } else if constexpr (std::is_same_v<T, Bytes>) {
      return Json::string(base64url_encode(value));
    } else if constexpr (IsFixedBytes<T>::value) {
      return Json::string(base64url_encode(value.view()));
    } else if constexpr (IsVector<T>::value || IsArray<T>::value) {
      Json out = Json::array();
      for (const auto& item : value) out.push(write(item));
      return out;
    } else if constexpr (IsOptional<T>::value) {
      static_assert(!IsOptional<typename T::value_type>::value, "null could mean either");
      return value ? write(*value) : Json::null();
    } else if constexpr (IsVariant<T>::value) {
      return std::visit([](const auto& choice) { return write_choice(choice); }, value);
    } else {
      static_assert(IsDescribed<T>::value, "this type has no JSON view");
      Json out = Json::object();
      T::visit_fields(value, [&out](std::string_view name, const auto& field) {
        out.set(name, write(field));
        return true;
      });
      return out;
    }
  }

  template <class Choice>
  static Json write_choice(const Choice& choice) {
    Json out = Json::object();
    out.set(Choice::kName, write(choice));
    return out;
  }
};

// Each function gives what is wrong, or nothing.
struct JsonReader {
  using Refusal = std::optional<JsonError>;

  static Refusal refuse(JsonErrorCode code) { return JsonError{code, ""}; }
  static Refusal require(bool good) {
    return good ? Refusal() : refuse(JsonErrorCode::kBadValue);
  }
  static Refusal in_field(std::string_view name, Refusal refusal) {
    return refusal ? std::move(*refusal).within_field(name) : Refusal();
  }
  static Refusal in_item(size_t index, Refusal refusal) {
    return refusal ? std::move(*refusal).within_item(index) : Refusal();
  }

  template <class T>
  static Refusal read(const Json& json, T& value) {
    if constexpr (std::is_same_v<T, Json>) {
      value = json;
      return {};
    } else if constexpr (HasJsonText<T> || TextEnum<T> || kIsDecimal<T> ||
                         std::is_same_v<T, std::string> || std::is_same_v<T, Bytes> ||
                         IsFixedBytes<T>::value) {
      if (!json.is_string()) return refuse(JsonErrorCode::kWrongType);
      return require(read_text(json.as_string(), value));
    } else if constexpr (std::is_enum_v<T>) {
      std::underlying_type_t<T> number{};
      Refusal refusal = read(json, number);
      value = static_cast<T>(number);
      return refusal;
    } else if constexpr (std::is_same_v<T, bool>) {
      if (!json.is_boolean()) return refuse(JsonErrorCode::kWrongType);
      value = json.as_boolean();
      return {};
    } else if constexpr (std::is_unsigned_v<T>) {
      if (!json.is_number()) return refuse(JsonErrorCode::kWrongType);
      if (json.as_number() > std::numeric_limits<T>::max()) return require(false);
      value = static_cast<T>(json.as_number());
      return {};
    } else if constexpr (IsVector<T>::value || IsArray<T>::value) {
      return read_items(json, value);
    } else if constexpr (IsOptional<T>::value) {
      static_assert(!IsOptional<typename T::value_type>::value, "null could mean either");
      value.reset();
      return json.is_null() ? Refusal() : read(json, value.emplace());
    } else if constexpr (IsVariant<T>::value) {
      if (!json.is_object()) return refuse(JsonErrorCode::kWrongType);
      if (json.size() != 1) return require(false);
      return read_choice<T, 0>(json, value);
    } else {
      static_assert(IsDescribed<T>::value, "this type has no JSON view");
      return read_fields(json, value);
    }
  }

 private:
  template <class T>
  static bool read_text(const std::string& text, T& value) {
    if constexpr (HasJsonText<T>) {
      return JsonText<T>::from(text, value);
    } else if constexpr (TextEnum<T>) {
      return enum_from_text(text, value);
    } else if constexpr (kIsDecimal<T>) {
      auto number = u64_from_decimal(text);
      if (number) decimal_of(value) = *number;
      return number.has_value();
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = text;
      return valid_utf8(as_bytes(text));
    } else if constexpr (std::is_same_v<T, Bytes>) {
      auto bytes = base64url_decode(text);
      if (bytes) value = std::move(*bytes);
      return bytes.has_value();
    } else {
      return base64url_decode_exactly(text, std::span<uint8_t>(value.data(), T::kSize));
    }
  }

  template <class T>
  static Refusal read_items(const Json& json, T& value) {
    if (!json.is_array()) return refuse(JsonErrorCode::kWrongType);
    if constexpr (IsVector<T>::value) {
      value.clear();
    } else {
      if (json.size() != value.size()) return require(false);
    }
    for (size_t i = 0; i < json.size(); ++i) {
      if constexpr (IsVector<T>::value) value.emplace_back();
      if (Refusal refusal = in_item(i, read(json.at(i), value[i]))) return refusal;
    }
    return {};
  }

  template <class V, size_t I>
  static Refusal read_choice(const Json& json, V& value) {
    if constexpr (I < std::variant_size_v<V>) {
      using Choice = std::variant_alternative_t<I, V>;
      auto member = json.get(Choice::kName);
      if (!member) return read_choice<V, I + 1>(json, value);
      return in_field(Choice::kName, read(*member, value.template emplace<I>()));
    } else {
      return in_field(json.keys().front(), refuse(JsonErrorCode::kUnknownField));
    }
  }

  template <class T>
  static Refusal read_fields(const Json& json, T& value) {
    if (!json.is_object()) return refuse(JsonErrorCode::kWrongType);
    Refusal refusal;
    std::vector<std::string_view> names;
    T::visit_fields(value, [&](std::string_view name, auto& field) {
      names.push_back(name);
      auto member = json.get(name);
      refusal = in_field(name, member ? read(*member, field) : refuse(JsonErrorCode::kMissingField));
      return !refusal;
    });
    if (refusal || json.size() == names.size()) return refusal;
    return unknown_field(json, names);
  }

  // The first member that is none of `names`.
  static Refusal unknown_field(const Json& json, const std::vector<std::string_view>& names);
};

}  // namespace detail

template <class T>
Json to_json(const T& value) {
  return detail::JsonWriter::write(value);
}

// Errors: kWrongType, kMissingField, kUnknownField (also for a choice of another name) and kBadValue
// (also for a choice of none or several, and an array of another length). Fields are read in order,
// the first that is wrong is named, and fields too many come last.
template <class T>
Result<T, JsonError> from_json(const Json& json) {
  T value{};
  if (auto refusal = detail::JsonReader::read(json, value)) return failure(std::move(*refusal));
  return value;
}

// Parses and reads.
template <class T>
Result<T, JsonError> from_json_text(std::string_view text, const JsonLimits& limits = {}) {
  FREEHOLD_TRY_ASSIGN(json, Json::parse(text, limits));
  return from_json<T>(json);
}

}  // namespace freehold::codec
