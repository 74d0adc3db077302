// UTF-8 as RFC 3629 defines it. Pure; no normalisation and no other encodings.
#pragma once

#include <string>
#include <string_view>

#include "common/bytes.h"

namespace freehold::codec {

// Whether the bytes are UTF-8 throughout: no overlong form, no surrogate, nothing past U+10FFFF, no
// character cut short. The empty string and U+FEFF are UTF-8.
bool valid_utf8(ByteView bytes);

// The length of the first character of valid UTF-8 where a terminal would obey it or show what
// follows in another order: controls (C0, DEL, C1), line and paragraph separators, marks of
// direction. 0 where it is shown as it is, and for no bytes.
size_t unsafe_to_show(ByteView text);
// Text, safe to show: the bytes of such characters as \xNN; of what is not UTF-8, all bytes beyond
// ASCII too.
std::string shown_safely(std::string_view text);

}  // namespace freehold::codec
