// Random proofs of every kind, mostly good: differential_proofs SEED COUNT writes a line (line.h)
// for each.
#include <cstdio>

#include "differential/random_world.h"

int main(int argc, char** argv) {
  using freehold::u64_from_decimal;
  auto seed = argc == 3 ? u64_from_decimal(argv[1]) : std::nullopt;
  auto count = argc == 3 ? u64_from_decimal(argv[2]) : std::nullopt;
  if (!seed || !count) {
    std::fprintf(stderr, "usage: differential_proofs SEED COUNT\n");
    return 2;
  }
  for (uint64_t i = 0; i < *count; ++i) {
    // A world for each, so that one proof can be made again by itself: the seeds are far apart.
    freehold::differential::RandomWorld world(*seed * 1'000'000 + i);
    std::puts(freehold::codec::to_json(world.make()).dump().c_str());
  }
  return 0;
}
