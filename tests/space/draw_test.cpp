// SPDX-License-Identifier: MIT
#include "kilter/space/draw.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "tests/space/refusal.hpp"

namespace kilter {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

Space make(std::initializer_list<std::pair<const char*, const char*>> ranges, std::vector<Constraint> constraints) {
  std::vector<Parameter> parameters;
  for (const auto& [name, range] : ranges) parameters.push_back(parse_range(name, range));
  return Space(std::move(parameters), std::move(constraints));
}

TEST(Draw, IsAFunctionOfItsArguments) {
  const Space space = make({{"x", "float(0,1)"}, {"y", "float(0,1)"}}, {{"r", "x < y"}});
  EXPECT_EQ(draw(space, {1, 2}, 3), draw(space, {1, 2}, 3));
  EXPECT_NE(draw(space, {1, 2}, 3), draw(space, {1, 2}, 4));
  EXPECT_NE(draw(space, {1, 2}, 3), draw(space, {1, 3}, 3));
  EXPECT_NE(draw(space, {1, 2}, 3), draw(space, {2, 2}, 3));
}

TEST(Draw, IsUniformAmongTheAllowed) {
  const Space space = make({{"a", "int(0,4)"}, {"b", "int(0,4)"}}, {{"r", "a < b"}});
  std::map<Params, int> counts;
  constexpr int draws = 20000;
  for (std::uint64_t i = 0; i < draws; ++i) ++counts[draw(space, {5, 1}, i)];
  ASSERT_EQ(counts.size(), 10u);
  double chi = 0;
  for (const auto& [row, n] : counts) chi += (n - draws / 10.0) * (n - draws / 10.0) / (draws / 10.0);
  EXPECT_LT(chi, 9 + 5 * std::sqrt(20.0));
}

TEST(Draw, FindsOneRowInTenThousandAndRarer) {
  for (const Constraint& rare : {Constraint{"slab", "0.5 < x < 0.5001"}, Constraint{"corner", "x * y * z > 0.97"},
                                 Constraint{"close", "x - y < 1e-5 and y - x < 1e-5"},
                                 Constraint{"tiny", "x < 0.001 and y < 0.001 and z < 0.001"}}) {
    const Space space = make({{"x", "float(0,1)"}, {"y", "float(0,1)"}, {"z", "float(0,1)"}}, {rare});
    std::set<Params> seen;
    for (std::uint64_t i = 0; i < 10; ++i) {
      const Params row = draw(space, {9, i}, i);
      EXPECT_EQ(space.broken(row), nullptr) << rare.name;
      seen.insert(row);
    }
    EXPECT_EQ(seen.size(), 10u) << rare.name;
  }
}

TEST(Draw, WandersOverTheWholeAllowedSet) {
  // One row in 100,000: rejection fails nearly always, so this sees the walk.
  const Space space = make({{"a", "int(0,199999)"}, {"b", "int(0,199999)"}}, {{"r", "a == b or a == b + 1"}});
  std::vector<int> tenths(10);
  for (std::uint64_t i = 0; i < 200; ++i) {
    const Params row = draw(space, {2, 2}, i);
    ASSERT_EQ(space.broken(row), nullptr);
    ++tenths[static_cast<std::size_t>(row[0] / 20000)];
  }
  for (const int n : tenths) EXPECT_GT(n, 3);
}

TEST(Draw, ForgetsWhereTheWalkBegan) {
  // A triangle that rejection never hits: below (x + y) / 1e-3 = s lies the share s^2.
  const Space space = make({{"x", "float(0,1)"}, {"y", "float(0,1)"}}, {{"r", "x + y < 1e-3"}});
  std::vector<int> quarters(4);
  constexpr int draws = 300;
  for (std::uint64_t i = 0; i < draws; ++i) {
    const Params row = draw(space, {3, 3}, i);
    const double s = (row[0] + row[1]) * 1e3;
    ++quarters[static_cast<std::size_t>(s * s * 4)];
  }
  double chi = 0;
  for (const int n : quarters) chi += (n - draws / 4.0) * (n - draws / 4.0) / (draws / 4.0);
  EXPECT_LT(chi, 3 + 5 * std::sqrt(6.0));
}

TEST(Draw, KeepsWhatIsGiven) {
  const Space space = make({{"a", "int(0,99)"}, {"b", "int(0,99)"}}, {{"r", "a + b == 99"}});
  EXPECT_EQ(draw(space, {1, 1}, 0, {30, absent}), (Params{30, 69}));
  EXPECT_EQ(draw(space, {1, 1}, 0, {absent, 99}), (Params{0, 99}));
}

TEST(Draw, NamesTheConstraintThatRejectsMost) {
  const Space space = make({{"a", "int(0,9)"}, {"b", "int(0,9)"}}, {{"easy", "a < 9"}, {"hard", "a + b > 18"}});
  const std::string text = refusal([&] { draw(space, {1, 1}, 0); });
  EXPECT_NE(text.find("no configuration found that keeps constraint hard: a + b > 18"), std::string::npos) << text;
  const std::string given =
      refusal([&] { draw(make({{"a", "int(0,9)"}, {"b", "int(0,9)"}}, {{"r", "a < b"}}), {1, 1}, 0, {9, absent}); });
  EXPECT_NE(given.find("Already decided: {\"a\":9}"), std::string::npos) << given;
  EXPECT_NE(refusal([&] { draw(space, {1, 1}, 0, {9, 9}); }).find("keeps constraint"), std::string::npos);
}

}  // namespace
}  // namespace kilter
