#include "common/amount.h"

#include <gtest/gtest.h>

namespace freehold {
namespace {

TEST(Amount, RefusesASumOrProductPast64Bits) {
  EXPECT_FALSE(add(Amount{UINT64_MAX}, Amount{1}));
  EXPECT_EQ(add(Amount{UINT64_MAX - 1}, Amount{1})->micro, UINT64_MAX);
  EXPECT_FALSE(mul(Amount{UINT64_MAX / 2 + 1}, 2));
  EXPECT_EQ(mul(Amount{UINT64_MAX / 2}, 2)->micro, UINT64_MAX - 1);
  EXPECT_FALSE(sub(Amount{1}, Amount{2}));
  EXPECT_EQ(sub(Amount{2}, Amount{2})->micro, 0u);
}

TEST(Amount, ReadsCreditsOnlyAsPlainDecimals) {
  EXPECT_EQ(amount_from_credits("0")->micro, 0u);
  EXPECT_EQ(amount_from_credits("12")->micro, 12'000'000u);
  EXPECT_EQ(amount_from_credits("0.5")->micro, 500'000u);
  EXPECT_EQ(amount_from_credits("3.000001")->micro, 3'000'001u);
  EXPECT_EQ(amount_from_credits("18446744073709.551615")->micro, UINT64_MAX);
  for (const char* bad : {"", ".", "1.", ".5", "01", "1e3", "-1", "+1", " 1", "1 ", "1.0000001",
                          "18446744073709.551616", "18446744073710", "1,5", "0x1", "1.2.3"}) {
    EXPECT_FALSE(amount_from_credits(bad)) << bad;
  }
}

TEST(Amount, WritesTheShortestCreditsThatReadBackTheSame) {
  for (uint64_t micro : {uint64_t{0}, uint64_t{1}, uint64_t{10}, uint64_t{999'999},
                         uint64_t{1'000'000}, uint64_t{1'500'000}, UINT64_MAX}) {
    EXPECT_EQ(amount_from_credits(amount_to_credits(Amount{micro}))->micro, micro);
  }
  EXPECT_EQ(amount_to_credits(Amount{1'500'000}), "1.5");
  EXPECT_EQ(amount_to_credits(Amount{1}), "0.000001");
}

TEST(Amount, ReadsAU64OnlyInItsOneDecimalForm) {
  EXPECT_EQ(u64_from_decimal("18446744073709551615"), UINT64_MAX);
  for (const char* bad : {"", "00", "01", "18446744073709551616", "1.0", "1e3", "-1", "99999999999999999999"}) {
    EXPECT_FALSE(u64_from_decimal(bad)) << bad;
  }
}

}  // namespace
}  // namespace freehold
