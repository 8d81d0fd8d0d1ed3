// SPDX-License-Identifier: MIT
#include "kilter/maths/parzen.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>

#include "kilter/maths/normal.hpp"
#include "kilter/maths/parzen_score.hpp"

namespace kilter {
namespace {

constexpr double absent_choice = -1;
constexpr double prior_centre = 0.5;
constexpr double prior_bandwidth = 1;
constexpr double out_of_reach = -1e30;  ///< exponent of the kernels that fill an array up
constexpr double least_mass = 1e-300;

/// Mass of the standard normal law between a and b, a < b, without cancellation in the upper tail.
double normal_mass(double a, double b) {
  return a > 0 ? normal_cdf(-a) - normal_cdf(-b) : normal_cdf(b) - normal_cdf(a);
}

/// Of a kernel on [0, 1].
double mass_inside(double centre, double sigma) { return normal_mass(-centre / sigma, (1 - centre) / sigma); }

/// Room for one number more at `at`, behind which `size` - `at` move.
void open_gap(Buffer& numbers, std::size_t at, std::size_t size) {
  std::memmove(numbers.data() + at + 1, numbers.data() + at, (size - at) * sizeof(double));
}
void close_gap(Buffer& numbers, std::size_t at, std::size_t size) {
  std::memmove(numbers.data() + at, numbers.data() + at + 1, (size - at - 1) * sizeof(double));
}

Buffer enlarged(const Buffer& old, std::size_t used, std::size_t room) {
  Buffer fresh(room);
  if (used > 0) std::memcpy(fresh.data(), old.data(), used * sizeof(double));
  return fresh;
}

double value_at(const ParzenRow& row, std::size_t axis) {
  return axis < row.values.size() ? row.values[axis] : std::nan("");
}

}  // namespace

std::size_t cell_of(const ParzenAxis& axis, double value) {
  const auto above = std::upper_bound(axis.edges.begin() + 1, axis.edges.end() - 1, value);
  return static_cast<std::size_t>(above - axis.edges.begin()) - 1;
}

Parzen::Parzen(std::vector<ParzenAxis> axes, const ParzenRules& rules)
    : axes_(std::move(axes)), rules_(rules), columns_(axes_.size()) {
  for (std::size_t j = 0; j < axes_.size(); ++j)
    if (!axes_[j].edges.empty()) columns_[j].cells.resize(axes_[j].edges.size() - 1);
  assign({});
}

// Few differences are worked in one by one. Every number that results follows from the rows alone, so that the way to
// them cannot be seen.
void Parzen::assign(std::span<const ParzenRow> rows, std::span<const double> weights) {
  constexpr std::size_t few = 16;
  std::vector<std::size_t> gone, come;
  std::size_t a = 0, b = 0;
  while (a < rows_.size() || b < rows.size()) {
    const bool only_old = b == rows.size() || (a < rows_.size() && rows_[a].number < rows[b].number);
    const bool only_new = a == rows_.size() || (b < rows.size() && rows[b].number < rows_[a].number);
    if (only_old) {
      gone.push_back(a++);
    } else if (only_new) {
      come.push_back(b++);
    } else {
      if (rows_[a].stamp != rows[b].stamp) gone.push_back(a), come.push_back(b);
      ++a, ++b;
    }
  }
  if (rules_.by_count || gone.size() + come.size() > few || rows_.empty()) {
    rebuild(rows);
  } else {
    for (std::size_t i = gone.size(); i-- > 0;) erase(gone[i]);
    for (const std::size_t i : come) insert(rows[i], i);
  }
  set_prior();
  set_choices();
  set_base(weights);
}

void Parzen::reserve(std::size_t rows) {
  const std::size_t needed = padded(rows + 1);
  if (needed <= room_) return;
  const std::size_t room = padded(std::max(needed, room_ + room_ / 2)), used = rows_.size();
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    Column& column = columns_[j];
    column.centre = enlarged(column.centre, used, room);
    column.constant = enlarged(column.constant, used, room);
    if (is_number(j)) column.inverse = enlarged(column.inverse, used, room);
    for (auto& cell : column.cells) cell = enlarged(cell, used, room);
  }
  base_.reset(room);
  room_ = room;
}

void Parzen::rebuild(std::span<const ParzenRow> rows) {
  rows_.clear();
  reserve(rows.size());
  for (auto& column : columns_) column.in_order.clear();
  for (const auto& row : rows) {
    rows_.push_back({row.number, row.stamp});
    set_values(row, rows_.size() - 1);
    for (std::size_t j = 0; j < axes_.size(); ++j)
      if (is_number(j) && !std::isnan(value_at(row, j)))
        columns_[j].in_order.emplace_back(value_at(row, j), row.number);
  }
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    std::sort(columns_[j].in_order.begin(), columns_[j].in_order.end());
    for (std::size_t i = 0; i < columns_[j].in_order.size(); ++i) refresh(j, i);
  }
}

void Parzen::insert(const ParzenRow& row, std::size_t at) {
  reserve(rows_.size() + 1);
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    Column& column = columns_[j];
    open_gap(column.centre, at, rows_.size());
    open_gap(column.constant, at, rows_.size());
    if (is_number(j)) open_gap(column.inverse, at, rows_.size());
    for (auto& cell : column.cells) open_gap(cell, at, rows_.size());
  }
  rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(at), {row.number, row.stamp});
  set_values(row, at);
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    if (!is_number(j) || std::isnan(value_at(row, j))) continue;
    auto& in_order = columns_[j].in_order;
    const std::pair<double, std::int64_t> place{value_at(row, j), row.number};
    in_order.insert(std::lower_bound(in_order.begin(), in_order.end(), place), place);
    widen_around(j, place.first, place.second);
  }
}

void Parzen::erase(std::size_t at) {
  const std::int64_t number = rows_[at].number;
  std::vector<double> values(axes_.size(), std::nan(""));
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    Column& column = columns_[j];
    if (is_number(j) && column.inverse[at] != 0) values[j] = column.centre[at];
    close_gap(column.centre, at, rows_.size());
    close_gap(column.constant, at, rows_.size());
    if (is_number(j)) close_gap(column.inverse, at, rows_.size());
    for (auto& cell : column.cells) close_gap(cell, at, rows_.size());
  }
  rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(at));
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    if (std::isnan(values[j])) continue;
    auto& in_order = columns_[j].in_order;
    in_order.erase(std::lower_bound(in_order.begin(), in_order.end(), std::pair{values[j], number}));
    widen_around(j, values[j], number);
  }
}

/// Values of a row, as a kernel without a bandwidth yet.
void Parzen::set_values(const ParzenRow& row, std::size_t at) {
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    Column& column = columns_[j];
    const double value = value_at(row, j);
    if (!is_number(j)) {
      column.centre[at] = std::isnan(value) ? absent_choice : value;
      continue;
    }
    column.centre[at] = std::isnan(value) ? prior_centre : value;
    column.inverse[at] = 0;
    column.constant[at] = 0;
    for (std::size_t k = 0; k < column.cells.size(); ++k)
      column.cells[k][at] = std::log(axes_[j].edges[k + 1] - axes_[j].edges[k]);
  }
}

/// Bandwidths at a place of the order and on both sides of it: only they depend on what is there.
void Parzen::widen_around(std::size_t axis, double value, std::int64_t number) {
  const auto& in_order = columns_[axis].in_order;
  const auto place = std::lower_bound(in_order.begin(), in_order.end(), std::pair{value, number});
  const auto at = static_cast<std::size_t>(place - in_order.begin());
  const std::size_t from = at < 1 ? 0 : at - 1, to = std::min(in_order.size(), at + 2);
  for (std::size_t i = from; i < to; ++i) refresh(axis, i);
}

std::size_t Parzen::find(std::int64_t number) const {
  const auto found = std::lower_bound(rows_.begin(), rows_.end(), number,
                                      [](const Kept& kept, std::int64_t n) { return kept.number < n; });
  return static_cast<std::size_t>(found - rows_.begin());
}

void Parzen::refresh(std::size_t axis, std::size_t in_order) {
  set_kernel(axis, find(columns_[axis].in_order[in_order].second), gap_bandwidth(axis, in_order));
}

double Parzen::narrowest(std::size_t axis) const {
  double least = rules_.narrowest;
  if (rules_.by_count) least = std::max(least, 1 / std::min(100.0, static_cast<double>(rows_.size()) + 2));
  const auto& edges = axes_[axis].edges;
  if (!edges.empty() && !rules_.by_count) least = std::max(least, 1 / static_cast<double>(edges.size() - 1));
  return std::min(least, prior_bandwidth);
}

/// The larger gap to the neighbours, of which the prior's centre may be one; the outermost look inwards alone, and one
/// that has no neighbour at all looks at the ends of the range.
double Parzen::gap_bandwidth(std::size_t axis, std::size_t in_order) const {
  const auto& order = columns_[axis].in_order;
  const double value = order[in_order].first;
  double below = in_order > 0 ? order[in_order - 1].first : -1;
  double above = in_order + 1 < order.size() ? order[in_order + 1].first : 2;
  if (rules_.prior_between && value <= prior_centre) above = std::min(above, prior_centre);
  if (rules_.prior_between && value > prior_centre) below = std::max(below, prior_centre);
  double gap = 0;
  if (below >= 0) gap = std::max(gap, value - below);
  if (above <= 1) gap = std::max(gap, above - value);
  if (below < 0 && above > 1) gap = std::max(value, 1 - value);
  return std::clamp(gap, narrowest(axis), prior_bandwidth);
}

void Parzen::set_kernel(std::size_t axis, std::size_t at, double sigma) {
  Column& column = columns_[axis];
  const double inverse = 1 / (sigma * std::numbers::sqrt2);
  if (column.inverse[at] == inverse) return;
  column.inverse[at] = inverse;
  const double centre = column.centre[at], mass = mass_inside(centre, sigma);
  if (column.cells.empty()) {
    column.constant[at] = -std::log(sigma * mass * std::sqrt(2 * std::numbers::pi));
    return;
  }
  const auto& edges = axes_[axis].edges;
  for (std::size_t k = 0; k < column.cells.size(); ++k) {
    const double inside = normal_mass((edges[k] - centre) / sigma, (edges[k + 1] - centre) / sigma);
    column.cells[k][at] = std::log(std::max(inside, least_mass) / mass);
  }
}

/// The prior's kernel, worked out once and put behind the rows.
void Parzen::set_prior() {
  const std::size_t at = rows_.size();
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    Column& column = columns_[j];
    column.centre[at] = is_number(j) ? prior_centre : absent_choice;
    if (!is_number(j)) continue;
    if (column.prior.empty()) {
      column.inverse[at] = 0;
      column.constant[at] = 0;
      set_kernel(j, at, prior_bandwidth);
      column.prior = {column.inverse[at], column.constant[at]};
      for (const auto& cell : column.cells) column.prior.push_back(cell[at]);
    }
    column.inverse[at] = column.prior[0];
    column.constant[at] = column.prior[1];
    for (std::size_t k = 0; k < column.cells.size(); ++k) column.cells[k][at] = column.prior[2 + k];
  }
}

/// A kernel's own choice is as likely as one row more among all of them makes it.
void Parzen::set_choices() {
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    if (is_number(j)) continue;
    Column& column = columns_[j];
    const double choices = static_cast<double>(axes_[j].choices);
    const double spread = rules_.prior / static_cast<double>(rows_.size() + 1);
    column.same = std::log((1 + spread) / (1 + choices * spread));
    column.other = std::log(spread / (1 + choices * spread));
    for (std::size_t i = 0; i <= rows_.size(); ++i)
      column.constant[i] = column.centre[i] == absent_choice ? -std::log(choices) : column.other;
  }
}

void Parzen::set_base(std::span<const double> weights) {
  const std::size_t size = rows_.size();
  weights_.assign(size + 1, 1);
  double sum = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (!weights.empty()) weights_[i] = weights[i];
    sum += weights_[i];
  }
  weights_[size] = size == 0 ? 1 : rules_.prior * sum / static_cast<double>(size);
  sum += weights_[size];
  cumulative_.resize(size + 1);
  double below = 0;
  for (std::size_t i = 0; i <= size; ++i) {
    weights_[i] /= sum;
    cumulative_[i] = below += weights_[i];
  }
  const bool equal = weights.empty() && rules_.prior == 1;
  const double same = std::log(weights_[size]);
  for (std::size_t i = 0; i <= size; ++i) base_[i] = equal ? same : std::log(std::max(weights_[i], least_mass));
  for (std::size_t i = size + 1; i < padded(size + 1); ++i) base_[i] = out_of_reach;
  for (std::size_t j = 0; j < axes_.size(); ++j) {
    if (!axes_[j].always || !columns_[j].cells.empty()) continue;
    const double* constant = columns_[j].constant.data();
    for (std::size_t i = 0; i <= size; ++i) base_[i] += constant[i];
  }
}

double Parzen::bandwidth(std::size_t kernel, std::size_t axis) const {
  const double inverse = is_number(axis) ? columns_[axis].inverse[kernel] : 0;
  return inverse == 0 ? std::nan("") : 1 / (inverse * std::numbers::sqrt2);
}

}  // namespace kilter
