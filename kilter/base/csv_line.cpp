// SPDX-License-Identifier: MIT
#include "kilter/base/csv_line.hpp"

#include "kilter/base/text.hpp"

namespace kilter {

std::string csv_cell(std::string_view text) {
  constexpr std::string_view starts_formula = "=+-@\t\r";
  const bool formula = !text.empty() && starts_formula.find(text.front()) != starts_formula.npos && !to_double(text);
  std::string cell(formula ? 1 : 0, '\'');
  cell += text;
  if (cell.find_first_of(",\"\r\n") == cell.npos) return cell;
  std::string quoted(1, '"');
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    line += csv_cell(cells[i]);
  }
  return line + '\n';
}

}  // namespace kilter
