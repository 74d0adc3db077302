// JSON Schema (2020-12) of what json_view.h writes, from the same description of each struct.
//
// Every field is required and no other is allowed, as the reader demands.
#pragma once

#include "codec/json_view.h"

namespace freehold::codec {

template <class T>
Json json_schema();

namespace detail {

inline Json schema_string(std::string_view pattern) {
  Json out = Json::object();
  out.set("type", Json::string("string"));
  if (!pattern.empty()) out.set("pattern", Json::string(pattern));
  return out;
}

template <class T>
Json schema_object() {
  Json properties = Json::object();
  Json required = Json::array();
  T value{};
  T::visit_fields(value, [&](std::string_view name, auto& field) {
    properties.set(name, json_schema<std::remove_cvref_t<decltype(field)>>());
    required.push(Json::string(name));
    return true;
  });
  Json out = Json::object();
  out.set("type", Json::string("object"));
  out.set("properties", std::move(properties));
  out.set("required", std::move(required));
  out.set("additionalProperties", Json::boolean(false));
  return out;
}

template <class T>
Json schema_list(std::optional<size_t> length) {
  Json out = Json::object();
  out.set("type", Json::string("array"));
  out.set("items", json_schema<T>());
  if (length) {
    out.set("minItems", Json::number(*length));
    out.set("maxItems", Json::number(*length));
  }
  return out;
}

template <class Choice>
Json schema_choice() {
  Json properties = Json::object();
  properties.set(Choice::kName, json_schema<Choice>());
  Json required = Json::array();
  required.push(Json::string(Choice::kName));
  Json out = Json::object();
  out.set("type", Json::string("object"));
  out.set("properties", std::move(properties));
  out.set("required", std::move(required));
  out.set("additionalProperties", Json::boolean(false));
  return out;
}

template <class V, size_t... I>
Json schema_choices(std::index_sequence<I...>) {
  Json choices = Json::array();
  (choices.push(schema_choice<std::variant_alternative_t<I, V>>()), ...);
  Json out = Json::object();
  out.set("oneOf", std::move(choices));
  return out;
}

inline Json schema_or_null(Json schema) {
  Json null = Json::object();
  null.set("type", Json::string("null"));
  Json either = Json::array();
  either.push(std::move(schema));
  either.push(std::move(null));
  Json out = Json::object();
  out.set("anyOf", std::move(either));
  return out;
}

}  // namespace detail

template <class T>
Json json_schema() {
  using namespace detail;
  if constexpr (std::is_same_v<T, Json>) {
    return Json::object();
  } else if constexpr (std::is_same_v<T, AccountId>) {
    return schema_string("^fh1[02-9ac-hj-np-z]{58}$");
  } else if constexpr (HasJsonText<T> || TextEnum<T> || std::is_same_v<T, std::string>) {
    return schema_string("");
  } else if constexpr (std::is_enum_v<T>) {
    return json_schema<std::underlying_type_t<T>>();
  } else if constexpr (std::is_same_v<T, bool>) {
    Json out = Json::object();
    out.set("type", Json::string("boolean"));
    return out;
  } else if constexpr (kIsDecimal<T>) {
    return schema_string("^(0|[1-9][0-9]{0,19})$");
  } else if constexpr (std::is_unsigned_v<T>) {
    Json out = Json::object();
    out.set("type", Json::string("integer"));
    out.set("minimum", Json::number(0));
    out.set("maximum", Json::number(std::numeric_limits<T>::max()));
    return out;
  } else if constexpr (std::is_same_v<T, Bytes>) {
    return schema_string("^[A-Za-z0-9_-]*$");
  } else if constexpr (IsFixedBytes<T>::value) {
    return schema_string("^[A-Za-z0-9_-]{" + std::to_string((T::kSize * 8 + 5) / 6) + "}$");
  } else if constexpr (IsVector<T>::value) {
    return schema_list<typename T::value_type>(std::nullopt);
  } else if constexpr (IsArray<T>::value) {
    return schema_list<typename T::value_type>(std::tuple_size_v<T>);
  } else if constexpr (IsOptional<T>::value) {
    return schema_or_null(json_schema<typename T::value_type>());
  } else if constexpr (IsVariant<T>::value) {
    return schema_choices<T>(std::make_index_sequence<std::variant_size_v<T>>());
  } else {
    static_assert(IsDescribed<T>::value, "this type has no JSON view");
    return schema_object<T>();
  }
}

}  // namespace freehold::codec
