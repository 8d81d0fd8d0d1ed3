// SPDX-License-Identifier: MIT
#include "kilter/base/clock.hpp"

#include <gtest/gtest.h>

namespace kilter {
namespace {

TEST(WallTime, IsWrittenInUtcWithoutFractions) {
  using namespace std::chrono_literals;
  EXPECT_EQ(to_text(WallTime(0ms)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_text(WallTime(1790949731999ms)), "2026-10-02T14:02:11Z");
  EXPECT_EQ(to_text(WallTime(-1ms)), "1969-12-31T23:59:59Z");
}

TEST(SystemClock, GoesForward) {
  const SystemClock clock;
  const auto earlier = clock.now();
  EXPECT_LE(earlier, clock.now());
  EXPECT_GT(clock.wall(), WallTime(std::chrono::milliseconds(1600000000000)));
}

}  // namespace
}  // namespace kilter
