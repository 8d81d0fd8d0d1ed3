// SPDX-License-Identifier: MIT
#include "kilter/models/surrogate.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/spaces.hpp"

namespace kilter {
namespace {

Features plane() { return Features(Space({parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)")})); }

Observations bowl(std::size_t n, double scale = 1, double shift = 0) {
  Observations seen;
  Dice dice(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double x = dice.uniform(), y = dice.uniform();
    const double value = -(x - .3) * (x - .3) - (y - .6) * (y - .6);
    seen.ended.push_back({.row = {x, y}, .trial = static_cast<TrialNumber>(i), .values = {shift + scale * value}});
  }
  seen.valued = static_cast<int>(n);
  return seen;
}

TEST(Surrogate, LearnsABowl) {
  Surrogate model(plane(), bowl(30), {}, Refit::cold, {}, Rng{});
  ASSERT_TRUE(model.usable());
  EXPECT_GT(model.reliability(), 0.9);
  EXPECT_GT(model.process().at(std::vector{.3, .6}).mean, model.process().at(std::vector{.9, .1}).mean);
  EXPECT_NEAR(model.value(model.process().at(std::vector{.35, .55}).mean), -.005, .02);
}

TEST(Surrogate, IsUnmovedByUnits) {
  Surrogate one(plane(), bowl(30), {}, Refit::cold, {}, Rng{}),
      two(plane(), bowl(30, 1e6, 5), {}, Refit::cold, {}, Rng{});
  for (std::size_t j = 0; j < one.theta().size(); ++j) EXPECT_NEAR(one.theta()[j], two.theta()[j], 2e-3);
}

TEST(Surrogate, SurvivesWhateverTrialsSay) {
  for (const double value : {0.0, 1e300, -1e300, std::nan("")}) {
    Observations seen = bowl(12);
    for (auto& one : seen.ended) one.values = {value};
    Surrogate equal(plane(), seen, {}, Refit::cold, {}, Rng{});
    EXPECT_TRUE(equal.usable()) << value;
    EXPECT_TRUE(std::isfinite(equal.best_mean()));
    seen.ended[4].values = {-0.0};
    Surrogate mixed(plane(), seen, {}, Refit::cold, {}, Rng{});
    EXPECT_TRUE(mixed.usable()) << value;
  }
}

TEST(Surrogate, KeepsTheBestOfTooMany) {
  Observations seen = bowl(90);
  Surrogate model(plane(), seen, {.most_rows = 30}, Refit::cold, {}, Rng{});
  EXPECT_EQ(model.process().rows(), 30u);
  double best = -1e9;
  for (const auto& one : seen.ended) best = std::max(best, one.values.front());
  EXPECT_EQ(seen.ended[model.observation(model.ranking().front())].values.front(), best);
}

TEST(FitNote, ReadsBackWhatItSays) {
  const FitNote note{.thetas = {{1.5, -0.25, 3}, {}, {-18.421}}, .rows = 25, .cold = 16, .reliability = -7};
  const FitNote again = fit_note(to_text(note));
  EXPECT_EQ(again.rows, 25);
  EXPECT_EQ(again.cold, 16);
  EXPECT_EQ(again.reliability, -7);
  EXPECT_EQ(again.thetas, note.thetas);
}

TEST(FitNote, IsEmptyForWhatIsNone) {
  for (const char* text : {"", "x", "5", "5 6 7", "5 5", "-1 -1 0;2", "5 5 5;x", "5 5 5;99999999999999999999",
                           "5 5 5;1,2,1000000", "5 5 5 5"})
    EXPECT_EQ(fit_note(text).size(), 0u) << text;
}

TEST(Refit, FollowsItsSchedule) {
  EXPECT_EQ(refit_due(5, {}), Refit::cold);
  EXPECT_EQ(refit_due(40, {.rows = 39, .cold = 32}), Refit::warm);
  EXPECT_EQ(refit_due(64, {.rows = 63, .cold = 32}), Refit::cold);
  EXPECT_EQ(refit_due(102, {.rows = 101, .cold = 64}), Refit::no);
  EXPECT_EQ(refit_due(103, {.rows = 101, .cold = 64}), Refit::warm);
  EXPECT_EQ(refit_due(405, {.rows = 400, .cold = 256}), Refit::no);
}

}  // namespace
}  // namespace kilter
