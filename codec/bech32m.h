// Bech32m, BIP-350 (with the character set, lengths and case rules of BIP-173): text with a
// human-readable prefix and a checksum that finds any four wrong characters. Pure.
//
// Bech32 without the m and SegWit addresses are not here.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "common/bytes.h"
#include "common/result.h"

namespace freehold::codec {

enum class Bech32mError : uint8_t {
  kTooLong = 1,     // more than 90 characters
  kBadCharacter,    // outside ASCII 33 to 126, or, after the separator, outside the character set
  kMixedCase,
  kNoSeparator,     // no '1', or nothing in front of the last one
  kTooShort,        // fewer than the six characters of a checksum after the separator
  kBadChecksum,     // a wrong character somewhere, or the checksum of bech32 without the m
  kWrongPrefix,     // another human-readable part than the one asked for
  kWrongLength,     // not 32 bytes
  kBadPadding,      // the unused bits at the end are not zero
};
const char* to_string(Bech32mError error);

// A text taken apart. Groups are numbers from 0 to 31; the checksum is not among them.
struct Bech32m {
  std::string prefix;  // lower case
  Bytes groups;
};

// Lower case. The caller's own prefix and groups: asserts what decoding would refuse.
std::string bech32m_encode(std::string_view prefix, ByteView groups);
// All lower or all upper case. Errors in the order of Bech32mError, up to kBadChecksum.
Result<Bech32m, Bech32mError> bech32m_decode(std::string_view text);

// 32 bytes, the first bit first, as 52 groups.
std::string bech32m_from_bytes32(std::string_view prefix, const std::array<uint8_t, 32>& bytes);
// The 32 bytes of a text with this (lower case) prefix.
Result<std::array<uint8_t, 32>, Bech32mError> bech32m_to_bytes32(std::string_view prefix,
                                                                 std::string_view text);

}  // namespace freehold::codec
