#include "print/html_text.h"

#include <gtest/gtest.h>

namespace freehold::print {
namespace {

TEST(HtmlText, IsTextWhereverItStands) {
  EXPECT_EQ(html_text("<script>alert(\"1\" & '2')</script>"),
            "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;");
  EXPECT_EQ(html_text("&amp;"), "&amp;amp;");
}

TEST(HtmlText, LeavesLettersOfAnyScriptAlone) {
  for (const char* text : {"", "港口的黄昏", "Straße", "שלום", "नमस्ते", "🏠👩‍🚀", "é", "\u00a0"})
    EXPECT_EQ(html_text(text), text);
}

TEST(HtmlText, ShowsWhatCannotBeSeenOrTurnsTheDirection) {
  EXPECT_EQ(html_text("a\u202egpj.exe"), "a⟨U+202E⟩gpj.exe");
  EXPECT_EQ(html_text("a\nb"), "a⟨U+000A⟩b");
  EXPECT_EQ(html_text(std::string_view("\0", 1)), "⟨U+0000⟩");
  EXPECT_EQ(html_text("\x7f"), "⟨U+007F⟩");
  EXPECT_EQ(html_text("\u0085"), "⟨U+0085⟩");
  EXPECT_EQ(html_text("\u200b\u200e\u200f\u061c\u2028\u2029\u2066\u2069\ufeff\u00ad"),
            "⟨U+200B⟩⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩⟨U+2028⟩⟨U+2029⟩⟨U+2066⟩⟨U+2069⟩⟨U+FEFF⟩⟨U+00AD⟩");
  EXPECT_EQ(html_text("\U000e0041"), "⟨U+E0041⟩");
}

TEST(HtmlText, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(html_text("a\xff<"), "a⟨0xFF⟩&lt;");
  EXPECT_EQ(html_text("\xc3"), "⟨0xC3⟩");
  EXPECT_EQ(html_text("\xe6\xb8\xaf\xe6"), "⟨0xE6⟩⟨0xB8⟩⟨0xAF⟩⟨0xE6⟩");
}

TEST(HtmlText, WritesDates) {
  EXPECT_EQ(moment_text(0), "1 January 1970, 00:00:00 UTC");
  EXPECT_EQ(moment_text(951'782'399'999), "28 February 2000, 23:59:59 UTC");
  EXPECT_EQ(moment_text(951'782'400'000), "29 February 2000, 00:00:00 UTC");
  EXPECT_EQ(day_text(4'107'542'400'000), "1 March 2100");  // 2100 has no 29 February
  EXPECT_EQ(day_text(4'107'542'399'999), "28 February 2100");
  EXPECT_EQ(moment_text(253'402'300'799'999), "31 December 9999, 23:59:59 UTC");
  EXPECT_EQ(moment_text(253'402'300'800'000), "253402300800000 ms after 1970");
  EXPECT_EQ(day_text(UINT64_MAX), "18446744073709551615 ms after 1970");
}

TEST(HtmlText, GroupsByEight) {
  EXPECT_EQ(grouped("0123456789abcdef01"), "01234567 89abcdef 01");
  EXPECT_EQ(grouped(""), "");
}

}  // namespace
}  // namespace freehold::print
