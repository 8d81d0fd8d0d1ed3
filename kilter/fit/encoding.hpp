// SPDX-License-Identifier: MIT
// How the columns of a table become the numbers that a network is given.
#pragma once
#include <span>
#include <vector>

#include "kilter/nn/train.hpp"
#include "kilter/table/table.hpp"

namespace kilter::fit {

/// One column: what it is, and the numbers that scale it.
struct Input {
  ColumnType type;
  double centre = 0;     ///< the median
  double scale = 1;      ///< by which the distance from it is multiplied
  bool flagged = false;  ///< an own input says whether the cell is empty
};

/// Numbers and dates: the distance from the median in interquartile ranges, bent smoothly into (-3, 3); an empty cell
/// counts as the median. Up to 8 categories: an input each (two: one of -1 and 1); more: a trained vector each. After
/// Holzmüller, Grinsztajn, Steinwart 2024 (RealMLP). A value.
class Encoding {
 public:
  static constexpr std::size_t most_one_hot = 8;

  Encoding() = default;
  explicit Encoding(std::vector<Input> inputs) : inputs_(std::move(inputs)) {}
  /// Learns from these rows of the usable columns of `table`, without `target`.
  Encoding(const Table& table, const std::string& target, std::span<const std::size_t> rows);

  const std::vector<Input>& inputs() const { return inputs_; }
  nn::Form form(std::size_t outputs) const;
  /// The types by which a table for this encoding is read.
  std::vector<ColumnType> types() const;
  /// All rows of a table that has these columns.
  nn::Data encode(const Table& table) const;

 private:
  std::vector<Input> inputs_;
};

bool is_number(const Input& input);
/// Places of the numbers that the input takes; 0 for one with a table of vectors.
std::size_t numbers_of(const Input& input);

}  // namespace kilter::fit
