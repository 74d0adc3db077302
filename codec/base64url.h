// Base64 with the URL and file name safe alphabet and without padding: RFC 4648 section 5. Pure.
//
// Decoding is canonical: every byte string has exactly one text. Not for secrets: tables are looked
// up by value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/bytes.h"

namespace freehold::codec {

std::string base64url_encode(ByteView bytes);

// None for padding, blanks, any character outside the alphabet (also '+' and '/'), a length that no
// byte string has, or unused bits that are not zero.
std::optional<Bytes> base64url_decode(std::string_view text);

// The same into exactly out.size() bytes; false, too, if the text holds more or fewer. `out` is
// unspecified after a refusal.
bool base64url_decode_exactly(std::string_view text, std::span<uint8_t> out);

}  // namespace freehold::codec
