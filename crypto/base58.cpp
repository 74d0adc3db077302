#include "crypto/base58.h"

#include <algorithm>

namespace freehold::crypto {

std::string base58_encode(ByteView bytes) {
  static constexpr std::string_view kAlphabet =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  Bytes digits;  // base 58, the lowest first
  for (uint8_t byte : bytes) {
    uint32_t carry = byte;
    for (uint8_t& digit : digits) {
      carry += uint32_t{digit} << 8;
      digit = static_cast<uint8_t>(carry % 58);
      carry /= 58;
    }
    for (; carry > 0; carry /= 58) digits.push_back(static_cast<uint8_t>(carry % 58));
  }
  auto first = std::find_if(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte != 0; });
  std::string out(static_cast<size_t>(first - bytes.begin()), kAlphabet[0]);
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) out += kAlphabet[*digit];
  return out;
}

}  // namespace freehold::crypto
