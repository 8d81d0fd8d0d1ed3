// SPDX-License-Identifier: MIT
#include "kilter/table/shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/table/cells.hpp"
#include "kilter/table/rows.hpp"

namespace kilter {
namespace {

constexpr std::size_t looked_at = 20;

/// How many columns the first records have with this separator; 0 where they differ.
std::size_t columns_with(std::string_view text, char separator) {
  Rows rows(text, separator);
  std::size_t columns = 0;
  try {
    for (std::size_t i = 0; i < looked_at && rows.next(); ++i) {
      if (columns > 0 && rows.cells().size() != columns) return 0;
      columns = rows.cells().size();
    }
  } catch (const Error&) {
    return 0;
  }
  return columns;
}

/// The one that cuts the first records into equally many cells, and into the most of them; where none does, the one
/// that the heading has most of.
char separator_of(std::string_view text) {
  static constexpr std::string_view candidates = ",;\t|";
  char best = ',';
  std::size_t most = 1;
  for (const char separator : candidates)
    if (const auto columns = columns_with(text, separator); columns > most) best = separator, most = columns;
  if (most > 1) return best;
  const auto heading = text.substr(0, text.find_first_of("\r\n"));
  const auto count = [&](char c) { return std::count(heading.begin(), heading.end(), c); };
  for (const char separator : candidates)
    if (count(separator) > count(best)) best = separator;
  return best;
}

bool is_value(std::string_view cell) {
  return number_in(cell, NumberForm::point) || number_in(cell, NumberForm::comma) || date_in(cell);
}

/// 0,1,2,... or 1,2,3,..., at least three, and words between them, as data frames without names are written.
bool counts_columns(const std::vector<std::string_view>& cells) {
  for (const std::size_t from : {0u, 1u}) {
    std::size_t counted = 0, values = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      values += is_value(cells[i]) ? 1 : 0;
      counted += trim(cells[i]) == std::to_string(i + from) ? 1 : 0;
    }
    if (counted == values && counted >= 3) return true;
  }
  return false;
}

/// Whether a column has a word in its first cell and values below.
bool word_over_values(std::string_view text, char separator) {
  Rows rows(text, separator);
  if (!rows.next()) return false;
  std::vector<bool> possible, found(rows.cells().size());
  for (const auto cell : rows.cells()) possible.push_back(!is_value(cell) && !is_missing(cell));
  try {
    for (std::size_t row = 0; row < looked_at && rows.next(); ++row)
      for (std::size_t i = 0; i < std::min(rows.cells().size(), possible.size()); ++i) {
        if (is_value(rows.cells()[i]))
          found[i] = true;
        else if (!is_missing(rows.cells()[i]))
          possible[i] = false;
      }
  } catch (const Error&) {
    return false;
  }
  for (std::size_t i = 0; i < possible.size(); ++i)
    if (possible[i] && found[i]) return true;
  return false;
}

/// Words; or numbers as names, where what stands below them tells so.
bool is_heading(const std::vector<std::string_view>& cells, std::string_view text, char separator) {
  const std::set<std::string_view> seen(cells.begin(), cells.end());
  if (std::none_of(cells.begin(), cells.end(), is_value)) return cells.size() == 1 || seen.size() * 2 > cells.size();
  return seen.size() == cells.size() && (counts_columns(cells) || word_over_values(text, separator));
}

std::vector<std::string> names_of(const std::vector<std::string_view>& cells, std::vector<std::string>& notes) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::string name(trim(cells[i]));
    if (name.empty()) name = fmt::format("column_{}", i + 1);
    std::string free = name;
    for (int n = 2; taken.count(free) > 0; ++n) free = fmt::format("{}_{}", name, n);
    if (free != name && notes.size() < 10)
      notes.push_back(fmt::format("the heading has \"{}\" twice; the later one is called \"{}\" here",
                                  printable(name, 60), printable(free, 60)));
    taken.insert(free);
    names.push_back(std::move(free));
  }
  return names;
}

}  // namespace

Shape shape_of(std::string_view text) {
  Shape shape;
  shape.separator = separator_of(text);
  Rows rows(text, shape.separator);
  rows.next();
  if (is_heading(rows.cells(), text, shape.separator)) {
    shape.names = names_of(rows.cells(), shape.notes);
    shape.rows_from = rows.position();
    return shape;
  }
  for (std::size_t i = 0; i < rows.cells().size(); ++i) shape.names.push_back(fmt::format("column_{}", i + 1));
  shape.notes.push_back(
      fmt::format("the first line holds numbers, so there is no heading: columns are called column_1 "
                  "to column_{}",
                  shape.names.size()));
  return shape;
}

}  // namespace kilter
