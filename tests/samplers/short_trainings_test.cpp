// SPDX-License-Identifier: MIT
// What samplers learn from trials that have trained for a short time and wait.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "kilter/base/random.hpp"
#include "kilter/samplers/samplers.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

struct Waiting {
  double x = 0;
  std::string by, reason;
};

/// So many trials that pause after their first step, with the loss that `loss` gives a trial of that number and x.
std::vector<Waiting> paused_trials(Sampler& sampler, int count, const std::function<double(int, double)>& loss) {
  Settings settings{.goals = {{"loss"}}, .space = Space({parse_range("x", "float(0,1)")})};
  settings.budget.shortest = 1, settings.budget.full = 27;
  Script script(settings);
  std::vector<Waiting> all;
  for (int i = 0; i < count; ++i) {
    const Asked asked = script.ask(sampler, {}, 1);
    const double x = asked.proposal->params[0];
    script.report(asked.number, 1, loss(i, x));
    script.end(asked.number, End::paused);
    all.push_back({x, asked.proposal->by, asked.proposal->reason});
  }
  return all;
}

std::unique_ptr<Sampler> automatic() { return make_auto({}, make_gp(), make_tpe(), make_random()); }

double valley(int, double x) { return (x - 0.3) * (x - 0.3); }

TEST(ShortTrainings, ThatTheModelDoesNotForetellAreMostlyDrawn) {
  const Rng noise{7, 0};
  const auto sampler = automatic();
  const auto trials =
      paused_trials(*sampler, 40, [&](int i, double) { return noise.uniform(1, static_cast<std::uint64_t>(i)); });
  for (std::size_t i = 20; i < trials.size(); ++i) {
    EXPECT_EQ(trials[i].by, i % 4 == 0 ? "gp/1" : "random/1") << i;
    const bool says =
        trials[i].reason.find("foretells short trainings with a rank correlation of") != std::string::npos;
    EXPECT_EQ(says, i % 4 != 0) << trials[i].reason;
  }
}

TEST(ShortTrainings, ThatTheModelForetellsAreItsOwn) {
  const auto sampler = automatic();
  const auto trials = paused_trials(*sampler, 30, valley);
  for (std::size_t i = 16; i < trials.size(); ++i) EXPECT_EQ(trials[i].by, "gp/1") << i << ": " << trials[i].reason;
  double nearest = 1;
  for (const auto& trial : trials) nearest = std::min(nearest, std::abs(trial.x - 0.3));
  EXPECT_LT(nearest, 0.01);
}

TEST(ShortTrainings, TeachTpe) {
  const auto sampler = make_tpe();
  const auto trials = paused_trials(*sampler, 60, valley);
  double distance = 0;
  for (std::size_t i = 30; i < trials.size(); ++i) distance += std::abs(trials[i].x - 0.3) / 30;
  EXPECT_LT(distance, 0.15) << "0.29 where they are drawn evenly";
}

}  // namespace
}  // namespace kilter::testing
