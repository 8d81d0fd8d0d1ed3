// SPDX-License-Identifier: MIT
#include "kilter/schedulers/brackets.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kilter/schedulers/ladder.hpp"

namespace kilter {
namespace {

/// The trials of each rung of each bracket, as the paper's table has them.
std::vector<std::vector<int>> table(double full, double eta) {
  Settings settings;
  settings.budget.shortest = 1;
  settings.budget.full = full;
  std::vector<std::vector<int>> all;
  const std::size_t lengths = rungs(settings, {.eta = eta}).size();
  for (const auto& bracket : hyperband_brackets(lengths, eta)) {
    all.emplace_back();
    double trials = bracket.trials;
    for (std::size_t rung = bracket.lowest; rung < lengths; ++rung, trials = std::floor(trials / eta))
      all.back().push_back(static_cast<int>(trials));
  }
  return all;
}

using Table = std::vector<std::vector<int>>;

TEST(HyperbandBrackets, AreThoseOfThePaper) {
  EXPECT_EQ(table(81, 3), (Table{{81, 27, 9, 3, 1}, {34, 11, 3, 1}, {15, 5, 1}, {8, 2}, {5}}));
  EXPECT_EQ(table(27, 3), (Table{{27, 9, 3, 1}, {12, 4, 1}, {6, 2}, {4}}));
  EXPECT_EQ(table(64, 4), (Table{{64, 16, 4, 1}, {22, 5, 1}, {8, 2}, {4}}));
  EXPECT_EQ(table(243, 3).size(), 6u) << "log(243) / log(3) is 4.999... in floating point";
}

TEST(HyperbandBrackets, AreFilledSideBySideInProportion) {
  const auto brackets = hyperband_brackets(5, 3);
  std::vector<int> filled(brackets.size());
  for (TrialNumber n = 0; n < 143; ++n) ++filled[bracket_of(n, brackets)];
  for (std::size_t b = 0; b < brackets.size(); ++b) EXPECT_NEAR(filled[b], brackets[b].trials, 2) << b;
  EXPECT_EQ(bracket_of(0, brackets), 0u);
}

}  // namespace
}  // namespace kilter
