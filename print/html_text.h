// Text of unknown origin for the inside of an HTML page. Pure.
#pragma once

#include <string>
#include <string_view>

namespace freehold::print {

// Between two tags or between quotation marks it is text and nothing else. Characters that cannot
// be seen or that turn the direction of writing around, and bytes that are not UTF-8, are shown by
// their numbers: ⟨U+202E⟩, ⟨0xFF⟩.
std::string html_text(std::string_view text);

// "24 November 2026", and with the time of day, "24 November 2026, 05:06:07 UTC".
std::string day_text(uint64_t ms);
std::string moment_text(uint64_t ms);

// Hexadecimal in groups of eight, to be read aloud and compared by eye.
std::string grouped(std::string_view hex);

}  // namespace freehold::print
