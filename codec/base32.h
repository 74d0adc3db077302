// Base32 of RFC 4648 section 6 in upper case and without padding. Pure.
//
// For text that has to live in the alphanumeric mode of QR codes, in which base64url does not fit.
// Decoding is canonical: every byte string has exactly one text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/bytes.h"

namespace freehold::codec {

std::string base32_encode(ByteView bytes);

// None for padding, blanks, lower case, any character outside A-Z and 2-7, a length that no byte
// string has (1, 3 or 6 modulo 8), or unused bits that are not zero.
std::optional<Bytes> base32_decode(std::string_view text);

}  // namespace freehold::codec
