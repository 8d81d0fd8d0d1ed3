// SPDX-License-Identifier: MIT
#include "kilter/maths/robust.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace kilter {
namespace {

TEST(Robust, Median) {
  EXPECT_EQ(median(std::vector<double>{3, 1, 2}), 2);
  EXPECT_EQ(median(std::vector<double>{4, 1, 3, 2}), 2.5);
  EXPECT_TRUE(std::isnan(median({})));
}

TEST(Robust, SlopeIsNotMovedByAWildValue) {
  std::vector<double> line;
  for (int i = 0; i < 20; ++i) line.push_back(3 - 0.5 * i);
  line[7] = 1e9;
  EXPECT_DOUBLE_EQ(sen_slope(line), -0.5);
  EXPECT_EQ(sen_slope(std::vector<double>{1}), 0);
  std::vector<double> many(5000);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = 2.0 * static_cast<double>(i);
  EXPECT_DOUBLE_EQ(sen_slope(many), 2);
}

TEST(Robust, NoiseIsThatAboutTheTrend) {
  std::vector<double> line, zigzag;
  for (int i = 0; i < 100; ++i) {
    line.push_back(0.25 * i);
    zigzag.push_back(0.25 * i + (i % 2 == 0 ? 0.1 : -0.1));
  }
  EXPECT_EQ(noise(line), 0);
  EXPECT_NEAR(noise(zigzag), 1.4826 * 0.4 / std::sqrt(6.0), 1e-12);
  EXPECT_EQ(noise(std::vector<double>{1, 2}), 0);
}

}  // namespace
}  // namespace kilter
