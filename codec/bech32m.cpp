#include "codec/bech32m.h"

#include "common/assert.h"

namespace freehold::codec {
namespace {

constexpr char kAlphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr uint8_t kNotADigit = 0xff;
constexpr size_t kTextMax = 90;
constexpr size_t kChecksumSize = 6;
constexpr size_t kGroupsOf32Bytes = 52;
constexpr uint32_t kBech32mConstant = 0x2bc830a3;

constexpr std::array<uint8_t, 256> make_digits() {
  std::array<uint8_t, 256> out{};
  for (auto& digit : out) digit = kNotADigit;
  for (uint8_t i = 0; i < 32; ++i) out[static_cast<uint8_t>(kAlphabet[i])] = i;
  return out;
}
constexpr std::array<uint8_t, 256> kDigits = make_digits();

// The remainder of the BCH code of BIP-173, one group further.
uint32_t polymod_step(uint32_t state, uint8_t group) {
  constexpr uint32_t kGenerator[5] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  uint32_t top = state >> 25;
  state = (state & 0x1ffffff) << 5 ^ group;
  for (unsigned i = 0; i < 5; ++i) {
    if ((top >> i & 1) != 0) state ^= kGenerator[i];
  }
  return state;
}

uint32_t polymod(std::string_view prefix, ByteView groups) {
  uint32_t state = 1;
  for (char c : prefix) state = polymod_step(state, static_cast<uint8_t>(c) >> 5);
  state = polymod_step(state, 0);
  for (char c : prefix) state = polymod_step(state, static_cast<uint8_t>(c) & 31);
  for (uint8_t group : groups) state = polymod_step(state, group);
  return state;
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

Result<std::monostate, Bech32mError> check_characters(std::string_view text) {
  if (text.size() > kTextMax) return failure(Bech32mError::kTooLong);
  bool lower = false;
  bool upper = false;
  for (char c : text) {
    if (c < 33 || c > 126) return failure(Bech32mError::kBadCharacter);
    lower |= is_lower(c);
    upper |= is_upper(c);
  }
  if (lower && upper) return failure(Bech32mError::kMixedCase);
  return std::monostate{};
}

}  // namespace

const char* to_string(Bech32mError error) {
  switch (error) {
    case Bech32mError::kTooLong: return "too_long";
    case Bech32mError::kBadCharacter: return "bad_character";
    case Bech32mError::kMixedCase: return "mixed_case";
    case Bech32mError::kNoSeparator: return "no_separator";
    case Bech32mError::kTooShort: return "too_short";
    case Bech32mError::kBadChecksum: return "bad_checksum";
    case Bech32mError::kWrongPrefix: return "wrong_prefix";
    case Bech32mError::kWrongLength: return "wrong_length";
    case Bech32mError::kBadPadding: return "bad_padding";
  }
  return "unknown";
}

std::string bech32m_encode(std::string_view prefix, ByteView groups) {
  FREEHOLD_ASSERT(!prefix.empty());
  FREEHOLD_ASSERT(prefix.size() + 1 + groups.size() + kChecksumSize <= kTextMax);
  for (char c : prefix) FREEHOLD_ASSERT(c >= 33 && c <= 126 && !is_upper(c));
  Bytes all = to_bytes(groups);
  all.insert(all.end(), kChecksumSize, 0);
  uint32_t checksum = polymod(prefix, all) ^ kBech32mConstant;
  for (size_t i = 0; i < kChecksumSize; ++i) {
    all[groups.size() + i] = static_cast<uint8_t>(checksum >> (5 * (kChecksumSize - 1 - i)) & 31);
  }
  std::string out(prefix);
  out.push_back('1');
  for (uint8_t group : all) {
    FREEHOLD_ASSERT(group < 32);
    out.push_back(kAlphabet[group]);
  }
  return out;
}

Result<Bech32m, Bech32mError> bech32m_decode(std::string_view text) {
  FREEHOLD_TRY(check_characters(text));
  std::string lower(text);
  for (char& c : lower) {
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  size_t separator = lower.rfind('1');
  if (separator == std::string::npos || separator == 0) return failure(Bech32mError::kNoSeparator);
  if (lower.size() - separator - 1 < kChecksumSize) return failure(Bech32mError::kTooShort);

  Bech32m out;
  for (size_t i = separator + 1; i < lower.size(); ++i) {
    uint8_t group = kDigits[static_cast<uint8_t>(lower[i])];
    if (group == kNotADigit) return failure(Bech32mError::kBadCharacter);
    out.groups.push_back(group);
  }
  out.prefix = lower.substr(0, separator);
  if (polymod(out.prefix, out.groups) != kBech32mConstant) {
    return failure(Bech32mError::kBadChecksum);
  }
  out.groups.resize(out.groups.size() - kChecksumSize);
  return out;
}

std::string bech32m_from_bytes32(std::string_view prefix, const std::array<uint8_t, 32>& bytes) {
  Bytes groups;
  uint32_t bits = 0;
  unsigned count = 0;
  for (uint8_t byte : bytes) {
    bits = (bits << 8 | byte) & 0xfff;  // at most four bits wait when eight come
    count += 8;
    while (count >= 5) {
      count -= 5;
      groups.push_back(static_cast<uint8_t>(bits >> count & 31));
    }
  }
  groups.push_back(static_cast<uint8_t>(bits << (5 - count) & 31));  // 256 bits leave one over
  return bech32m_encode(prefix, groups);
}

Result<std::array<uint8_t, 32>, Bech32mError> bech32m_to_bytes32(std::string_view prefix,
                                                                 std::string_view text) {
  FREEHOLD_TRY_ASSIGN(parts, bech32m_decode(text));
  if (parts.prefix != prefix) return failure(Bech32mError::kWrongPrefix);
  if (parts.groups.size() != kGroupsOf32Bytes) return failure(Bech32mError::kWrongLength);
  std::array<uint8_t, 32> out{};
  uint32_t bits = 0;
  unsigned count = 0;
  size_t at = 0;
  for (uint8_t group : parts.groups) {
    bits = (bits << 5 | group) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    out[at++] = static_cast<uint8_t>(bits >> count);
  }
  if ((bits & ((1u << count) - 1)) != 0) return failure(Bech32mError::kBadPadding);
  return out;
}

}  // namespace freehold::codec
