#include "common/bytes.h"

#include <gtest/gtest.h>

#include "common/types.h"

namespace freehold {
namespace {

TEST(Bytes, ReadsBackTheHexItWrites) {
  Bytes bytes = {0x00, 0x9f, 0xff};
  EXPECT_EQ(to_hex(bytes), "009fff");
  EXPECT_EQ(from_hex("009fFF"), bytes);
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
}

TEST(Bytes, TakesFixedBytesOnlyOfTheirLength) {
  EXPECT_FALSE(TxId::from(Bytes(31)));
  EXPECT_FALSE(TxId::from(Bytes(33)));
  EXPECT_TRUE(TxId::from(Bytes(32))->is_zero());
}

}  // namespace
}  // namespace freehold
