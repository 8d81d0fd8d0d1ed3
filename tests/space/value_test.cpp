// SPDX-License-Identifier: MIT
#include "kilter/space/value.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace kilter {
namespace {

TEST(Value, ReadsOnACommandLineAsItsType) {
  EXPECT_EQ(to_text(Value(true)), "true");
  EXPECT_EQ(to_text(Value(std::int64_t{64})), "64");
  EXPECT_EQ(to_text(Value(0.1)), "0.1");
  EXPECT_EQ(to_text(Value(1.0)), "1.0");
  EXPECT_EQ(to_text(Value(1e30)), "1e+30");
  EXPECT_EQ(to_text(Value(std::nan(""))), "nan");
  EXPECT_EQ(to_text(Value(std::string("relu"))), "relu");
}

TEST(Value, IsJson) {
  EXPECT_EQ(to_json(Value(false)), "false");
  EXPECT_EQ(to_json(Value(std::int64_t{-3})), "-3");
  EXPECT_EQ(to_json(Value(2.0)), "2.0");
  EXPECT_EQ(to_json(Value(std::numeric_limits<double>::infinity())), "\"inf\"");
  EXPECT_EQ(to_json(Value(-std::numeric_limits<double>::infinity())), "\"-inf\"");
  EXPECT_EQ(to_json(Value(std::nan(""))), "\"nan\"");
  EXPECT_EQ(to_json(Value(std::string("a\"b\\c\n\x01ä"))), "\"a\\\"b\\\\c\\n\\u0001ä\"");
}

}  // namespace
}  // namespace kilter
