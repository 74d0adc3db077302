#include "codec/base32.h"

namespace freehold::codec {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::optional<uint8_t> digit_of(char character) {
  if (character >= 'A' && character <= 'Z') return static_cast<uint8_t>(character - 'A');
  if (character >= '2' && character <= '7') return static_cast<uint8_t>(character - '2' + 26);
  return std::nullopt;
}

}  // namespace

std::string base32_encode(ByteView bytes) {
  std::string out;
  out.reserve((bytes.size() * 8 + 4) / 5);
  uint32_t bits = 0;
  unsigned count = 0;
  for (uint8_t byte : bytes) {
    bits = (bits << 8 | byte) & 0xfff;  // at most four bits wait when eight come
    count += 8;
    while (count >= 5) {
      count -= 5;
      out.push_back(kAlphabet[(bits >> count) & 0x1f]);
    }
  }
  if (count != 0) out.push_back(kAlphabet[(bits << (5 - count)) & 0x1f]);
  return out;
}

std::optional<Bytes> base32_decode(std::string_view text) {
  const size_t rest = text.size() % 8;
  if (rest == 1 || rest == 3 || rest == 6) return std::nullopt;
  Bytes out;
  out.reserve(text.size() / 8 * 5 + rest * 5 / 8);
  uint32_t bits = 0;
  unsigned count = 0;
  for (char character : text) {
    auto digit = digit_of(character);
    if (!digit) return std::nullopt;
    bits = (bits << 5 | *digit) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<uint8_t>(bits >> count));
  }
  if ((bits & ((1u << count) - 1)) != 0) return std::nullopt;
  return out;
}

}  // namespace freehold::codec
