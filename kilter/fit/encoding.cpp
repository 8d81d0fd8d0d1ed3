// SPDX-License-Identifier: MIT
#include "kilter/fit/encoding.hpp"

#include <algorithm>
#include <cmath>

namespace kilter::fit {
namespace {

/// Of a sorted list, linear between its members.
double quantile(const std::vector<double>& sorted, double at) {
  const double place = at * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Input learnt(const Column& column, std::span<const std::size_t> rows) {
  Input input{.type = column.type};
  std::vector<double> values;
  for (const auto row : rows)
    if (!std::isnan(column.values[row])) values.push_back(column.values[row]);
  input.flagged = is_number(input) && values.size() < rows.size();
  if (!is_number(input) || values.empty()) return input;
  std::sort(values.begin(), values.end());
  input.centre = quantile(values, 0.5);
  const double middle = quantile(values, 0.75) - quantile(values, 0.25), range = values.back() - values.front();
  input.scale = middle > 0 ? 1 / middle : range > 0 ? 2 / range : 0;
  return input;
}

float bent(double z) { return static_cast<float>(z / std::sqrt(1 + z * z / 9)); }

/// Writes the numbers of one cell.
void write(const Input& input, double value, float* to) {
  const bool empty = std::isnan(value);
  if (is_number(input)) {
    to[0] = empty ? 0.0f : bent((value - input.centre) * input.scale);
    if (input.flagged) to[1] = empty ? 1.0f : 0.0f;
    return;
  }
  const std::size_t count = input.type.categories.size();
  if (count == 2) {
    to[0] = empty ? 0.0f : value == 0 ? -1.0f : 1.0f;
    return;
  }
  std::fill(to, to + count, 0.0f);
  if (!empty) to[static_cast<std::size_t>(value)] = 1.0f;
}

}  // namespace

bool is_number(const Input& input) {
  return input.type.kind == ColumnKind::number || input.type.kind == ColumnKind::date;
}

std::size_t numbers_of(const Input& input) {
  if (is_number(input)) return input.flagged ? 2 : 1;
  const std::size_t count = input.type.categories.size();
  return count > Encoding::most_one_hot ? 0 : count == 2 ? 1 : count;
}

Encoding::Encoding(const Table& table, const std::string& target, std::span<const std::size_t> rows) {
  for (const auto& column : table.columns)
    if (column.type.name != target && usable(column.type.kind)) inputs_.push_back(learnt(column, rows));
}

nn::Form Encoding::form(std::size_t outputs) const {
  nn::Form form{.numbers = 0, .categories = {}, .outputs = outputs};
  for (const auto& input : inputs_) {
    form.numbers += numbers_of(input);
    if (numbers_of(input) == 0) form.categories.push_back(input.type.categories.size());
  }
  return form;
}

std::vector<ColumnType> Encoding::types() const {
  std::vector<ColumnType> all;
  all.reserve(inputs_.size());
  for (const auto& input : inputs_) all.push_back(input.type);
  return all;
}

nn::Data Encoding::encode(const Table& table) const {
  const nn::Form whole = form(1);
  nn::Data data{.rows = table.rows, .numbers = {}, .codes = {}, .labels = {}, .values = {}};
  data.numbers.resize(table.rows * whole.numbers);
  data.codes.resize(table.rows * whole.categories.size());
  std::size_t number = 0, code = 0;
  for (const auto& input : inputs_) {
    const auto& values = table.find(input.type.name)->values;
    const std::size_t width = numbers_of(input);
    for (std::size_t row = 0; row < table.rows; ++row) {
      if (width > 0)
        write(input, values[row], data.numbers.data() + row * whole.numbers + number);
      else
        data.codes[row * whole.categories.size() + code] =
            std::isnan(values[row]) ? 0 : static_cast<int>(values[row]) + 1;
    }
    number += width;
    code += width == 0 ? 1 : 0;
  }
  return data;
}

}  // namespace kilter::fit
