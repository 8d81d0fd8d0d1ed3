// SPDX-License-Identifier: MIT
#include "kilter/maths/parzen.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kilter/base/random.hpp"
#include "kilter/maths/parzen_score.hpp"

namespace kilter {

extern const ParzenScore parzen_score_baseline;
#ifdef __x86_64__
extern const ParzenScore parzen_score_v3;
extern const ParzenScore parzen_score_v4;
#endif

namespace {

using PlainRows = std::vector<std::vector<double>>;

const double nan = std::nan("");
const ParzenRules optuna{.narrowest = 0, .by_count = true, .prior_between = false};

std::vector<double> even_edges(int cells) {
  std::vector<double> edges;
  for (int i = 0; i <= cells; ++i) edges.push_back(static_cast<double>(i) / cells);
  return edges;
}

std::vector<ParzenRow> numbered(const PlainRows& rows, const std::vector<int>& numbers) {
  std::vector<ParzenRow> all;
  for (const int n : numbers) {
    const auto at = static_cast<std::size_t>(n);
    all.push_back({n, at + 1, rows[at]});
  }
  return all;
}

std::vector<ParzenRow> numbered(const PlainRows& rows) {
  std::vector<int> numbers;
  for (std::size_t i = 0; i < rows.size(); ++i) numbers.push_back(static_cast<int>(i));
  return numbered(rows, numbers);
}

double log_density(const Parzen& parzen, const std::vector<double>& at) {
  double out = 0;
  parzen.log_densities({&at, 1}, {&out, 1});
  return out;
}

/// A number, a choice of 4, 5 cells, a number that some rows lack, and a choice of 3 that some lack.
std::vector<ParzenAxis> mixed_axes() {
  return {{}, {.choices = 4}, {.edges = even_edges(5)}, {.always = false}, {.choices = 3, .always = false}};
}

std::vector<double> mixed_row(const Rng& rng, std::uint32_t n) {
  const auto u = [&](std::uint64_t i) { return rng.uniform(n, i); };
  std::vector<double> row = {u(0), std::floor(4 * u(1)), (std::floor(5 * u(2)) + 0.5) / 5, nan, nan};
  if (u(3) < 0.6) row[3] = std::round(u(4) * 20) / 20;
  if (u(5) < 0.6) row[4] = std::floor(3 * u(6));
  return row;
}

PlainRows mixed_rows(std::uint64_t seed, std::uint32_t count) {
  PlainRows rows;
  for (std::uint32_t i = 0; i < count; ++i) rows.push_back(mixed_row({seed, 0}, i));
  return rows;
}

/// What log_densities() means, term by term in long double.
double plain_log_density(const Parzen& parzen, const PlainRows& rows, const std::vector<double>& x, double prior) {
  const auto phi = [](long double z) { return std::erfc(-z / std::numbers::sqrt2_v<long double>) / 2; };
  long double sum = 0;
  for (std::size_t i = 0; i <= rows.size(); ++i) {
    long double kernel = parzen.weight(i);
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (std::isnan(x[j])) continue;
      const ParzenAxis& axis = parzen.axes()[j];
      const double own = i < rows.size() ? rows[i][j] : nan;
      if (axis.choices > 0) {
        const long double k = static_cast<long double>(axis.choices);
        const long double w = prior / (static_cast<long double>(rows.size()) + 1);
        kernel *= std::isnan(own) ? 1 / k : ((own == x[j] ? 1 : 0) + w) / (1 + k * w);
        continue;
      }
      const bool is_prior = i == rows.size();
      const std::size_t cell = axis.edges.empty() ? 0 : cell_of(axis, x[j]);
      if (std::isnan(own) && !is_prior) {
        if (!axis.edges.empty()) kernel *= axis.edges[cell + 1] - axis.edges[cell];
        continue;
      }
      const long double centre = is_prior ? 0.5L : own, sigma = parzen.bandwidth(i, j);
      const long double mass = phi((1 - centre) / sigma) - phi(-centre / sigma);
      if (axis.edges.empty()) {
        const long double z = (x[j] - centre) / sigma;
        kernel *= std::exp(-z * z / 2) / (sigma * std::sqrt(2 * std::numbers::pi_v<long double>) * mass);
      } else {
        kernel *= (phi((axis.edges[cell + 1] - centre) / sigma) - phi((axis.edges[cell] - centre) / sigma)) / mass;
      }
    }
    sum += kernel;
  }
  return static_cast<double>(std::log(sum));
}

TEST(Parzen, MeetsTheNumbersOfAnotherImplementation) {
  const PlainRows rows = {{0.1, 0}, {0.4, 1}, {0.45, 1}, {0.9, 2}};
  Parzen parzen({{}, {.choices = 3}}, optuna);
  parzen.assign(numbered(rows));
  const double sigmas[] = {0.3, 0.3, 0.45, 0.45, 1};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(parzen.bandwidth(i, 0), sigmas[i], 1e-15);
    EXPECT_NEAR(parzen.weight(i), 0.2, 1e-15);
  }
  EXPECT_NEAR(log_density(parzen, {0.2, 0}), -0.8346503178398055, 1e-12);
  EXPECT_NEAR(log_density(parzen, {0.5, 1}), -0.6704723402467131, 1e-12);
  EXPECT_NEAR(log_density(parzen, {0.95, 2}), -1.1365722444863677, 1e-12);
}

TEST(Parzen, MeetsTheNumbersOfAnotherImplementationOnALogRangeAndOnIntegers) {
  const double low = std::log(1e-5), range = std::log(1e-1) - low;
  const auto lr = [&](double x) { return (std::log(x) - low) / range; };
  const auto n = [](double x) { return (x - 0.5) / 8; };
  const PlainRows rows = {{lr(1e-3), n(2)}, {lr(1e-4), n(4)}, {lr(3e-3), n(7)}};
  Parzen parzen({{}, {.edges = even_edges(8)}}, optuna);
  parzen.assign(numbered(rows));
  const double sigma_lr[] = {2.302585092994045, 2.302585092994045, 1.8420680743952367, 9.210340371976184};
  const double sigma_n[] = {2, 3, 3, 8};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(parzen.bandwidth(i, 0) * range, sigma_lr[i], 1e-12);
    EXPECT_NEAR(parzen.bandwidth(i, 1) * 8, sigma_n[i], 1e-12);
  }
  EXPECT_NEAR(log_density(parzen, {lr(1e-3), n(3)}) - std::log(range), -3.79471689320049, 1e-12);
  EXPECT_NEAR(log_density(parzen, {lr(1e-2), n(8)}) - std::log(range), -4.410801573170405, 1e-12);
}

TEST(Parzen, EqualsItsFormulaInLongDoubles) {
  for (const std::uint32_t size : {0u, 1u, 2u, 7u, 8u, 9u, 60u}) {
    const PlainRows rows = mixed_rows(size, size);
    for (const ParzenRules& rules : {ParzenRules{}, optuna, ParzenRules{.narrowest = 0.2, .prior = 0.5}}) {
      Parzen parzen(mixed_axes(), rules);
      parzen.assign(numbered(rows));
      for (const auto& x : mixed_rows(1000 + size, 20)) {
        const double expected = plain_log_density(parzen, rows, x, rules.prior);
        EXPECT_NEAR(log_density(parzen, x), expected, 1e-12 * std::max(1.0, std::abs(expected))) << size;
      }
    }
  }
}

TEST(Parzen, EveryInstructionSetGivesTheSameBits) {
  constexpr std::size_t rows = 40, count = 7;
  alignas(64) double numbers[6][rows];
  alignas(64) double base[rows], choices[rows], scratch[8 * rows];
  const Rng rng{7, 0};
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::uint32_t j = 0; j < 6; ++j) numbers[j][i] = rng.uniform(j, i) * (j % 2 == 0 ? 1 : 12);
    base[i] = std::log(rng.uniform(10, i));
    choices[i] = static_cast<double>(rng.below(4, 11, i));
  }
  const double* centres[] = {numbers[0], numbers[2]};
  const double* inverses[] = {numbers[1], numbers[3]};
  const double* chosen[] = {choices};
  const double gain = 2.5;
  const ParzenView view{rows, base, 2, centres, inverses, 1, chosen, &gain};
  double values[count][3];
  ParzenTerm terms[count][2];
  ParzenCandidate candidates[count];
  for (std::size_t c = 0; c < count; ++c) {
    for (std::uint32_t j = 0; j < 2; ++j) values[c][j] = rng.uniform(20 + j, c);
    values[c][2] = static_cast<double>(c % 4);
    terms[c][0] = {base, numbers[4], numbers[5], values[c][0]};
    terms[c][1] = {base, choices, nullptr, values[c][2], 1.5};
    candidates[c] = {values[c], terms[c], c % 3};
  }
  double expected[count], found[count];
  parzen_score_baseline(view, candidates, count, scratch, expected);
  for (std::size_t c = 0; c < count; ++c) EXPECT_TRUE(std::isfinite(expected[c]));
#ifdef __x86_64__
  const auto compare = [&](ParzenScore score) {
    score(view, candidates, count, scratch, found);
    for (std::size_t c = 0; c < count; ++c) EXPECT_EQ(found[c], expected[c]) << c;
  };
  if (__builtin_cpu_supports("x86-64-v3")) compare(parzen_score_v3);
  if (__builtin_cpu_supports("x86-64-v4")) compare(parzen_score_v4);
#endif
}

TEST(Parzen, IntegratesToOne) {
  const PlainRows rows = mixed_rows(3, 12);
  Parzen parzen(mixed_axes(), {});
  parzen.assign(numbered(rows));
  constexpr int points = 2000;
  double sum = 0;
  for (int i = 0; i < points; ++i)
    for (double choice = 0; choice < 4; ++choice)
      for (int cell = 0; cell < 5; ++cell)
        sum += std::exp(log_density(parzen, {(i + 0.5) / points, choice, (cell + 0.5) / 5, nan, nan}));
  EXPECT_NEAR(sum / points, 1, 1e-5);
  Parzen branch({{.always = false}, {.choices = 3, .always = false}}, {});
  branch.assign(numbered({{0.2, nan}, {nan, 1}, {nan, nan}, {0.7, 2}}));
  sum = 0;
  for (int i = 0; i < points; ++i)
    for (double choice = 0; choice < 3; ++choice) sum += std::exp(log_density(branch, {(i + 0.5) / points, choice}));
  EXPECT_NEAR(sum / points, 1, 1e-5);
}

TEST(Parzen, DoesNotShowHowItCameToItsRows) {
  const PlainRows rows = mixed_rows(5, 90);
  Parzen warm(mixed_axes(), {});
  const Rng rng{9, 9};
  for (std::uint32_t step = 0; step < 60; ++step) {
    std::vector<int> numbers;
    for (int i = 0; i < 90; ++i)
      if (static_cast<std::uint32_t>(i) < 30 + step && rng.uniform(step / 8, static_cast<std::uint64_t>(i)) < 0.9)
        numbers.push_back(i);
    warm.assign(numbered(rows, numbers));
    Parzen cold(mixed_axes(), {});
    cold.assign(numbered(rows, numbers));
    for (const auto& x : mixed_rows(77, 4)) EXPECT_EQ(log_density(warm, x), log_density(cold, x)) << step;
  }
}

TEST(Parzen, NoticesARowThatHasChanged) {
  PlainRows rows = mixed_rows(5, 20);
  Parzen warm(mixed_axes(), {}), cold(mixed_axes(), {});
  warm.assign(numbered(rows));
  rows[4] = {0.99, 3, 0.1, 0.7, 2};
  auto changed = numbered(rows);
  changed[4].stamp = 1000;
  warm.assign(changed);
  cold.assign(changed);
  for (const auto& x : mixed_rows(78, 4)) EXPECT_EQ(log_density(warm, x), log_density(cold, x));
}

TEST(Parzen, DoesNotDependOnTheOrderOfAxes) {
  const PlainRows rows = mixed_rows(6, 25);
  PlainRows turned = rows;
  auto axes = mixed_axes();
  std::reverse(axes.begin(), axes.end());
  for (auto& row : turned) std::reverse(row.begin(), row.end());
  Parzen one(mixed_axes(), {}), other(axes, {});
  one.assign(numbered(rows));
  other.assign(numbered(turned));
  for (auto x : mixed_rows(79, 10)) {
    const double expected = log_density(one, x);
    std::reverse(x.begin(), x.end());
    EXPECT_NEAR(log_density(other, x), expected, 1e-12 * std::max(1.0, std::abs(expected)));
  }
}

TEST(Parzen, RowsThatLackACoordinateDoNotShapeIt) {
  const PlainRows with = {{0.2, 0.3}, {0.4, 0.8}}, more = {{0.2, 0.3}, {0.4, 0.8}, {0.9, nan}, {0.1}};
  Parzen two({{}, {.always = false}}, {}), four({{}, {.always = false}}, {});
  two.assign(numbered(with));
  four.assign(numbered(more));
  for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(two.bandwidth(i, 1), four.bandwidth(i, 1));
  EXPECT_TRUE(std::isnan(four.bandwidth(2, 1)));
  EXPECT_FALSE(four.has(3, 1));
  for (int i = 1; i < 50; ++i) EXPECT_NE(four.pick_having(1, i / 50.0), 2u);
}

TEST(Parzen, DrawsFollowTheDensity) {
  const PlainRows rows = {{0.1, 2, 0.1, nan, 1}, {0.9, 2, 0.9, nan, nan}, {0.12, 1, 0.3, 0.5, nan}};
  Parzen parzen(mixed_axes(), {.narrowest = 0.1});
  parzen.assign(numbered(rows), std::vector<double>{1, 2, 3});
  const Rng rng{4, 4};
  constexpr int draws = 40000;
  double below = 0, second = 0, lowest_cell = 0;
  for (std::uint64_t i = 0; i < draws; ++i) {
    const std::size_t kernel = parzen.pick(rng.uniform(0, i));
    below += parzen.draw(kernel, 0, rng.uniform(1, i)) < 0.3;
    second += parzen.draw(kernel, 1, rng.uniform(2, i)) == 2;
    lowest_cell += parzen.draw(kernel, 2, rng.uniform(3, i)) < 0.2;
  }
  // Each axis alone, for one that is always there cannot be left out of a density.
  Parzen first({{}}, {.narrowest = 0.1});
  first.assign(numbered({{0.1}, {0.9}, {0.12}}), std::vector<double>{1, 2, 3});
  constexpr int points = 3000;
  double expected = 0;
  for (int i = 0; i < points; ++i) expected += 0.3 * std::exp(log_density(first, {0.3 * (i + 0.5) / points})) / points;
  EXPECT_NEAR(below / draws, expected, 0.01);
  Parzen choice({{.choices = 4}}, {});
  choice.assign(numbered({{2}, {2}, {1}}), std::vector<double>{1, 2, 3});
  EXPECT_NEAR(second / draws, std::exp(log_density(choice, {2})), 0.01);
  Parzen cells({{.edges = even_edges(5)}}, {.narrowest = 0.1});
  cells.assign(numbered({{0.1}, {0.9}, {0.3}}), std::vector<double>{1, 2, 3});
  EXPECT_NEAR(lowest_cell / draws, std::exp(log_density(cells, {0.1})), 0.01);
}

TEST(Parzen, IsFiniteFarFromEveryRow) {
  Parzen parzen({{}, {.edges = even_edges(32)}}, {.narrowest = 1e-4, .prior = 1e-6});
  parzen.assign(numbered({{0, 0.01}, {0, 0.01}, {0, 0.01}}));
  EXPECT_TRUE(std::isfinite(log_density(parzen, {1, 0.99})));
  EXPECT_TRUE(std::isfinite(log_density(parzen, {0, 0.01})));
}

}  // namespace
}  // namespace kilter
