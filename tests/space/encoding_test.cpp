// SPDX-License-Identifier: MIT
#include "kilter/space/encoding.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

#include "kilter/base/random.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

Parameter range(std::string_view text) { return parse_range("x", text); }

TEST(Encoding, OfContinuousScales) {
  EXPECT_DOUBLE_EQ(encode(range("float(-1,3)"), 0), 0.25);
  EXPECT_DOUBLE_EQ(encode(range("log(1e-4,1)"), 1e-3), 0.25);
  EXPECT_DOUBLE_EQ(encode(range("logit(0.1,0.9)"), 0.5), 0.5);
  EXPECT_NEAR(encode(range("one_minus_log(1e-4,1e-2)"), 0.999), 0.5, 1e-13);
  EXPECT_DOUBLE_EQ(decode(range("log(1e-4,1)"), 0.5), 1e-2);
  EXPECT_DOUBLE_EQ(decode(range("one_minus_log(1e-4,1e-2)"), 0.5), 0.999);
}

TEST(Encoding, HitsTheEndsExactly) {
  for (const char* text : {"float(-0.3,0.7)", "log(1e-4,0.3)", "logit(0.1,0.997)", "one_minus_log(1e-5,0.3)"}) {
    const Parameter p = range(text);
    EXPECT_EQ(decode(p, 0), p.low) << text;
    EXPECT_EQ(decode(p, 1), p.high) << text;
    EXPECT_EQ(encode(p, p.low), 0) << text;
    EXPECT_EQ(encode(p, p.high), 1) << text;
  }
  for (std::uint64_t i = 0; i < 1000; ++i) {
    Parameter p = range("float(0,1)");
    p.low = -Rng{1, 1}.uniform(0, i);
    p.high = Rng{1, 1}.uniform(1, i);
    EXPECT_EQ(decode(p, 1), p.high);
  }
}

TEST(Encoding, PutsLevelsAtTheCentresOfTheirCells) {
  EXPECT_DOUBLE_EQ(encode(range("int(1,4)"), 1), 0.125);
  EXPECT_DOUBLE_EQ(encode(range("int(1,4)"), 4), 0.875);
  EXPECT_DOUBLE_EQ(encode(range("ordered(1,2,4,8)"), 2), 0.625);
  EXPECT_DOUBLE_EQ(encode(range("bool"), 1), 0.75);
  EXPECT_DOUBLE_EQ(encode(range("float(0,1,0.25)"), 0.5), 0.5);
  EXPECT_EQ(decode(range("int(1,4)"), 0.2499999), 1);
  EXPECT_EQ(decode(range("int(1,4)"), 0.25), 2);
}

TEST(Encoding, OfLogIntegersHasCellsOfHalfASteps) {
  const Parameter p = range("logint(1,8)");
  EXPECT_DOUBLE_EQ(encode(p, 2), std::log(2 / 0.5) / std::log(8.5 / 0.5));
  const double border = std::log(1.5 / 0.5) / std::log(8.5 / 0.5);
  EXPECT_EQ(decode(p, border - 1e-12), 1);
  EXPECT_EQ(decode(p, border + 1e-12), 2);
}

TEST(Encoding, GivesTheFirstTenthToAValueBeside) {
  const Parameter p = range("log(1e-6,1e-2) or 0.0");
  EXPECT_DOUBLE_EQ(encode(p, 0), 0.05);
  EXPECT_DOUBLE_EQ(encode(p, 1e-6), 0.1);
  EXPECT_DOUBLE_EQ(encode(p, 1e-4), 0.55);
  EXPECT_EQ(decode(p, 0), 0);
  EXPECT_EQ(decode(p, 0.0999), 0);
  EXPECT_DOUBLE_EQ(decode(p, 0.1), 1e-6);
}

TEST(Encoding, ComputesSteppedValuesFromTheirIndex) {
  const Parameter p = range("float(0,1,0.1)");
  for (int i = 0; i <= 10; ++i) {
    const double x = decode(p, (i + 0.5) / 11);
    EXPECT_EQ(to_text(x), to_text(*to_double(i == 10 ? "1" : "0." + std::to_string(i)))) << i;
  }
  EXPECT_EQ(decode(range("float(0.05,1,0.3)"), 1), 0.95) << "the last level not above the end";
  EXPECT_EQ(decode(range("int(1,10,4)"), 1), 9);
}

TEST(Encoding, IsTotal) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const char* text : {"float(0,1)", "log(1e-4,1)", "int(1,4)", "logint(1,9)", "choice(a,b)", "bool", "fixed(1)",
                           "int(3,3)", "float(0,1) or 5", "logit(0.1,0.9)", "one_minus_log(1e-4,0.1)"}) {
    const Parameter p = range(text);
    EXPECT_EQ(decode(p, -7), decode(p, 0)) << text;
    EXPECT_EQ(decode(p, 7), decode(p, 1)) << text;
    EXPECT_EQ(decode(p, nan), decode(p, 0)) << text;
    EXPECT_TRUE(std::isnan(encode(p, nan))) << text;
  }
}

TEST(Encoding, KeepsWhatLiesOutsideAtAMeasuredDistance) {
  EXPECT_DOUBLE_EQ(encode(range("float(0,1)"), 1.5), 1.5);
  EXPECT_DOUBLE_EQ(encode(range("float(0,1)"), -9), -1);
  EXPECT_DOUBLE_EQ(encode(range("log(1e-2,1)"), 100), 2);
  EXPECT_DOUBLE_EQ(encode(range("log(1e-2,1)"), -1), -1);
  EXPECT_DOUBLE_EQ(encode(range("int(1,4)"), 5), 1.125);
  EXPECT_DOUBLE_EQ(encode(range("int(1,9,4)"), 3), (0.5 + 0.5) / 3) << "between two steps";
}

TEST(Encoding, OfLargeRangesIsExactForEveryLevel) {
  for (const char* text : {"int(0,281474976710655)", "int(-5,281474976710649)", "logint(1,1099511627776)",
                           "int(1,281474976710655) or 0"}) {
    const Parameter p = range(text);
    for (std::uint64_t i = 0; i < 20000; ++i) {
      const double x = decode(p, Rng{1, 1}.uniform(0, i));
      ASSERT_EQ(decode(p, encode(p, x)), x) << text;
    }
    for (const double x : {p.low, p.low + 1, p.high - 1, p.high}) EXPECT_EQ(decode(p, encode(p, x)), x) << text;
  }
}

/// Chi-square of `draws` uniform units against the probability of each level.
double chi_square(const Parameter& p, const std::map<double, double>& probability, int draws) {
  std::map<double, int> counts;
  for (int i = 0; i < draws; ++i) ++counts[decode(p, Rng{7, 7}.uniform(0, static_cast<std::uint64_t>(i)))];
  EXPECT_LE(counts.size(), probability.size());
  double sum = 0;
  for (const auto& [level, share] : probability) {
    const double expected = share * draws;
    sum += (counts[level] - expected) * (counts[level] - expected) / expected;
  }
  return sum;
}

TEST(Encoding, GivesEveryLevelTheSameShare) {
  for (const char* text :
       {"int(1,7)", "int(0,100,9)", "float(0,1,0.3)", "ordered(1,2,4)", "choice(a,b,c,d,e)", "bool"}) {
    const Parameter p = range(text);
    const double count = levels(p);
    std::map<double, double> shares;
    for (double i = 0; i < count; ++i) shares[decode(p, (i + 0.5) / count)] = 1 / count;
    ASSERT_EQ(static_cast<double>(shares.size()), count) << text;
    EXPECT_LT(chi_square(p, shares, 50000), count - 1 + 5 * std::sqrt(2 * count)) << text;
  }
}

TEST(Encoding, GivesLogIntegersTheShareOfTheirCells) {
  const Parameter p = range("logint(1,8)");
  std::map<double, double> shares;
  for (double v = 1; v <= 8; ++v) shares[v] = std::log((v + 0.5) / (v - 0.5)) / std::log(8.5 / 0.5);
  EXPECT_LT(chi_square(p, shares, 50000), 7 + 5 * std::sqrt(16.0));
}

TEST(Encoding, GivesAValueBesideATenth) {
  std::map<double, double> shares = {{0, 0.1}};
  for (double v = 1; v <= 9; ++v) shares[v] = 0.1;
  EXPECT_LT(chi_square(range("int(1,9) or 0"), shares, 50000), 9 + 5 * std::sqrt(20.0));
}

TEST(Encoding, OfASpaceKeepsWhatIsGivenAndLeavesOutWhatIsInactive) {
  Parameter child = parse_range("m", "int(1,4)");
  child.when = "o == 'sgd'";
  const Space space({child, parse_range("o", "choice(sgd,adam)"), parse_range("x", "float(0,1)")});
  const double absent = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(space.write(decode(space, std::vector<double>{0.9, 0.1, 0.25})), R"({"m":4,"o":"sgd","x":0.25})");
  EXPECT_EQ(space.write(decode(space, std::vector<double>{0.9, 0.1, 0.25}, {2, 1})), R"({"o":"adam","x":0.25})");
  EXPECT_EQ(space.write(decode(space, std::vector<double>{0.9, 0.1, 0.25}, {2, absent, absent})),
            R"({"m":2,"o":"sgd","x":0.25})");
  EXPECT_EQ(space.write(decode(space, {})), R"({"o":"adam","x":0.5})") << "missing units are the centre";
  const auto unit = encode(space, decode(space, std::vector<double>{0.9, 0.9, 0.25}));
  EXPECT_TRUE(std::isnan(unit[0]));
  EXPECT_EQ(unit[1], 0.75);
}

}  // namespace
}  // namespace kilter
