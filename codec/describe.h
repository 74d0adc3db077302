// How a struct names its fields, once, in the order of its encoding.
//
//   struct Point { uint64_t x; std::string name; FREEHOLD_DESCRIBE(x, name) };
//
// From this follow canonical bytes (bcs.h) and the JSON view (json_view.h). A struct that is one
// value of another type (Height, Amount) is described too, by its one field.
//
// A choice is a std::variant of described structs, each with a `static constexpr std::string_view
// kName`; its number is its place in the variant.
#pragma once

#include <string_view>
#include <tuple>

#define FREEHOLD_PARENS_ ()
#define FREEHOLD_EXPAND_(...) FREEHOLD_EXPAND3_(FREEHOLD_EXPAND3_(FREEHOLD_EXPAND3_(__VA_ARGS__)))
#define FREEHOLD_EXPAND3_(...) FREEHOLD_EXPAND2_(FREEHOLD_EXPAND2_(FREEHOLD_EXPAND2_(__VA_ARGS__)))
#define FREEHOLD_EXPAND2_(...) FREEHOLD_EXPAND1_(FREEHOLD_EXPAND1_(FREEHOLD_EXPAND1_(__VA_ARGS__)))
#define FREEHOLD_EXPAND1_(...) __VA_ARGS__
#define FREEHOLD_FIELD_EACH_(name, ...) \
  visitor(std::string_view(#name), self.name) __VA_OPT__(&& FREEHOLD_FIELD_AGAIN_ FREEHOLD_PARENS_(__VA_ARGS__))
#define FREEHOLD_FIELD_AGAIN_() FREEHOLD_FIELD_EACH_

// The visitor is called with each field's name and a reference to it and returns whether to go on.
#define FREEHOLD_DESCRIBE(...)                                        \
  template <class Self, class Visitor>                                \
  static constexpr bool visit_fields(Self& self, Visitor&& visitor) { \
    return FREEHOLD_EXPAND_(FREEHOLD_FIELD_EACH_(__VA_ARGS__));       \
  }

// A described struct with nothing in it.
#define FREEHOLD_DESCRIBE_EMPTY()                           \
  template <class Self, class Visitor>                      \
  static constexpr bool visit_fields(Self&, Visitor&&) {    \
    return true;                                            \
  }
