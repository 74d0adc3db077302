// Assertions that stay on in every build. They are for our own mistakes, never for input.
#pragma once

namespace freehold {

// Prints the expression and its place to standard error and aborts.
[[noreturn]] void assert_failed(const char* expression, const char* file, int line);

}  // namespace freehold

#define FREEHOLD_ASSERT(expression)                                      \
  ((expression) ? static_cast<void>(0)                                   \
                : ::freehold::assert_failed(#expression, __FILE__, __LINE__))
