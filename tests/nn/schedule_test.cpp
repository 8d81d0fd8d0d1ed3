// SPDX-License-Identifier: MIT
#include "kilter/nn/schedule.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kilter::nn {
namespace {

TEST(Schedule, RunsFromTheFullRateToNone) {
  EXPECT_EQ(rate_at(Schedule::constant, 0.7, 0), 1);
  EXPECT_EQ(rate_at(Schedule::cosine, 0, 0), 1);
  EXPECT_NEAR(rate_at(Schedule::cosine, 0.5, 0), 0.5, 1e-12);
  EXPECT_NEAR(rate_at(Schedule::cosine, 1, 0), 0, 1e-12);
  EXPECT_NEAR(rate_at(Schedule::one_cycle, 0, 0), 0.04, 1e-12);
  EXPECT_NEAR(rate_at(Schedule::one_cycle, 0.3, 0), 1, 1e-12);
  EXPECT_NEAR(rate_at(Schedule::one_cycle, 1, 0), 0, 1e-12);
}

TEST(Schedule, Coslog4HasFourCyclesEachTwiceAsLong) {
  for (const double zero : {0.0, 1.0 / 15, 3.0 / 15, 7.0 / 15, 1.0})
    EXPECT_NEAR(rate_at(Schedule::coslog4, zero, 0), 0, 1e-9) << zero;
  for (const double cycle : {0.5, 1.5, 2.5, 3.5})
    EXPECT_NEAR(rate_at(Schedule::coslog4, (std::exp2(cycle) - 1) / 15, 0), 1, 1e-9) << cycle;
}

TEST(Schedule, WarmsUpFirst) {
  EXPECT_LT(rate_at(Schedule::cosine, 0, 0.1), 0.02);
  EXPECT_NEAR(rate_at(Schedule::cosine, 0.05, 0.1), 0.5, 0.01);
  EXPECT_EQ(rate_at(Schedule::cosine, 0.1, 0.1), 1);
}

TEST(Schedule, APlateauHalvesTheRate) {
  Plateau plateau(2);
  EXPECT_EQ(plateau.after(3), 1);
  EXPECT_EQ(plateau.after(2), 1);
  EXPECT_EQ(plateau.after(2), 1);
  EXPECT_EQ(plateau.after(2.5), 1);
  EXPECT_EQ(plateau.after(2.5), 0.5);
  EXPECT_EQ(plateau.after(1), 0.5);
}

}  // namespace
}  // namespace kilter::nn
