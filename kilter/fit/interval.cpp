// SPDX-License-Identifier: MIT
#include "kilter/fit/interval.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "kilter/base/random.hpp"

namespace kilter::fit {
namespace {

constexpr std::size_t draws = 400;

std::vector<double> picked(const std::vector<double>& predictions, const std::vector<std::size_t>& rows,
                           std::size_t all) {
  const std::size_t width = predictions.size() / all;
  std::vector<double> some;
  some.reserve(rows.size() * width);
  for (const auto row : rows)
    some.insert(some.end(), predictions.begin() + static_cast<std::ptrdiff_t>(row * width),
                predictions.begin() + static_cast<std::ptrdiff_t>((row + 1) * width));
  return some;
}

/// Calls `of` with each drawn set of rows.
void each_draw(std::size_t rows, std::uint64_t seed, const std::function<void(const std::vector<std::size_t>&)>& of) {
  std::vector<std::size_t> drawn(rows);
  for (std::size_t d = 0; d < draws; ++d) {
    const Rng rng{seed, d};
    for (std::size_t i = 0; i < rows; ++i) drawn[i] = static_cast<std::size_t>(rng.below(rows, 0, i));
    of(drawn);
  }
}

}  // namespace

std::pair<double, double> interval(const Task& task, const std::vector<double>& predictions, const nn::Data& data,
                                   std::uint64_t seed) {
  std::vector<double> scores;
  each_draw(data.rows, seed, [&](const std::vector<std::size_t>& rows) {
    const double score = task.score_of(picked(predictions, rows, data.rows), data.part(rows));
    if (std::isfinite(score)) scores.push_back(score);
  });
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (scores.size() < draws / 2) return {none, none};
  std::sort(scores.begin(), scores.end());
  const auto at = [&](double share) {
    return scores[static_cast<std::size_t>(share * static_cast<double>(scores.size() - 1))];
  };
  return {at(0.025), at(0.975)};
}

double share_better(const Task& task, const std::vector<double>& first, const std::vector<double>& second,
                    const nn::Data& data, std::uint64_t seed) {
  double better = 0;
  each_draw(data.rows, seed, [&](const std::vector<std::size_t>& rows) {
    const nn::Data some = data.part(rows);
    const double a = task.cost(task.score_of(picked(first, rows, data.rows), some));
    const double b = task.cost(task.score_of(picked(second, rows, data.rows), some));
    better += a < b ? 1 : 0;
  });
  return better / draws;
}

}  // namespace kilter::fit
