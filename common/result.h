// What a call returns when the world may refuse: a value, or an error of the layer's own enum.
//
// The names are those of std::expected. Each layer's error is a small enum with stable numbers and
// a `const char* to_string(E)`; a sentence for a person stands in docs/spec/errors.md.
#pragma once

#include <tl/expected.hpp>
#include <variant>

namespace freehold {

template <class T, class E>
class [[nodiscard]] Result : public tl::expected<T, E> {
 public:
  using tl::expected<T, E>::expected;
  Result(tl::expected<T, E> value) : tl::expected<T, E>(std::move(value)) {}  // NOLINT: the same thing
};

// `return failure(Error::kName);` from a function that returns a Result.
template <class E>
tl::unexpected<E> failure(E error) {
  return tl::unexpected<E>(std::move(error));
}

}  // namespace freehold

// Evaluates a Result; on failure returns its error from the enclosing function.
#define FREEHOLD_TRY(expression)                                              \
  do {                                                                        \
    if (auto freehold_result_ = (expression); !freehold_result_)              \
      return ::freehold::failure(std::move(freehold_result_).error());        \
  } while (false)

#define FREEHOLD_CONCAT_(a, b) a##b
#define FREEHOLD_CONCAT(a, b) FREEHOLD_CONCAT_(a, b)

// Declares `name` from a Result, or returns its error from the enclosing function.
#define FREEHOLD_TRY_ASSIGN(name, expression)                                              \
  auto FREEHOLD_CONCAT(freehold_try_, __LINE__) = (expression);                            \
  if (!FREEHOLD_CONCAT(freehold_try_, __LINE__))                                           \
    return ::freehold::failure(std::move(FREEHOLD_CONCAT(freehold_try_, __LINE__)).error()); \
  auto name = std::move(*FREEHOLD_CONCAT(freehold_try_, __LINE__))
