// SPDX-License-Identifier: MIT
#include "kilter/executors/metric_csv.hpp"

#include <algorithm>

#include "kilter/base/text.hpp"
#include "kilter/executors/metric_scan.hpp"

namespace kilter {
namespace {

constexpr std::size_t most_columns = 1000;

std::vector<std::string> cells_of(std::string_view line, char separator) {
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

}  // namespace

std::optional<Metrics> CsvRows::take(std::string_view line) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  if (trim(line).empty()) return {};
  if (heading_.empty()) {
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    const auto count = [&](char c) { return std::count(line.begin(), line.end(), c); };
    for (const char c : {';', '\t'})
      if (count(c) > count(separator_)) separator_ = c;
    for (const auto& cell : cells_of(line, separator_)) heading_.emplace_back(trim(cell));
    return {};
  }
  const auto cells = cells_of(line, separator_);
  Metrics found;
  for (std::size_t i = 0; i < std::min({cells.size(), heading_.size(), most_pairs}); ++i) {
    const std::string& name = heading_[i];
    const auto value = to_double(trim(cells[i]));
    if (value && !name.empty() && name.size() <= longest_metric_name &&
        printable(name, 2 * longest_metric_name) == name)
      found.push_back({name, *value});
  }
  if (found.empty()) return {};
  return found;
}

}  // namespace kilter
