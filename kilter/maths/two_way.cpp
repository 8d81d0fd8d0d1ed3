// SPDX-License-Identifier: MIT
#include "kilter/maths/two_way.hpp"

#include <cmath>
#include <limits>

namespace kilter {
namespace {

constexpr int sweeps = 20;
constexpr std::size_t enough_cells = 10;

/// The mean of what is left of each row's (or column's) cells; `otherwise` where it has none.
template <class Place, class Left>
std::vector<double> means(std::span<const Cell> cells, std::size_t count, Place place, Left left, double otherwise) {
  std::vector<double> sums(count, 0.0), numbers(count, 0.0);
  for (const auto& cell : cells) sums[place(cell)] += left(cell), ++numbers[place(cell)];
  for (std::size_t i = 0; i < count; ++i) sums[i] = numbers[i] > 0 ? sums[i] / numbers[i] : otherwise;
  return sums;
}

void centre(std::vector<double>& values, const std::vector<bool>& used) {
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (used[i]) sum += values[i], ++count;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (used[i]) values[i] -= sum / count;
}

double deviation(std::span<const Cell> cells, const TwoWay& fit, const std::vector<bool>& used) {
  if (cells.size() < enough_cells) return 0;
  double free = static_cast<double>(cells.size()) + 1, square = 0;
  for (const double row : fit.rows) free -= std::isnan(row) ? 0 : 1;
  for (const bool column : used) free -= column ? 1 : 0;
  for (const auto& cell : cells) {
    const double rest = cell.value - fit.rows[cell.row] - fit.columns[cell.column];
    square += rest * rest;
  }
  return free > 0 ? std::sqrt(square / free) : 0;
}

}  // namespace

TwoWay two_way(std::span<const Cell> cells, std::size_t rows, std::size_t columns) {
  TwoWay fit{std::vector<double>(rows), std::vector<double>(columns, 0.0)};
  std::vector<bool> used(columns, false);
  for (const auto& cell : cells) used[cell.column] = true;
  const auto row = [](const Cell& c) { return c.row; };
  const auto column = [](const Cell& c) { return c.column; };
  const auto by_rows = [&] {
    const auto left = [&](const Cell& c) { return c.value - fit.columns[c.column]; };
    fit.rows = means(cells, rows, row, left, std::numeric_limits<double>::quiet_NaN());
  };
  by_rows();
  for (int i = 0; i < sweeps; ++i) {
    fit.columns = means(cells, columns, column, [&](const Cell& c) { return c.value - fit.rows[c.row]; }, 0.0);
    centre(fit.columns, used);
    by_rows();
  }
  fit.deviation = deviation(cells, fit, used);
  return fit;
}

}  // namespace kilter
