// SPDX-License-Identifier: MIT
#include "kilter/maths/output_warp.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kilter {
namespace {

using Labels = std::vector<double>;

void expect_close(const Labels& got, const Labels& wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (std::isnan(wanted[i]))
      EXPECT_TRUE(std::isnan(got[i])) << i;
    else
      EXPECT_NEAR(got[i], wanted[i], 1e-13 * (1 + std::abs(wanted[i]))) << i;
  }
}

// By SciPy, step by step.
TEST(OutputWarp, FollowsTheOracleWithAnOutlier) {
  Labels y{.9, .8, .5, .1, -100};
  half_rank(y);
  expect_close(y, {.9, .8, .5, .3486186114124174, .1300479293262193});
  log_stretch(y);
  expect_close(y, {.5, .3448260531872266, -.0695148286504293, -.2548338642509032, -.5});
  place_missing(y);
  expect_close(y, {.6629124839475862, .5077385371348128, .0933976552971568, -.091921380303317, -.3370875160524138});
}

TEST(OutputWarp, FollowsTheOracleWithAFailure) {
  Labels y{.9, .8, NAN, .1, .7};
  half_rank(y);
  expect_close(y, {.9, .8, NAN, .6213870293802242, .714375036093418});
  log_stretch(y);
  expect_close(y, {.5, .0929192001870242, NAN, -.5, -.2091228210874106});
  place_missing(y);
  expect_close(y, {1.0217881789188223, .6147073791058466, -1.4782118210811777, .0217881789188225, .3126653578314118});
}

TEST(OutputWarp, IsUnmovedByShiftAndScale) {
  const Labels y{3, 1, 4, 1, 5, 9, NAN, 2, 6};
  for (const bool ranks : {true, false})
    for (const bool thin : {true, false}) {
      const Labels first = warped(y, {ranks, thin});
      for (const auto& [a, b] : {std::pair{7.0, 1e-3}, {-1e5, 1e5}, {0.0, 1e200}}) {
        Labels moved;
        for (const double v : y) moved.push_back(a + b * v);
        const Labels second = warped(moved, {ranks, thin});
        for (std::size_t i = 0; i < y.size(); ++i) EXPECT_NEAR(first[i], second[i], 1e-7);
      }
    }
}

TEST(OutputWarp, KeepsTheOrderOfWhatIsKnown) {
  const Labels y{5, -3, 1e6, 0, 2, 2.5, -1e12};
  const Labels w = warped(y, {});
  for (std::size_t i = 0; i < y.size(); ++i)
    for (std::size_t k = 0; k < y.size(); ++k) EXPECT_TRUE(!(y[i] < y[k]) || w[i] < w[k]);
}

TEST(OutputWarp, IsTotal) {
  for (const Labels& y :
       {Labels{}, Labels{1}, Labels{NAN}, Labels{NAN, NAN}, Labels{2, 2, 2}, Labels{2, NAN, 2},
        Labels{1e300, -1e300, 0, 5}, Labels{-0.0, 0.0}, Labels{INFINITY, 1, -INFINITY}, Labels{1e-310, 2e-310, 3e-310}})
    for (const bool ranks : {true, false})
      for (const bool thin : {true, false})
        for (const double v : warped(y, {ranks, thin})) EXPECT_TRUE(std::isfinite(v) && std::abs(v) < 100) << v;
  for (const double v : warped(Labels{2, 2, 2}, {})) EXPECT_EQ(v, 0);
}

TEST(OutputWarp, ThinsWhatHasConverged) {
  const Labels y{0, 1, 2, 3, 9.99, 9.995, 9.999, 9.9999, 10};
  EXPECT_EQ(thinned_median(y), 2);  // of 0 1 2 3 10
}

}  // namespace
}  // namespace kilter
