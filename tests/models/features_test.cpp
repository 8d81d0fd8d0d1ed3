// SPDX-License-Identifier: MIT
#include "kilter/models/features.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kilter/space/draw.hpp"
#include "tests/support/spaces.hpp"

namespace kilter {
namespace {

TEST(Features, RowsAndConfigurationsCorrespond) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    const Features features(random_space(seed, {.constrained = 0}));
    const Params params = draw(features.space(), Rng{seed, 1}, 0);
    const FeatureRow row = features.row(params);
    const FeatureRow again = features.row(features.params(row, {}));
    for (std::size_t k = 0; k < row.size(); ++k) {
      EXPECT_NEAR(row[k], again[k], 1e-12);
      EXPECT_TRUE(features[k].category == (k >= features.numeric()));
    }
  }
}

TEST(Features, SnapsToValuesThatExist) {
  const Features features(
      Space({parse_range("n", "int(1,4)"), parse_range("x", "float(0,1)"), parse_range("w", "log(1e-6,1e-2) or 0.0"),
             parse_range("u", "logint(1,100000)"), parse_range("c", "choice(a,b)"), parse_range("f", "fixed(3)")}));
  ASSERT_EQ(features.size(), 5u);
  FeatureRow row{.3, 1.5, .07, .5, 1};
  features.snap(row);
  EXPECT_EQ(row[0], .375);
  EXPECT_EQ(row[1], 1);
  EXPECT_EQ(row[2], .05);
  EXPECT_EQ(row, features.row(features.params(row, {})));
}

TEST(Features, InactiveParametersAreOnePoint) {
  Parameter momentum = parse_range("m", "float(0,1)"), kind = parse_range("k", "choice(p,q)");
  momentum.when = kind.when = "o == 'sgd'";
  const Features features(Space({parse_range("o", "choice(sgd,adam)"), momentum, kind}));
  EXPECT_TRUE(features.conditional());
  const FeatureRow row = features.row({1, std::nan(""), std::nan("")});
  EXPECT_EQ(row, (FeatureRow{.5, 1, -1}));
}

}  // namespace
}  // namespace kilter
