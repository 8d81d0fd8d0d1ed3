// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "kilter/samplers/samplers.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

Settings random_settings(Space space, std::uint64_t seed = 0) {
  Settings settings{.goals = {{"loss"}}, .space = std::move(space), .seed = seed};
  return settings;
}

// Chi-square with 15 and 3 degrees of freedom; 44.3 and 21.1 are the 1e-4 quantiles.
TEST(Random, IsUniformOnTheParametersScale) {
  Script script(random_settings(Space({parse_range("lr", "log(1e-4,1)"), parse_range("a", "choice(p,q,r,s)")})));
  const auto sampler = make_random();
  std::vector<int> cells(16), choices(4);
  constexpr int n = 1600;
  for (int i = 0; i < n; ++i) {
    const Params params = script.ask(*sampler).proposal->params;
    ++cells[static_cast<std::size_t>((std::log10(params[0]) + 4) * 4)];
    ++choices[static_cast<std::size_t>(params[1])];
  }
  const auto chi = [](const std::vector<int>& seen) {
    const double expected = static_cast<double>(n) / static_cast<double>(seen.size());
    double sum = 0;
    for (const int count : seen) sum += (count - expected) * (count - expected) / expected;
    return sum;
  };
  EXPECT_LT(chi(cells), 44.3);
  EXPECT_LT(chi(choices), 21.1);
}

TEST(Random, NeighbouringTrialsAndSeedsAreNotCorrelated) {
  std::vector<double> x;
  for (const std::uint64_t seed : {0u, 1u}) {
    Script script(random_settings(Space({parse_range("x", "float(0,1)")}), seed));
    const auto sampler = make_random();
    for (int i = 0; i < 1000; ++i) x.push_back(script.ask(*sampler).proposal->params[0] - 0.5);
  }
  const auto correlation = [&](std::size_t lag) {
    double sum = 0;
    for (std::size_t i = 0; i < 1000; ++i) sum += x[i] * x[(i + lag) % 2000];
    return sum / 1000 * 12;
  };
  EXPECT_LT(std::abs(correlation(1)), 4 / std::sqrt(1000.0));
  EXPECT_LT(std::abs(correlation(1000)), 4 / std::sqrt(1000.0));
}

TEST(Random, SaysWhatItDid) {
  Script script(random_settings(Space({parse_range("x", "float(0,1)")})));
  const auto sampler = make_random();
  const auto proposal = script.ask(*sampler).proposal;
  EXPECT_EQ(proposal->by, "random/1");
  EXPECT_EQ(proposal->reason, "drawn uniformly over 1 parameter");
  EXPECT_EQ(script.ask(*sampler, {0.5}).proposal->reason, "given in full: 1 parameter");
}

TEST(QuasiRandom, UsesEachPointOnceWhoeverAddsTrialsBetween) {
  Script script(random_settings(Space({parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)")})));
  const auto sampler = make_quasi_random();
  EXPECT_EQ(script.ask(*sampler, {0.5, 0.5}).proposal->note, "");
  for (int i = 0; i < 4; ++i) {
    const auto proposal = script.ask(*sampler).proposal;
    EXPECT_EQ(proposal->note, std::to_string(i)) << "the defaults use up no point";
    EXPECT_EQ(proposal->reason, "point " + std::to_string(i) + " of a scrambled Sobol' sequence over 2 parameters");
  }
}

TEST(QuasiRandom, PassesOverPointsThatBreakAConstraint) {
  Script script(
      random_settings(Space({parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)")}, {{"c", "x < y"}})));
  const auto sampler = make_quasi_random();
  std::vector<int> quarters(4);
  for (int i = 0; i < 128; ++i) {
    const Params params = script.ask(*sampler).proposal->params;
    EXPECT_LT(params[0], params[1]);
    ++quarters[static_cast<std::size_t>(params[1] * 4)];
  }
  // The triangle has 1/16, 3/16, 5/16 and 7/16 of its area in these.
  for (int q = 0; q < 4; ++q) EXPECT_NEAR(quarters[static_cast<std::size_t>(q)], 8 * (2 * q + 1), 3) << q;
  EXPECT_NEAR(std::stoi(script.history().trials()[127].note), 255, 12) << "half of the points";
}

TEST(QuasiRandom, DrawsWhereTheSequenceFindsNothing) {
  const Space space({parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)")},
                    {{"c", "x < y"}, {"thin", "y < x + 0.0001"}});
  Script script(random_settings(space));
  const auto sampler = make_quasi_random();
  int drawn = 0;
  for (int i = 0; i < 10; ++i) {
    const auto proposal = script.ask(*sampler).proposal;
    ASSERT_TRUE(proposal);
    EXPECT_EQ(space.broken(proposal->params), nullptr);
    drawn += proposal->reason.starts_with("drawn, because points ");
  }
  EXPECT_GT(drawn, 5);
}

// A program that asks for its parameters one by one still gets a joint point.
TEST(QuasiRandom, AParameterMoreComesFromTheTrialsOwnPoint) {
  const Space space({parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)")});
  Script script(random_settings(space));
  const auto sampler = make_quasi_random();
  for (int i = 0; i < 3; ++i) script.ask(*sampler);
  const double z = script.extend(*sampler, 1, parse_range("z", "float(0,1)"));
  const double again = script.extend(*sampler, 2, parse_range("z", "float(0,1)"));
  EXPECT_NE(z, again);
  const Space wider = space.with(parse_range("z", "float(0,1)"));
  const Params given = {};
  const auto joint = make_quasi_random()->propose(upto(script.history(), 1), {0, wider, given, 1, Rng{0, 0}});
  ASSERT_TRUE(joint);
  EXPECT_NE(z, joint->params[2]) << "that is point 0";
}

}  // namespace
}  // namespace kilter::testing
