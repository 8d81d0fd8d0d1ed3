// SPDX-License-Identifier: MIT
#include "kilter/analysis/diagnosis.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kilter/base/random.hpp"

namespace kilter {
namespace {

/// A curve of `reports` values with normal-like noise of its own.
template <class Value>
std::vector<double> curve(int reports, Value value, double noise = 0, std::uint64_t seed = 1) {
  std::vector<double> values;
  for (int i = 0; i < reports; ++i) {
    double sum = -6;
    for (std::uint64_t k = 0; k < 12; ++k) sum += Rng{seed, static_cast<std::uint64_t>(i)}.uniform(7, k);
    values.push_back(value(i) + noise * sum);
  }
  return values;
}

std::string verdict(const CurvePair& curves) {
  const auto found = diagnose(curves);
  if (found.empty()) return {};
  return std::string(to_text(found[0].flaw)) + ": " + found[0].direction + " " + found[0].what;
}

CurvePair both(const std::vector<double>& values) { return {values, values}; }

const auto converged = [](int i) { return 0.3 + 2 * std::exp(-i / 6.0); };

TEST(Diagnosis, LeavesAGoodTrainingAlone) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    EXPECT_EQ(verdict({curve(60, converged, 0.002, seed), curve(60, converged, 0.005, seed + 100)}), "") << seed;
  EXPECT_EQ(verdict(both({2})), "") << "too short to tell";
  EXPECT_EQ(verdict({}), "");
}

TEST(Diagnosis, Diverged) {
  auto values = curve(20, converged);
  values[12] = std::nan("");
  EXPECT_EQ(verdict(both(values)), "diverged: lower learning_rate");
  EXPECT_EQ(diagnose(both(values))[0].evidence, "no finite number at report 13");
  EXPECT_EQ(verdict(both(curve(20, [](int i) { return std::exp(0.2 * i); }))), "diverged: lower learning_rate");
}

TEST(Diagnosis, NotLearning) {
  const auto above = [](int i) { return i == 0 ? 2.3 : 2.33; };
  EXPECT_EQ(verdict(both(curve(40, above, 0.004))), "not_learning: lower learning_rate");
  EXPECT_EQ(verdict(both(curve(40, [](int i) { return 2.3 - 1e-4 * i; }))), "not_learning: raise learning_rate");
  EXPECT_EQ(verdict(both(curve(40, [](int) { return 2.3; }, 0.003))), "not_learning: raise learning_rate");
  const auto collapsed = [](int i) { return i < 2 ? 0.699 : 0.6931; };
  EXPECT_EQ(verdict(both(curve(40, collapsed))), "") << "many causes";
}

TEST(Diagnosis, Overfitting) {
  const auto rises = [](int i) { return i < 10 ? 1.0 - 0.07 * i : 0.3 + 0.01 * (i - 10); };
  const auto falls = [](int i) { return std::exp(-i / 8.0); };
  const auto found = diagnose({curve(50, falls), curve(50, rises)});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(
      found[0].text(),
      "overfitting: validation was 0.31 at report 11 of 50 and is 0.69 at the end, training went on from 0.2865 to "
      "0.002187; regularize more, or keep the best checkpoint");
  EXPECT_EQ(verdict({curve(50, rises), curve(50, rises)}), "unstable: lower learning_rate") << "training rises too";
}

TEST(Diagnosis, StoppedTooEarly) {
  EXPECT_EQ(verdict(both(curve(30, [](int i) { return 3 - 0.05 * i; }))), "underfitting: raise learning_rate");
  EXPECT_EQ(verdict(both(curve(30, [](int i) { return 0.2 + 2 * std::exp(-i / 9.0); }))),
            "poor_convergence: raise epochs");
}

TEST(Diagnosis, StoppedAfterAFewReports) {
  const auto found = diagnose({{0.9, 0.2}, {0.3, 0.18}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].text(),
            "poor convergence: validation still fell from 0.3 to 0.18 at the last of 2 reports; train longer");
  EXPECT_EQ(verdict({{0.9, 0.2, 0.19}, {0.3, 0.18, 0.16}}), "") << "training hardly moved any more";
  EXPECT_EQ(verdict({{0.9, 0.2}, {0.3, 0.31}}), "");
  EXPECT_EQ(verdict({{0.9}, {0.3}}), "");
}

TEST(Diagnosis, ThrownByItsFirstSteps) {
  auto train = curve(20, [](int) { return 2.5; }, 0.02), validation = curve(20, [](int) { return 2.5; }, 0.1, 9);
  train[0] = 9e11, validation[0] = 2.9;
  EXPECT_EQ(verdict({train, validation}), "not_learning: lower learning_rate");
  train = curve(20, converged);
  train[0] = 9e11;
  EXPECT_EQ(verdict({train, train}), "") << "it has recovered";
}

TEST(Diagnosis, RestlessFarFromDone) {
  const auto high = [](int i) { return 1.3 + 2 * std::exp(-i / 2.0); };
  EXPECT_EQ(verdict({curve(60, high, 0.08), curve(60, high, 0.08, 9)}), "noisy_end: lower learning_rate");
}

TEST(Diagnosis, TurnsWhereMoreIsBetter) {
  const auto rises = [](int i) { return 0.9 - 0.8 * std::exp(-i / 4.0); };
  const auto drops = [](int i) { return i < 10 ? 0.1 + 0.07 * i : 0.8 - 0.01 * (i - 10); };
  const auto found = diagnose({curve(40, rises), curve(40, drops), true});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(to_text(found[0].flaw), std::string("overfitting"));
  EXPECT_NE(found[0].evidence.find("validation was 0.79 at report 11 of 40 and is 0.51 at the end"), std::string::npos)
      << found[0].evidence;
}

TEST(Diagnosis, SurvivesExtremes) {
  for (const double x : {0.0, -0.0, 1e300, -1e300, 5e-324, HUGE_VAL})
    EXPECT_NO_THROW(diagnose(both(std::vector<double>(50, x)))) << x;
  EXPECT_NO_THROW(diagnose(both(curve(20000, converged, 0.1))));
}

}  // namespace
}  // namespace kilter
