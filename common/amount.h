// Credits. An Amount has no operators, so that every sum is one that can say no.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace freehold {

// Micro-credits: 1 credit is 1,000,000.
struct Amount {
  uint64_t micro = 0;
  friend auto operator<=>(const Amount&, const Amount&) = default;
};

inline constexpr uint64_t kMicroPerCredit = 1'000'000;

// None where the sum passes 2^64 - 1.
inline std::optional<Amount> add(Amount a, Amount b) {
  uint64_t sum = 0;
  if (__builtin_add_overflow(a.micro, b.micro, &sum)) return std::nullopt;
  return Amount{sum};
}

// None where b is more than a.
inline std::optional<Amount> sub(Amount a, Amount b) {
  if (b.micro > a.micro) return std::nullopt;
  return Amount{a.micro - b.micro};
}

// None where the product passes 2^64 - 1.
inline std::optional<Amount> mul(Amount a, uint64_t times) {
  uint64_t product = 0;
  if (__builtin_mul_overflow(a.micro, times, &product)) return std::nullopt;
  return Amount{product};
}

// Credits as a person writes them: "12", "0.5", "3.000001". At most six decimals, no sign, no
// exponent, no blanks, no leading zero before another digit, at least one digit on each side of a
// point. None for anything else or anything past 2^64 - 1 micro-credits.
std::optional<Amount> amount_from_credits(std::string_view text);
// The shortest such text.
std::string amount_to_credits(Amount amount);

// A canonical decimal u64: "0" or digits without a leading zero, at most 2^64 - 1.
std::optional<uint64_t> u64_from_decimal(std::string_view text);

}  // namespace freehold
