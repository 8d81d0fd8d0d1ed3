// SPDX-License-Identifier: MIT
#include "kilter/fit/split.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace kilter::fit {
namespace {

std::vector<double> classes(std::size_t rows) {
  std::vector<double> all(rows);
  for (std::size_t i = 0; i < rows; ++i) all[i] = i % 10 == 0 ? 1 : 0;
  return all;
}

double share(const std::vector<std::size_t>& rows, const std::vector<double>& of) {
  double sum = 0;
  for (const auto row : rows) sum += of[row];
  return sum / static_cast<double>(rows.size());
}

TEST(Split, EachRowValidatesOnceAndClassesKeepTheirShare) {
  const auto strata = classes(1000);
  const auto folds = make_folds(strata, true, 5, 1);
  ASSERT_EQ(folds.size(), 5u);
  std::multiset<std::size_t> seen;
  for (const auto& fold : folds) {
    EXPECT_EQ(fold.validation.size(), 200u);
    EXPECT_EQ(fold.training.size(), 800u);
    EXPECT_NEAR(share(fold.validation, strata), 0.1, 1e-9);
    seen.insert(fold.validation.begin(), fold.validation.end());
  }
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_EQ(std::set<std::size_t>(seen.begin(), seen.end()).size(), 1000u);
}

TEST(Split, AnotherSeedDealsOtherwiseTheSameAlike) {
  const auto strata = classes(300);
  EXPECT_EQ(make_folds(strata, true, 3, 7)[0].validation, make_folds(strata, true, 3, 7)[0].validation);
  EXPECT_NE(make_folds(strata, true, 3, 7)[0].validation, make_folds(strata, true, 3, 8)[0].validation);
}

TEST(Split, LockedRowsAreAsMuchOfEachTenthOfNumbers) {
  std::vector<double> values(1000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>((i * 7919) % 1000);
  const auto rows = lock_rows(values, false, 1);
  EXPECT_EQ(rows.locked.size(), 150u);
  EXPECT_EQ(rows.open.size(), 850u);
  EXPECT_EQ(std::count_if(rows.locked.begin(), rows.locked.end(), [&](auto row) { return values[row] < 100; }), 15);
}

TEST(Split, OnePartValidatesWithoutFolds) {
  const auto folds = make_folds(classes(1700), true, 1, 1);
  ASSERT_EQ(folds.size(), 1u);
  EXPECT_EQ(folds[0].validation.size(), 300u);
  EXPECT_EQ(folds[0].training.size(), 1400u);
}

}  // namespace
}  // namespace kilter::fit
