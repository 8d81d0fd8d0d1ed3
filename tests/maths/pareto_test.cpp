// SPDX-License-Identifier: MIT
#include "kilter/maths/pareto.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "kilter/base/random.hpp"

namespace kilter {
namespace {

using Points = std::vector<Objectives>;

Points random_points(std::uint64_t seed, std::size_t count, std::size_t objectives) {
  const Rng rng{seed, 0};
  Points points(count, Objectives(objectives));
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t m = 0; m < objectives; ++m) points[i][m] = rng.uniform(static_cast<std::uint32_t>(m), i);
  return points;
}

TEST(Pareto, VolumesAreKnown) {
  EXPECT_NEAR(hypervolume(Points{{1, 3}, {2, 2}, {3, 1}}, {4, 4}), 6, 1e-14);
  EXPECT_NEAR(hypervolume(Points{{.2, .9}, {.5, .4}, {.9, .1}}, {1, 1}), 0.36, 1e-14);
  EXPECT_NEAR(hypervolume(Points{{1, 2, 3}, {2, 1, 3}, {3, 3, 1}, {2, 2, 2}}, {4, 4, 4}), 13, 1e-13);
  EXPECT_NEAR(hypervolume(Points{{1, 2, 3, 2}, {2, 1, 3, 1}, {3, 3, 1, 3}, {2, 2, 2, 2}}, {4, 4, 4, 4}), 31, 1e-13);
  EXPECT_EQ(hypervolume(Points{}, {1, 1}), 0);
  EXPECT_EQ(hypervolume(Points{{2, 0}, {0, 1}}, {1, 1}), 0) << "what does not beat the reference";
}

TEST(Pareto, VolumeEqualsACountOfRandomPoints) {
  for (const std::size_t objectives : {2u, 3u, 4u}) {
    const Points points = random_points(objectives, 12, objectives), probes = random_points(99, 40000, objectives);
    const auto inside = std::count_if(probes.begin(), probes.end(), [&](const Objectives& probe) {
      return std::any_of(points.begin(), points.end(), [&](const Objectives& p) { return dominates(p, probe); });
    });
    EXPECT_NEAR(hypervolume(points, Objectives(objectives, 1)), static_cast<double>(inside) / 40000, 0.01);
  }
}

TEST(Pareto, SharesAreWhatIsLostWithoutAPoint) {
  const Points points = random_points(5, 10, 3);
  const Objectives reference(3, 1);
  const auto shares = hypervolume_shares(points, reference);
  for (std::size_t i = 0; i < points.size(); ++i) {
    Points others = points;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NEAR(shares[i], hypervolume(points, reference) - hypervolume(others, reference), 1e-12);
  }
}

TEST(Pareto, GreedySubsetIsKnown) {
  const Points points = {{0, 5}, {1, 3}, {2, 2}, {3, 1}, {5, 0}};
  EXPECT_EQ(hypervolume_subset(points, {6, 6}, 2), (std::vector<std::size_t>{2, 1}));
  EXPECT_EQ(hypervolume_subset(points, {6, 6}, 3), (std::vector<std::size_t>{2, 1, 3}));
  EXPECT_EQ(hypervolume_subset(points, {6, 6}, 9).size(), 5u);
}

TEST(Pareto, GreedySubsetTakesWhatAddsMost) {
  const Points points = random_points(8, 30, 3);
  const Objectives reference(3, 1);
  Points set;
  for (const std::size_t chosen : hypervolume_subset(points, reference, 8)) {
    double most = 0;
    for (const auto& point : points) {
      Points with = set;
      with.push_back(point);
      most = std::max(most, hypervolume(with, reference));
    }
    set.push_back(points[chosen]);
    EXPECT_NEAR(hypervolume(set, reference), most, 1e-12);
  }
}

TEST(Pareto, RanksAreKnown) {
  const Points points = {{1, 5}, {2, 3}, {4, 1}, {3, 4}, {5, 5}, {2, 6}, {4, 4}};
  EXPECT_EQ(front_ranks(points), (std::vector<int>{0, 0, 0, 1, 3, 1, 2}));
  EXPECT_EQ(front_ranks(points, 4), (std::vector<int>{0, 0, 0, 1, unranked, 1, unranked}));
  EXPECT_EQ(front_ranks(Points{{1, 1}, {1, 1}}), (std::vector<int>{0, 0})) << "equals do not dominate each other";
}

}  // namespace
}  // namespace kilter
