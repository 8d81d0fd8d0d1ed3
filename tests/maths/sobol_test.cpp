// SPDX-License-Identifier: MIT
#include "kilter/maths/sobol.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace kilter {
namespace {

// Direction numbers new-joe-kuo-6, dimensions 1 to 6.
TEST(Sobol, FirstPointsAreThePublishedOnes) {
  struct Row {
    std::uint32_t point;
    double x[6];
  };
  const Row rows[] = {
      {0, {0, 0, 0, 0, 0, 0}},
      {1, {.5, .5, .5, .5, .5, .5}},
      {2, {.75, .25, .25, .25, .75, .75}},
      {3, {.25, .75, .75, .75, .25, .25}},
      {4, {.375, .375, .625, .875, .375, .125}},
      {5, {.875, .875, .125, .375, .875, .625}},
      {6, {.625, .125, .875, .625, .625, .875}},
      {7, {.125, .625, .375, .125, .125, .375}},
      {100, {.4140625, .2578125, .7734375, .7265625, .8828125, .7421875}},
  };
  const Sobol sobol(6);
  for (const Row& row : rows)
    for (std::size_t j = 0; j < 6; ++j)
      EXPECT_EQ(sobol.at(row.point, j) * 0x1p-32, row.x[j]) << "point " << row.point << ", dimension " << j + 1;
}

// scipy.stats.qmc.Sobol(1024, scramble=False, bits=32), points 5, 100, 1000, 1099.
TEST(Sobol, FarDimensionsAgreeWithAnotherImplementation) {
  struct Row {
    std::size_t dimension;
    std::uint32_t x[4];
  };
  const Row rows[] = {
      {10, {0x20000000, 0xb2000000, 0x11c00000, 0xa5e00000}},  {37, {0x20000000, 0xfa000000, 0xd9400000, 0xb7200000}},
      {100, {0x60000000, 0xe2000000, 0x2fc00000, 0xa5a00000}}, {500, {0x20000000, 0x7e000000, 0x41400000, 0xd2200000}},
      {777, {0xa0000000, 0x86000000, 0xf5c00000, 0xca600000}}, {1024, {0x60000000, 0xf2000000, 0xb6c00000, 0x32e00000}},
  };
  constexpr std::uint32_t points[] = {5, 100, 1000, 1099};
  const Sobol sobol(Sobol::max_dimensions);
  for (const Row& row : rows)
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(sobol.at(points[i], row.dimension - 1), row.x[i]) << row.dimension;
}

TEST(Sobol, EachPrefixOfAPowerOfTwoHasOnePointInEachInterval) {
  const Sobol sobol(Sobol::max_dimensions);
  for (std::size_t j = 0; j < Sobol::max_dimensions; ++j) {
    std::set<std::uint32_t> plain, scrambled;
    for (std::uint32_t i = 0; i < 256; ++i) {
      plain.insert(sobol.at(i, j) >> 24);
      scrambled.insert(owen(sobol.at(i, j), static_cast<std::uint32_t>(j) * 2654435761u) >> 24);
    }
    ASSERT_EQ(plain.size(), 256u) << "dimension " << j + 1;
    ASSERT_EQ(scrambled.size(), 256u) << "dimension " << j + 1;
  }
}

TEST(Sobol, ScramblingKeepsTheNetInTwoDimensions) {
  const Sobol sobol(2);
  for (std::uint32_t seed = 1; seed <= 20; ++seed)
    for (unsigned split = 0; split <= 6; ++split) {
      std::set<std::pair<std::uint64_t, std::uint64_t>> boxes;
      for (std::uint32_t i = 0; i < 64; ++i)
        boxes.emplace(std::uint64_t{owen(sobol.at(i, 0), seed)} >> (32 - split),
                      std::uint64_t{owen(sobol.at(i, 1), seed * 977)} >> (26 + split));
      ASSERT_EQ(boxes.size(), 64u) << "seed " << seed << ", boxes 2^-" << split;
    }
}

TEST(Sobol, CentredDiscrepancyOfSixteenPoints) {
  const Sobol sobol(3);
  constexpr int n = 16;
  double x[n][3];
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < 3; ++j) x[i][j] = sobol.at(i, j) * 0x1p-32 - 0.5;
  double single = 0, pairs = 0;
  for (const auto& a : x) {
    double product = 1;
    for (const double u : a) product *= 1 + 0.5 * std::abs(u) - 0.5 * u * u;
    single += product;
    for (const auto& b : x) {
      double both = 1;
      for (int j = 0; j < 3; ++j) both *= 1 + 0.5 * std::abs(a[j]) + 0.5 * std::abs(b[j]) - 0.5 * std::abs(a[j] - b[j]);
      pairs += both;
    }
  }
  EXPECT_NEAR(std::pow(13.0 / 12, 3) - 2.0 / n * single + pairs / n / n, 0.00787341567101274, 1e-15);
}

TEST(Owen, KnownAnswers) {
  constexpr std::uint32_t first[] = {0xbb03e8ee, 0x4ab6a2c9, 0x34830375, 0xf751ebea,
                                     0xde809292, 0x0297dad3, 0x6d708880, 0x9072ddd5};
  constexpr std::uint32_t second[] = {0xa8241682, 0x5f68ead0, 0xe57f06cd, 0x276363ae,
                                      0xc9fcfe5e, 0x18fd1c06, 0x840ea403, 0x79025be7};
  const Sobol sobol(2);
  for (std::uint32_t i = 0; i < 8; ++i) {
    EXPECT_EQ(owen(sobol.at(i, 0), 12345), first[i]) << i;
    EXPECT_EQ(owen(sobol.at(i, 1), 54321), second[i]) << i;
  }
}

TEST(Owen, UnitsAreNeverTheEnds) {
  EXPECT_GT(unit(0), 0.0);
  EXPECT_LT(unit(0xffffffff), 1.0);
}

TEST(Owen, MeansOfScrambledPointsAreCentred) {
  const Sobol sobol(16);
  for (std::size_t j = 0; j < 16; ++j) {
    double sum = 0;
    for (std::uint32_t i = 0; i < 4096; ++i) sum += unit(owen(sobol.at(i, j), 7u + static_cast<std::uint32_t>(j)));
    EXPECT_NEAR(sum / 4096, 0.5, 1e-3) << "dimension " << j + 1;
  }
}

TEST(Sobol, RefusesMoreDimensionsThanTheTableHas) { EXPECT_THROW(Sobol(1025), std::out_of_range); }

}  // namespace
}  // namespace kilter
