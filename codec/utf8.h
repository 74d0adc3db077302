// UTF-8 as RFC 3629 defines it. Pure; no normalisation and no other encodings.
#pragma once

#include <string>
#include <string_view>

#include "common/bytes.h"

namespace freehold::codec {

// Whether the bytes are UTF-8 throughout: no overlong form, no surrogate, nothing past U+10FFFF, no
// character cut short. The empty string and U+FEFF are UTF-8.
bool valid_utf8(ByteView bytes);

// The bytes of the character that begins at `at` if it is one that text from others must not hand to
// a reader: a control character (C0, DEL, C1), which a terminal obeys, or one that turns the
// direction or the line of text around and so makes it read as another (U+061C, U+200E, U+200F,
// U+2028 to U+202E, U+2066 to U+2069). 0 for any other. Of UTF-8.
size_t steering_length(std::string_view text, size_t at);
// Text, safe to show: the bytes of steering characters as \xNN; of what is not UTF-8, all bytes
// beyond ASCII too.
std::string shown_safely(std::string_view text);

}  // namespace freehold::codec
