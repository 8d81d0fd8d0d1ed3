// SPDX-License-Identifier: MIT
// What a column of a table is, and the reason.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/table/cells.hpp"

namespace kilter {

enum class ColumnKind { number, yes_no, category, date, identifier, constant, text };
const char* to_text(ColumnKind kind);
std::optional<ColumnKind> column_kind(std::string_view word);

/// How a column is read; the same for every file with such a column.
struct ColumnType {
  std::string name;
  ColumnKind kind = ColumnKind::number;
  NumberForm form = NumberForm::point;
  std::vector<std::string> categories;  ///< of yes_no and category: the most frequent first
  std::string why;                      ///< for people, where the decision is worth a word
  std::size_t missing = 0;              ///< empty cells of the table it was found in
};

/// Whether a network can be given such a column.
bool usable(ColumnKind kind);

/// The cell as a number: the number itself, days, the place among the categories; NaN where it is empty, no number, or
/// an unknown category.
double value_in(const ColumnType& type, std::string_view cell);

struct Census;
/// By what a column holds; `wanted` has the last word.
ColumnType type_of(const std::string& name, const Census& census, std::optional<ColumnKind> wanted);

}  // namespace kilter
