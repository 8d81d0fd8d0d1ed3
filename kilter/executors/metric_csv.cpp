// SPDX-License-Identifier: MIT
#include "kilter/executors/metric_csv.hpp"

#include <algorithm>

#include "kilter/base/csv.hpp"
#include "kilter/base/text.hpp"
#include "kilter/executors/metric_scan.hpp"

namespace kilter {
std::optional<Metrics> CsvRows::take(std::string_view line) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  if (trim(line).empty()) return {};
  if (heading_.empty()) {
    if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    separator_ = csv_separator(line);
    for (const auto& cell : csv_cells(line, separator_)) heading_.emplace_back(trim(cell));
    return {};
  }
  const auto cells = csv_cells(line, separator_);
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
