#include "common/assert.h"

#include <cstdio>
#include <cstdlib>

namespace freehold {

void assert_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "assertion failed: %s at %s:%d\n", expression, file, line);
  std::abort();
}

}  // namespace freehold
