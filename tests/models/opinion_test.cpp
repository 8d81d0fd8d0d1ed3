// SPDX-License-Identifier: MIT
#include "kilter/models/opinion.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kilter/models/neighbours.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

/// Proposes x = 0, 0.1, 0.2, ...
class Stepping final : public Sampler {
 public:
  std::optional<Proposal> propose(const History&, const Request& request) override {
    return Proposal{.params = {0.1 * request.number}, .by = "step/1", .reason = "next"};
  }
};

/// A parabola with its best value, 2, at 0.4; `limited`: x at most 0.45.
History parabola(int trials, bool maximize, bool limited = false) {
  Settings settings{.goals = {{"value", maximize}}, .space = Space({parse_range("x", "float(0,1)")})};
  if (limited) settings.limits = {{"x", 0.45}};
  Stepping sampler;
  Script script(settings);
  for (int i = 0; i < trials; ++i) {
    const double x = 0.1 * script.ask(sampler).number, loss = (x - .4) * (x - .4);
    script.end(i, End::completed, {{"value", maximize ? 2 - loss : 2 + loss}, {"x", x}});
  }
  return script.history();
}

TEST(Expert, ExpectsInTheUnitAndDirectionOfTheGoal) {
  for (const bool maximize : {true, false}) {
    Expert expert(parabola(10, maximize));
    const auto expected = expert.on({0.75}).goals[0];
    ASSERT_TRUE(expected);
    EXPECT_NEAR(expected->value, maximize ? 2 - .1225 : 2 + .1225, 0.02);
    EXPECT_GT(expected->uncertainty, 0);
    EXPECT_LT(expected->uncertainty, 0.1);
  }
}

TEST(Expert, KnowsWhatBreaksALimit) {
  Expert expert(parabola(10, true, true));
  EXPECT_LT(expert.on({0.15}).failing, 0.1);
  EXPECT_GT(expert.on({0.85}).failing, 0.9);
  EXPECT_EQ(Expert(parabola(10, true)).on({0.85}).failing, 0);
}

TEST(Expert, HasNoOpinionBeforeItHasResults) {
  Expert expert(parabola(2, true));
  EXPECT_FALSE(expert.on({0.5}).goals[0]);
  EXPECT_EQ(Expert(parabola(0, true)).on({0.5}).place, "");
}

TEST(PlaceWords, NameTheTrialsOnEitherSide) {
  const History history = parabola(6, true);
  const Features features(history.settings().space);
  const Observations seen = observe(history, features);
  const Hyperparameters theta{std::log(10), 0, -5};
  EXPECT_EQ(place_words(features, seen, theta, std::vector{.23}), "between trials 2 and 3");
  EXPECT_EQ(place_words(features, seen, theta, std::vector{.6}), "near trial 5");
  EXPECT_EQ(place_words(features, seen, {std::log(1000), 0, -5}, std::vector{.9}),
            "far from all trials, trial 5 being the nearest");
}

}  // namespace
}  // namespace kilter::testing
