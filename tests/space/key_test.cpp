// SPDX-License-Identifier: MIT
#include "kilter/space/key.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace kilter {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

Space space() {
  Parameter child = parse_range("m", "int(1,4)");
  child.when = "o == 'sgd'";
  return Space({parse_range("o", "choice(sgd,adam)"), child, parse_range("x", "float(0,1)")});
}

TEST(Key, IgnoresWhatIsInactive) {
  EXPECT_EQ(key(space(), {1, 3, 0.5}), key(space(), {1, absent, 0.5}));
  EXPECT_NE(key(space(), {0, 3, 0.5}), key(space(), {0, 2, 0.5}));
}

TEST(Key, SeesEveryPlace) {
  const Space twins({parse_range("a", "int(0,9)"), parse_range("b", "int(0,9)")});
  EXPECT_NE(key(twins, {1, 2}), key(twins, {2, 1}));
  EXPECT_NE(key(twins, {1, absent}), key(twins, {absent, 1}));
}

TEST(Key, DoesNotSeeWhatNoProgramWould) {
  EXPECT_EQ(key(space(), {1, absent, 0.5}), key(space(), {1, absent, 0.5 + 1e-12}));
  EXPECT_NE(key(space(), {1, absent, 0.5}), key(space(), {1, absent, 0.5 + 1e-9}));
  EXPECT_EQ(key(space(), {1, absent, 0.0}), key(space(), {1, absent, -0.0}));
}

TEST(Key, TellsAValueBesideFromTheRange) {
  const Space beside({parse_range("x", "float(1,2) or 0")});
  EXPECT_NE(key(beside, {0}), key(beside, {1}));
}

TEST(Key, TellsApartWhatLiesFarOutside) { EXPECT_NE(key(space(), {1, absent, 50}), key(space(), {1, absent, 60})); }

TEST(Key, OutlivesTheGrowthOfTheSpace) {
  const Space large = space().with(parse_range("new", "float(0,1)"));
  EXPECT_EQ(key(space(), {1, absent, 0.5}), key(large, {1, absent, 0.5}));
}

TEST(Key, IsTheSameOnEveryMachine) {
  // Stored nowhere, but equal builds must deduplicate alike.
  const Key first = key(Space({parse_range("a", "int(0,9)")}), {7});
  EXPECT_EQ(first, key(Space({parse_range("b", "int(0,19)")}), {7})) << "names and ranges of integers do not matter";
  EXPECT_NE(first.high, first.low);
}

}  // namespace
}  // namespace kilter
