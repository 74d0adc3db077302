#include "cmd/console.h"

#include <gtest/gtest.h>

namespace freehold::cmd {
namespace {

// U+009B is CSI to a terminal, and U+202E writes what follows backwards: both went through.
TEST(Printable, LeavesNothingThatATerminalObeys) {
  EXPECT_EQ(printable("plain, Gr\u00fc\u00dfe, \u65e5\u672c, \u05d0"),
            "plain, Gr\u00fc\u00dfe, \u65e5\u672c, \u05d0");
  EXPECT_EQ(printable("a\x1b[2J\x7f\n"), "a\\x1b[2J\\x7f\\x0a");
  EXPECT_EQ(printable("\u009b2J \u0080 \u009f"), "\\xc2\\x9b2J \\xc2\\x80 \\xc2\\x9f");
  EXPECT_EQ(printable("\u202egnp.exe"), "\\xe2\\x80\\xaegnp.exe");
  for (const char* turning : {"\u061c", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202b",
                              "\u202c", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    EXPECT_EQ(printable(turning)[0], '\\') << turning;
  }
  // Neighbours that only look like them in their bytes.
  for (const char* plain : {"\u00a0", "\u061b", "\u200d", "\u2010", "\u2027", "\u202f", "\u2065", "\u206a"})
    EXPECT_EQ(printable(plain), plain);
  EXPECT_EQ(printable("\xff\xc2"), "\\xff\\xc2");
}

TEST(Printable, LeavesJsonTheSameValue) {
  std::string text = "a\u009b\u202e\x7f\n\x1b\u00fc";
  std::string written = json_text(codec::Json::string(text));
  EXPECT_EQ(written, "\"a\\u009b\\u202e\\u007f\\n\\u001b\u00fc\"");
  auto read = codec::Json::parse(written, {1000, 8, 1000});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->as_string(), text);
}

}  // namespace
}  // namespace freehold::cmd
