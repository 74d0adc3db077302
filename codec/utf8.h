// UTF-8 as RFC 3629 defines it. Pure; no normalisation and no other encodings.
#pragma once

#include "common/bytes.h"

namespace freehold::codec {

// Whether the bytes are UTF-8 throughout: no overlong form, no surrogate, nothing past U+10FFFF, no
// character cut short. The empty string and U+FEFF are UTF-8.
bool valid_utf8(ByteView bytes);

}  // namespace freehold::codec
