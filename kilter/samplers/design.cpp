// SPDX-License-Identifier: MIT
#include "kilter/samplers/design.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "kilter/space/encoding.hpp"

namespace kilter {
namespace {

constexpr std::uint32_t label_stream = 0x4C61626C;
constexpr int most_balanced = 256;  ///< beyond it the net's own balance is as good

bool has_choices(const Parameter& parameter) {
  return parameter.kind == Kind::categorical || parameter.kind == Kind::boolean;
}

/// Squared distance of two values of one parameter, NaN where inactive: choices are equal or 1 apart, and an inactive
/// number counts as the centre of its range.
double apart(const Parameter& parameter, double a, double b) {
  if (has_choices(parameter)) return a == b || (std::isnan(a) && std::isnan(b)) ? 0 : 1;
  if (std::isnan(a) && std::isnan(b)) return 0;
  if (std::isnan(a)) a = 0.5;
  if (std::isnan(b)) b = 0.5;
  return (a - b) * (a - b);
}

}  // namespace

Design::Design(Space space, std::uint64_t seed, const QuasiRandomOptions& options)
    : space_(std::move(space)),
      seed_(seed),
      balanced_(static_cast<std::uint32_t>(std::clamp(options.balanced, 0, most_balanced))),
      sobol_(space_.size(), Rng{seed, 0}),
      balanced_units_(space_.size()) {
  std::uint64_t best = 0;
  double widest = -1;
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(std::max(options.scramblings, 1)); ++i) {
    scramble(i);
    const double distance = smallest_distance();
    if (distance > widest) best = i, widest = distance;
  }
  scramble(best);
}

double Design::unit(std::uint32_t point, std::size_t dimension) const {
  if (point < balanced_ && !balanced_units_[dimension].empty()) return balanced_units_[dimension][point];
  return sobol_.at(point, dimension);
}

Params Design::at(std::uint32_t point, const Params& given) const {
  std::vector<double> units(space_.size());
  for (std::size_t j = 0; j < units.size(); ++j) units[j] = unit(point, j);
  return decode(space_, units, given);
}

void Design::scramble(std::uint64_t scrambling) {
  sobol_.scramble({seed_, scrambling});
  balance({seed_, scrambling});
}

// K choices fill the first n points floor(n / K) or one more times each, in the order of rank of the scrambled column;
// which choices get one more is drawn.
void Design::balance(const Rng& rng) {
  const std::uint32_t n = balanced_;
  for (std::size_t j = 0; j < space_.size(); ++j) {
    balanced_units_[j].clear();
    if (n == 0 || !has_choices(space_[j])) continue;
    std::vector<std::uint32_t> rank(n);
    std::iota(rank.begin(), rank.end(), 0u);
    std::vector<double> column(n);
    for (std::uint32_t i = 0; i < n; ++i) column[i] = unit(i, j);
    std::sort(rank.begin(), rank.end(), [&](std::uint32_t a, std::uint32_t b) { return column[a] < column[b]; });
    const auto choices = static_cast<std::size_t>(levels(space_[j]));
    const std::uint64_t shift = rng.below(choices, label_stream, j);
    for (std::uint32_t r = 0; r < n; ++r) {
      const std::size_t choice = (std::size_t{r} * choices / n + shift) % choices;
      column[rank[r]] = (static_cast<double>(choice) + 0.5) / static_cast<double>(choices);
    }
    balanced_units_[j] = std::move(column);
  }
}

double Design::smallest_distance() const {
  std::vector<std::vector<double>> rows;
  rows.reserve(balanced_);
  for (std::uint32_t i = 0; i < balanced_; ++i) rows.push_back(encode(space_, at(i)));
  double smallest = std::numeric_limits<double>::infinity();
  for (std::size_t a = 0; a < rows.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) {
      double distance = 0;
      for (std::size_t j = 0; j < space_.size(); ++j) distance += apart(space_[j], rows[a][j], rows[b][j]);
      smallest = std::min(smallest, distance);
    }
  return smallest;
}

}  // namespace kilter
