// SPDX-License-Identifier: MIT
#include "bench/tasks/bbob_random.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace kilter::bench {
namespace {

constexpr std::int64_t modulus = 2147483647;

/// Schrage's way to multiply by 16807.
std::int64_t stepped(std::int64_t seed) {
  const std::int64_t quotient = seed / 127773;
  seed = 16807 * (seed - quotient * 127773) - 2836 * quotient;
  return seed < 0 ? seed + modulus : seed;
}

constexpr double tiny = 1e-99;  ///< stands for zero

}  // namespace

std::vector<double> bbob_uniform(std::size_t count, std::int64_t seed) {
  seed = std::max<std::int64_t>(std::abs(seed), 1);
  std::array<std::int64_t, 32> shuffled{};
  for (int i = 39; i >= 0; --i) {
    seed = stepped(seed);
    if (i < 32) shuffled[static_cast<std::size_t>(i)] = seed;
  }
  std::int64_t last = shuffled[0];
  std::vector<double> numbers(count);
  for (double& number : numbers) {
    seed = stepped(seed);
    auto& place = shuffled[static_cast<std::size_t>(last / 67108865)];
    last = place;
    place = seed;
    number = last == 0 ? tiny : static_cast<double>(last) / static_cast<double>(modulus);
  }
  return numbers;
}

std::vector<double> bbob_normal(std::size_t count, std::int64_t seed) {
  const auto uniform = bbob_uniform(2 * count, seed);
  std::vector<double> numbers(count);
  for (std::size_t i = 0; i < count; ++i) {
    numbers[i] = std::sqrt(-2 * std::log(uniform[i])) * std::cos(2 * std::numbers::pi * uniform[count + i]);
    if (numbers[i] == 0) numbers[i] = tiny;
  }
  return numbers;
}

std::vector<std::vector<double>> bbob_rotation(std::size_t n, std::int64_t seed) {
  const auto numbers = bbob_normal(n * n, seed);
  // Gram and Schmidt's orthogonal columns.
  std::vector<std::vector<double>> columns(n);
  for (std::size_t c = 0; c < n; ++c) {
    columns[c].assign(numbers.begin() + static_cast<std::ptrdiff_t>(c * n),
                      numbers.begin() + static_cast<std::ptrdiff_t>((c + 1) * n));
    for (std::size_t earlier = 0; earlier < c; ++earlier) {
      double product = 0;
      for (std::size_t k = 0; k < n; ++k) product += columns[c][k] * columns[earlier][k];
      for (std::size_t k = 0; k < n; ++k) columns[c][k] -= product * columns[earlier][k];
    }
    double square = 0;
    for (const double x : columns[c]) square += x * x;
    for (double& x : columns[c]) x /= std::sqrt(square);
  }
  std::vector<std::vector<double>> rows(n, std::vector<double>(n));
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t c = 0; c < n; ++c) rows[r][c] = columns[c][r];
  return rows;
}

}  // namespace kilter::bench
