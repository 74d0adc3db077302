#include "print/code.h"

#include <gtest/gtest.h>

#include <sstream>

namespace freehold::print {
namespace {

TEST(Code, TakesTheAlphanumericModeWhereTheTextAllowsIt) {
  // Level M holds 970 characters in version 20, or 666 bytes.
  auto capitals = draw_code(std::string(970, 'A'));
  ASSERT_TRUE(capitals);
  EXPECT_EQ(capitals->size, 97u);
  auto one_more = draw_code(std::string(971, 'A'));
  ASSERT_TRUE(one_more);
  EXPECT_EQ(one_more->size, 101u);
  auto letters = draw_code(std::string(970, 'a'));
  ASSERT_TRUE(letters);
  EXPECT_GT(letters->size, 101u);
}

TEST(Code, RefusesWhatNoCodeHolds) {
  EXPECT_FALSE(draw_code(""));
  EXPECT_FALSE(draw_code(std::string(3392, 'A')));
  EXPECT_TRUE(draw_code(std::string(3391, 'A')));
  EXPECT_FALSE(draw_code(std::string(size_t{1} << 20, 'A')));
}

// Draws the path again, one rectangle after another.
TEST(Code, PathCoversTheDarkModulesAndNothingElse) {
  auto code = draw_code("FREEHOLD");
  ASSERT_TRUE(code);
  std::vector<bool> drawn(size_t{code->size} * code->size);
  std::istringstream path(code_path(*code));
  char m = 0, h = 0, back = 0, z = 0;
  unsigned x = 0, y = 0, width = 0, one = 0, left = 0;
  while (path >> m >> x >> y >> h >> width >> back >> one) {
    ASSERT_EQ(std::string({m, h, back}), "Mhv");
    ASSERT_EQ(one, 1u);
    ASSERT_TRUE(path >> h >> left >> z);
    ASSERT_EQ(std::string({h, z}), "Hz");
    ASSERT_EQ(left, x);
    ASSERT_GE(x, kQuietModules);
    ASSERT_LE(x + width, code->size + kQuietModules);
    for (unsigned i = 0; i < width; ++i)
      drawn[size_t{y - kQuietModules} * code->size + x - kQuietModules + i] = true;
  }
  EXPECT_TRUE(path.eof());
  EXPECT_EQ(drawn, code->dark);
}

}  // namespace
}  // namespace freehold::print
