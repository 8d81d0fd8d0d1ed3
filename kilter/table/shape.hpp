// SPDX-License-Identifier: MIT
// How a table of text is laid out: what stands between its cells, and what its columns are called.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kilter {

struct Shape {
  char separator = ',';
  std::vector<std::string> names;  ///< all different; column_1, column_2, ... where there is no heading
  std::size_t rows_from = 0;       ///< where the first row begins in the text
  std::vector<std::string> notes;  ///< what had to be assumed, a sentence each
};

/// By the first records. A heading has no number in it and no cell twice.
Shape shape_of(std::string_view text);

}  // namespace kilter
