#include "codec/base64url.h"

namespace freehold::codec {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr uint8_t kNotADigit = 0xff;

constexpr std::array<uint8_t, 256> make_digits() {
  std::array<uint8_t, 256> out{};
  for (auto& digit : out) digit = kNotADigit;
  for (uint8_t i = 0; i < 64; ++i) out[static_cast<uint8_t>(kAlphabet[i])] = i;
  return out;
}
constexpr std::array<uint8_t, 256> kDigits = make_digits();

}  // namespace

std::string base64url_encode(ByteView bytes) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  uint32_t bits = 0;
  unsigned count = 0;
  for (uint8_t byte : bytes) {
    bits = (bits << 8 | byte) & 0x3fff;  // at most six bits wait when eight come
    count += 8;
    while (count >= 6) {
      count -= 6;
      out.push_back(kAlphabet[(bits >> count) & 0x3f]);
    }
  }
  if (count != 0) out.push_back(kAlphabet[(bits << (6 - count)) & 0x3f]);
  return out;
}

bool base64url_decode_exactly(std::string_view text, std::span<uint8_t> out) {
  if (text.size() % 4 == 1 || text.size() / 4 * 3 + text.size() % 4 * 3 / 4 != out.size()) {
    return false;
  }
  uint32_t bits = 0;
  unsigned count = 0;
  size_t at = 0;
  for (char character : text) {
    uint8_t digit = kDigits[static_cast<uint8_t>(character)];
    if (digit == kNotADigit) return false;
    bits = (bits << 6 | digit) & 0xfff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out[at++] = static_cast<uint8_t>(bits >> count);
  }
  return (bits & ((1u << count) - 1)) == 0;
}

std::optional<Bytes> base64url_decode(std::string_view text) {
  Bytes out(text.size() / 4 * 3 + text.size() % 4 * 3 / 4);
  if (!base64url_decode_exactly(text, out)) return std::nullopt;
  return out;
}

}  // namespace freehold::codec
