// SPDX-License-Identifier: MIT
// Limits on what trials measure: the samplers that learn find the best that keeps them, and seldom break them.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "kilter/samplers/samplers.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

/// A plane whose best point, (0.2, 0.3), lies beyond the limits.
struct Problem {
  std::vector<Limit> limits;
  std::vector<Goal> goals{{"loss"}};
  std::function<Metrics(double, double)> measure;
};

double bowl(double x, double y) { return (x - .2) * (x - .2) + (y - .3) * (y - .3); }

/// At least x + y = 1, so that (0.45, 0.55) with a loss of 0.125 is the best.
Problem line() {
  return {.limits = {{"sum", 10, true}},
          .measure = [](double x, double y) { return Metrics{{"loss", bowl(x, y)}, {"sum", 10 * (x + y)}}; }};
}

/// Within a small disc around (0.7, 0.8), a twentieth of the plane; (0.62, 0.72), 0.353, is the best.
Problem disc() {
  return {.limits = {{"far", 0.0128}}, .measure = [](double x, double y) {
            return Metrics{{"loss", bowl(x, y)}, {"far", (x - .7) * (x - .7) + (y - .8) * (y - .8)}};
          }};
}

struct Result {
  double best = HUGE_VAL;
  int broken_late = 0;  ///< after trial 20
};

Result play(Sampler& sampler, const Problem& problem, int trials, std::uint64_t seed) {
  Settings settings{.goals = problem.goals,
                    .limits = problem.limits,
                    .space = Space({parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)")}),
                    .seed = seed};
  Script script(settings);
  Result result;
  for (int i = 0; i < trials; ++i) {
    const auto asked = script.ask(sampler);
    const Params& params = asked.proposal->params;
    script.end(asked.number, End::completed, problem.measure(params[0], params[1]));
    const Trial& trial = script.history().trials().back();
    if (breaks(trial, problem.limits)) {
      result.broken_late += i > 20;
    } else {
      result.best = std::min(result.best, *value_of(trial, problem.goals.front()));
    }
  }
  return result;
}

constexpr std::uint64_t seeds = 3;

TEST(Limits, AutoFindsTheBestBesideALine) {
  int broken = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const auto sampler = make_auto({}, make_gp(), make_tpe(), make_random());
    const Result result = play(*sampler, line(), 60, seed);
    EXPECT_LT(result.best, 0.127) << "seed " << seed;
    broken += result.broken_late;
  }
  EXPECT_LE(broken, 11) << "a tenth of 3 times 39";
}

TEST(Limits, AutoFindsASmallRegion) {
  int broken = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const auto sampler = make_auto({}, make_gp(), make_tpe(), make_random());
    const Result result = play(*sampler, disc(), 60, seed);
    EXPECT_LT(result.best, 0.356) << "seed " << seed;
    broken += result.broken_late;
  }
  EXPECT_LE(broken, 11);
}

TEST(Limits, TpeKeepsThemToo) {
  int broken = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const auto sampler = make_tpe();
    const Result result = play(*sampler, line(), 100, seed);
    EXPECT_LT(result.best, 0.17) << "seed " << seed;
    broken += result.broken_late;
  }
  EXPECT_LE(broken, 85) << "of 237; half the plane is beyond the line";
}

/// The line, and to go to the left as well.
Problem two_goals() {
  return {.limits = line().limits, .goals = {{"loss"}, {"x"}}, .measure = [](double x, double y) {
            return Metrics{{"loss", bowl(x, y)}, {"x", x}, {"sum", 10 * (x + y)}};
          }};
}

TEST(Limits, TwoGoalsKeepThem) {
  int broken = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const auto sampler = make_gp();
    const Result result = play(*sampler, two_goals(), 40, seed);
    EXPECT_LT(result.best, 0.132) << "seed " << seed;
    broken += result.broken_late;
  }
  EXPECT_LE(broken, 5);
}

}  // namespace
}  // namespace kilter::testing
