// SPDX-License-Identifier: MIT
#include "kilter/maths/normal.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kilter {
namespace {

void expect_close(double got, double wanted, double relative = 1e-13) {
  EXPECT_NEAR(got, wanted, relative * std::abs(wanted));
}

// 50 digits by mpmath.
TEST(Normal, ImprovementAndTailsAgreeWithManyDigits) {
  struct Row {
    double z, log_h, log_cdf, slope;
  };
  const Row rows[] = {
      {3, 1.0987396653277078, -0.0013508099647481938, 0.33284096845179524},
      {1, 0.080026218849306940, -0.17275377902344989, 0.77663872520173926},
      {0, -0.91893853320467274, -0.69314718055994531, 1.2533141373155003},
      {-1, -2.4851210257126413, -1.8410216450092635, 1.9042712333296918},
      {-2, -4.7687835239171142, -3.7831843336820319, 2.6794168839555860},
      {-5, -16.744301162660990, -15.064998393988726, 5.3618162412880885},
      {-10, -55.553122036122356, -53.231285150512471, 10.194383033412553},
      {-25, -319.86146358149595, -316.63940800802026, 25.079620234266533},
      {-40, -808.29856835661996, -804.60844201375379, 40.049906657648518},
      {-100, -5010.1295788002498, -5005.5242086942051, 100.01999400419587},
      {-1e4, -50000019.339619307, -50000010.129278915, 10000.000199999994},
      {-1e6, -500000000028.54996, -500000000014.73445, 1000000.000002},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.z);
    expect_close(log_improvement(row.z).log, row.log_h);
    expect_close(log_normal_cdf(row.z), row.log_cdf);
    expect_close(log_improvement(row.z).slope, row.slope, 1e-12);
  }
  expect_close(log_normal_cdf(-20), -203.9171553710973);
  expect_close(log_normal_cdf(5), -2.8665161296376305e-07);
  expect_close(log_normal_cdf(10), -7.619853024160473e-24);
}

TEST(Normal, ScaledComplementaryErrorFunction) {
  expect_close(erfcx(.5), .61569034419292587);
  expect_close(erfcx(1), .427583576155807);
  expect_close(erfcx(5), .11070463773306863);
  expect_close(erfcx(10), .056140992743822586);
  expect_close(erfcx(26), .021683584850562907);
  expect_close(erfcx(100), .0056416137829894329);
}

TEST(Normal, Quantiles) {
  expect_close(normal_quantile(1e-300), -37.0470962993612);
  expect_close(normal_quantile(1e-20), -9.262340089798409);
  expect_close(normal_quantile(1e-10), -6.361340902404056);
  expect_close(normal_quantile(1e-5), -4.264890793922825);
  expect_close(normal_quantile(.025), -1.9599639845400545);
  expect_close(normal_quantile(.25), -.6744897501960817);
  expect_close(normal_quantile(.75), .6744897501960817);
  EXPECT_EQ(normal_quantile(0), -INFINITY);
  EXPECT_EQ(normal_quantile(1), INFINITY);
  EXPECT_TRUE(std::isnan(normal_quantile(1.5)));
  EXPECT_TRUE(std::isnan(normal_quantile(NAN)));
}

TEST(Normal, ImprovementIsFiniteAndSmoothEverywhere) {
  double before = log_improvement(-1e8).log;
  for (double z = -1e8; z < 1e3; z += z < -30 ? -z * 0.01 : 0.01) {
    const Improvement here = log_improvement(z);
    ASSERT_TRUE(std::isfinite(here.log) && std::isfinite(here.slope)) << z;
    ASSERT_GE(here.log, before) << z;
    before = here.log;
    if (z < -26) continue;
    const double step = 1e-5;
    const double difference = (log_improvement(z + step).log - log_improvement(z - step).log) / (2 * step);
    ASSERT_NEAR(here.slope, difference, 1e-6 * (1 + std::abs(difference))) << z;
  }
}

TEST(Normal, ExpectedImprovement) {
  const auto log_ei = [](double mean, double sd, double best) {
    return std::log(sd) + log_improvement((mean - best) / sd).log;
  };
  expect_close(log_ei(.3, .2, .5), -4.0945589381467417);
  expect_close(std::exp(log_ei(1.2, .5, 1)), .31521941847372649);
}

TEST(Normal, LogOfOneMinusExponential) {
  for (const double x : {-1e-12, -1e-3, -.5, -.7, -3.0, -30.0})
    expect_close(log1mexp(x), static_cast<double>(x > -1 ? std::log(-std::expm1(static_cast<long double>(x)))
                                                         : std::log1p(-std::exp(static_cast<long double>(x)))));
  EXPECT_EQ(log1mexp(0), -INFINITY);
}

}  // namespace
}  // namespace kilter
