// docs/spec/errors.md says what the program says: every number, name and sentence, and no others.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <regex>

#include "chain/refusal.h"
#include "contracts/registry.h"

namespace freehold::contracts {
namespace {

using Rows = std::map<uint32_t, std::pair<std::string, std::string>>;

// The rows of the page's sections whose title begins with `title`.
Rows page_rows(const std::string& title) {
  std::ifstream page(FREEHOLD_SOURCE_DIR "/docs/spec/errors.md");
  static const std::regex kRow(R"(\| ([0-9]+) \| `([a-z_]+)` \| (.*) \|)");
  Rows out;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) inside = line.substr(3).starts_with(title);
    std::smatch row;
    if (!inside || !std::regex_match(line, row, kRow)) continue;
    bool fresh = out.emplace(std::stoul(row[1]), std::pair(row[2], row[3])).second;
    EXPECT_TRUE(fresh) << "the number " << row[1] << " stands twice";
  }
  return out;
}

TEST(ErrorsPage, HasEveryRejectionAndNoOther) {
  Rows program;
  for (uint32_t number = 1; number < 256; ++number) {
    auto rejection = static_cast<chain::Rejection>(number);
    std::string name = chain::to_string(rejection);
    if (name != "unknown") program[number] = {name, chain::sentence(rejection)};
  }
  EXPECT_GT(program.size(), 30u);
  EXPECT_EQ(page_rows("Rejected transactions"), program);
}

TEST(ErrorsPage, HasEveryFailureAndNoOther) {
  Rows program;
  for (uint32_t number = 0; number < 10'000; ++number) {
    CodeText text = code_text(number);
    std::string name = text.name.substr(text.name.find('.') + 1);
    if (name != "unknown") program[number] = {name, std::string(text.sentence)};
  }
  EXPECT_GT(program.size(), 30u);
  EXPECT_EQ(page_rows("Failures of"), program);
}

}  // namespace
}  // namespace freehold::contracts
