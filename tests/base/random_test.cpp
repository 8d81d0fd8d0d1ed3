// SPDX-License-Identifier: MIT
#include "kilter/base/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace kilter {
namespace {

using Block = std::array<std::uint32_t, 4>;

TEST(Philox, GivesTheKnownAnswersOfItsAuthors) {
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  constexpr std::uint32_t ones = 0xffffffff;
  EXPECT_EQ(philox4x32({ones, ones, ones, ones}, {ones, ones}),
            (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(SplitMix64, GivesItsKnownAnswers) {
  EXPECT_EQ(splitmix64(0), 0xe220a8397b1dcdafull);
  EXPECT_EQ(splitmix64(1), 0x910a2dec89025cc1ull);
}

TEST(Rng, EveryArgumentMatters) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t seed : {0ull, 1ull, 1ull << 40})
    for (std::uint64_t number : {0ull, 1ull, 1ull << 33})
      for (std::uint32_t stream : {0u, 1u, 1u << 31})
        for (std::uint64_t index : {0ull, 1ull, 1ull << 32}) seen.insert(Rng{seed, number}.bits(stream, index));
  EXPECT_EQ(seen.size(), 81u);
}

TEST(Rng, EqualArgumentsGiveEqualNumbers) {
  EXPECT_EQ((Rng{3, 7}.bits(5, 11)), (Rng{3, 7}.bits(5, 11)));
  EXPECT_EQ((Rng{3, 7}.uniform(5, 11)), (Rng{3, 7}.uniform(5, 11)));
}

TEST(Rng, UniformIsTheCentreOfACellOfBits) {
  const Rng rng{1, 2};
  for (std::uint64_t i = 0; i < 100; ++i)
    EXPECT_EQ(rng.uniform(3, i) * 0x1p54, static_cast<double>((rng.bits(3, i) >> 11) * 2 + 1));
}

/// Chi-square over equal cells; the mean is cells - 1 and the standard deviation about sqrt(2 cells).
double chi_square(const std::vector<int>& cells, double expected) {
  double sum = 0;
  for (const int n : cells) sum += (n - expected) * (n - expected) / expected;
  return sum;
}

TEST(Rng, UniformFillsTheOpenIntervalEvenly) {
  constexpr int draws = 100000, cells = 100;
  std::vector<int> counts(cells);
  for (int i = 0; i < draws; ++i) {
    const double u = Rng{1, 2}.uniform(3, static_cast<std::uint64_t>(i));
    ASSERT_GT(u, 0);
    ASSERT_LT(u, 1);
    ++counts[static_cast<std::size_t>(u * cells)];
  }
  EXPECT_NEAR(chi_square(counts, draws / static_cast<double>(cells)), cells - 1, 5 * std::sqrt(2.0 * cells));
}

TEST(Rng, NeighbouringTrialsAreUncorrelated) {
  constexpr int draws = 100000;
  double product = 0;
  for (int i = 0; i < draws; ++i) {
    const auto n = static_cast<std::uint64_t>(i);
    product += (Rng{9, n}.uniform(0, 0) - 0.5) * (Rng{9, n + 1}.uniform(0, 0) - 0.5);
  }
  EXPECT_NEAR(product / draws * 12, 0, 4 / std::sqrt(static_cast<double>(draws)));
}

TEST(Rng, BelowIsEvenForSmallAndForAwkwardNumbers) {
  for (const std::uint64_t n : {3ull, 7ull, 10ull}) {
    constexpr int draws = 70000;
    std::vector<int> counts(n);
    for (int i = 0; i < draws; ++i) ++counts[Rng{4, 4}.below(n, 1, static_cast<std::uint64_t>(i))];
    EXPECT_NEAR(chi_square(counts, draws / static_cast<double>(n)), static_cast<double>(n - 1),
                5 * std::sqrt(2.0 * static_cast<double>(n)));
  }
}

TEST(Rng, BelowRejectsWhatWouldFavourSomeNumbers) {
  // Of 3 * 2^62 numbers, plain multiply and shift would give every third one twice as often.
  constexpr std::uint64_t n = 3ull << 62;
  constexpr int draws = 30000;
  std::vector<int> thirds(3);
  for (int i = 0; i < draws; ++i) {
    const std::uint64_t x = Rng{8, 1}.below(n, 2, static_cast<std::uint64_t>(i));
    ASSERT_LT(x, n);
    ++thirds[x % 3];
  }
  EXPECT_NEAR(chi_square(thirds, draws / 3.0), 2, 5 * std::sqrt(6.0));
}

TEST(Rng, BelowOneIsZero) { EXPECT_EQ((Rng{1, 1}.below(1, 0, 0)), 0u); }

}  // namespace
}  // namespace kilter
