#include "common/amount.h"

namespace freehold {

std::optional<uint64_t> u64_from_decimal(std::string_view text) {
  if (text.empty() || text.size() > 20) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  uint64_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    if (__builtin_mul_overflow(value, uint64_t{10}, &value)) return std::nullopt;
    if (__builtin_add_overflow(value, static_cast<uint64_t>(c - '0'), &value)) return std::nullopt;
  }
  return value;
}

std::optional<Amount> amount_from_credits(std::string_view text) {
  size_t point = text.find('.');
  auto whole = u64_from_decimal(text.substr(0, point));
  if (!whole) return std::nullopt;
  auto credits = mul(Amount{kMicroPerCredit}, *whole);
  if (!credits || point == std::string_view::npos) return credits;
  std::string_view decimals = text.substr(point + 1);
  if (decimals.empty() || decimals.size() > 6) return std::nullopt;
  uint64_t micro = 0;
  for (size_t i = 0; i < 6; ++i) {
    char c = i < decimals.size() ? decimals[i] : '0';
    if (c < '0' || c > '9') return std::nullopt;
    micro = micro * 10 + static_cast<uint64_t>(c - '0');
  }
  return add(*credits, Amount{micro});
}

std::string amount_to_credits(Amount amount) {
  std::string out = std::to_string(amount.micro / kMicroPerCredit);
  uint64_t rest = amount.micro % kMicroPerCredit;
  if (rest == 0) return out;
  std::string decimals = std::to_string(rest);
  decimals.insert(0, 6 - decimals.size(), '0');
  while (decimals.back() == '0') decimals.pop_back();
  return out + "." + decimals;
}

}  // namespace freehold
