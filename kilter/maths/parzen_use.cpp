// SPDX-License-Identifier: MIT
// Densities of a Parzen mixture, and draws from it.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "kilter/maths/normal.hpp"
#include "kilter/maths/parzen.hpp"
#include "kilter/maths/parzen_score.hpp"

namespace kilter {

void Parzen::log_densities(std::span<const std::vector<double>> candidates, std::span<double> out) const {
  std::vector<const double*> centres, inverses, chosen;
  std::vector<double> gains;
  std::vector<std::size_t> numbers, choices, rest;
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    const Column& column = columns_[j];
    if (!axes_[j].always || !column.cells.empty()) {
      rest.push_back(j);
    } else if (is_number(j)) {
      numbers.push_back(j);
      centres.push_back(column.centre.data());
      inverses.push_back(column.inverse.data());
    } else {
      choices.push_back(j);
      chosen.push_back(column.centre.data());
      gains.push_back(column.same - column.other);
    }
  }
  const ParzenView view{.rows = padded(rows_.size() + 1),
                        .base = base_.data(),
                        .numbers = numbers.size(),
                        .centres = centres.data(),
                        .inverses = inverses.data(),
                        .choices = choices.size(),
                        .chosen = chosen.data(),
                        .gains = gains.data()};
  const std::size_t shared = numbers.size() + choices.size();
  std::vector<double> values(candidates.size() * shared);
  std::vector<ParzenTerm> terms;
  terms.reserve(candidates.size() * rest.size());
  std::vector<ParzenCandidate> asked(candidates.size());
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    double* to = values.data() + c * shared;
    asked[c] = {to, terms.data() + terms.size(), 0};
    for (const std::size_t j : numbers) *to++ = candidates[c][j];
    for (const std::size_t j : choices) *to++ = candidates[c][j];
    for (const std::size_t j : rest) {
      const double value = candidates[c][j];
      if (std::isnan(value)) continue;
      const Column& column = columns_[j];
      if (!column.cells.empty())
        terms.push_back({.add = column.cells[cell_of(axes_[j], value)].data()});
      else if (is_number(j))
        terms.push_back({column.constant.data(), column.centre.data(), column.inverse.data(), value});
      else
        terms.push_back({column.constant.data(), column.centre.data(), nullptr, value, column.same - column.other});
      ++asked[c].term_count;
    }
  }
  scratch_.reserve(8 * view.rows);
  parzen_score()(view, asked.data(), asked.size(), scratch_.data(), out.data());
}

std::size_t Parzen::pick(double u) const {
  const auto found = std::lower_bound(cumulative_.begin(), cumulative_.end() - 1, u * cumulative_.back());
  return static_cast<std::size_t>(found - cumulative_.begin());
}

std::size_t Parzen::pick(double u, std::span<const double> known) const {
  std::vector<double> logs(weights_.size());
  double most = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < logs.size(); ++i) {
    logs[i] = std::log(std::max(weights_[i], 1e-300));
    for (std::size_t j = 0; j < axes_.size(); ++j)
      if (!std::isnan(known[j])) logs[i] += log_kernel(i, j, known[j]);
    most = std::max(most, logs[i]);
  }
  double sum = 0;
  for (double& x : logs) x = sum += std::exp(x - most);
  const auto found = std::lower_bound(logs.begin(), logs.end() - 1, u * sum);
  return static_cast<std::size_t>(found - logs.begin());
}

double Parzen::log_kernel(std::size_t kernel, std::size_t axis, double value) const {
  const Column& column = columns_[axis];
  if (!column.cells.empty()) return column.cells[cell_of(axes_[axis], value)][kernel];
  if (!is_number(axis))
    return column.constant[kernel] + (column.centre[kernel] == value ? column.same - column.other : 0);
  const double z = (value - column.centre[kernel]) * column.inverse[kernel];
  return column.constant[kernel] - z * z;
}

bool Parzen::has(std::size_t kernel, std::size_t axis) const {
  const Column& column = columns_[axis];
  return kernel == rows_.size() || (is_number(axis) ? column.inverse[kernel] != 0 : column.centre[kernel] >= 0);
}

std::size_t Parzen::pick_having(std::size_t axis, double u) const {
  double sum = 0;
  for (std::size_t i = 0; i <= rows_.size(); ++i)
    if (has(i, axis)) sum += weights_[i];
  double left = u * sum;
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (has(i, axis) && (left -= weights_[i]) <= 0) return i;
  return rows_.size();
}

const Parzen::Ends& Parzen::ends_of(std::size_t axis, std::size_t kernel) const {
  const Column& column = columns_[axis];
  if (column.ends.size() <= rows_.size()) column.ends.resize(rows_.size() + 1);
  Ends& ends = column.ends[kernel];
  const double centre = column.centre[kernel], inverse = column.inverse[kernel];
  if (ends.centre != centre || ends.inverse != inverse) {
    const double sigma = bandwidth(kernel, axis);
    ends = {centre, inverse, normal_cdf(-centre / sigma), normal_cdf((1 - centre) / sigma)};
  }
  return ends;
}

double Parzen::draw(std::size_t kernel, std::size_t axis, double u) const {
  const Column& column = columns_[axis];
  if (is_number(axis)) {
    const Ends& ends = ends_of(axis, kernel);
    const double z = normal_quantile(ends.low + u * (ends.high - ends.low));
    const double value = std::clamp(column.centre[kernel] + bandwidth(kernel, axis) * z, 0.0, 1.0);
    if (column.cells.empty()) return value;
    const auto& edges = axes_[axis].edges;
    const std::size_t cell = cell_of(axes_[axis], value);
    return (edges[cell] + edges[cell + 1]) / 2;
  }
  const double choices = static_cast<double>(axes_[axis].choices);
  const double own = column.centre[kernel];
  if (own < 0) return std::min(std::floor(u * choices), choices - 1);
  const double same = std::exp(column.same);
  if (u < same) return own;
  const double other = std::min(std::floor((u - same) / (1 - same) * (choices - 1)), choices - 2);
  return other >= own ? other + 1 : other;
}

}  // namespace kilter
