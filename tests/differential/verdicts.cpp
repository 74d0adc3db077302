// Judges proofs by the thousand: a line of JSON in (line.h), a line with the verdict or the refusal
// out.
#include <cstdio>
#include <iostream>

#include "differential/line.h"

namespace freehold::differential {
namespace {

constexpr size_t kLineBytesMax = size_t{64} << 20;

Answer judge(const Line& line) {
  vectors::Case one;
  one.proof = "proof";
  one.options = line.options;
  auto verdict = vectors::run_case(one, [&](const std::string& file) {
    return std::string(as_text(file == "proof" ? line.proof : line.genesis));
  });
  if (!verdict) {
    return {vectors::Refused{to_string(verdict.error().error)}, verdict.error().where};
  }
  return {vectors::Accepted{vectors::verdict_text(*verdict)}, {}};
}

int run() {
  std::string text;
  while (std::getline(std::cin, text)) {
    auto line = codec::from_json_text<Line>(text, {kLineBytesMax, 16, kLineBytesMax});
    if (!line) {
      std::fprintf(stderr, "not a case: %s at %s\n", codec::to_string(line.error().code),
                   line.error().path.c_str());
      return 1;
    }
    std::puts(codec::to_json(judge(*line)).dump().c_str());
  }
  return 0;
}

}  // namespace
}  // namespace freehold::differential

int main() { return freehold::differential::run(); }
