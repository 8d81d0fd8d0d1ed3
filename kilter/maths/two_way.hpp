// SPDX-License-Identifier: MIT
// Additive effects of rows and columns in a table with holes, by least squares.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace kilter {

struct Cell {
  std::size_t row = 0;
  std::size_t column = 0;
  double value = 0;
};

/// value = rows[row] + columns[column] + rest.
struct TwoWay {
  std::vector<double> rows;     ///< NaN where a row has no cell
  std::vector<double> columns;  ///< they sum to 0; 0 where a column has no cell
  double deviation = 0;         ///< standard deviation of the rest; 0 where there are fewer than 10 cells
};

/// By alternating means. All values are finite.
TwoWay two_way(std::span<const Cell> cells, std::size_t rows, std::size_t columns);

}  // namespace kilter
