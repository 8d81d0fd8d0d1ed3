// SPDX-License-Identifier: MIT
#include "kilter/base/csv.hpp"

#include <algorithm>

namespace kilter {
namespace {

constexpr std::size_t most_columns = 1000;

}  // namespace

char csv_separator(std::string_view heading) {
  const auto count = [&](char c) { return std::count(heading.begin(), heading.end(), c); };
  char separator = ',';
  for (const char c : {';', '\t'})
    if (count(c) > count(separator)) separator = c;
  return separator;
}

std::vector<std::string> csv_cells(std::string_view line, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '"' && quoted && at + 1 < line.size() && line[at + 1] == '"')
      cells.back() += line[++at];
    else if (c == '"')
      quoted = !quoted;
    else if (c == separator && !quoted && cells.size() < most_columns)
      cells.emplace_back();
    else
      cells.back() += c;
  }
  return cells;
}

}  // namespace kilter
