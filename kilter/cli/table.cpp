// SPDX-License-Identifier: MIT
#include "kilter/cli/table.hpp"

#include <algorithm>

#include "kilter/base/text.hpp"
#include "kilter/cli/screen_text.hpp"

namespace kilter::cli {
std::vector<std::string> Table::lines() const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  }
  std::vector<std::string> out;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - columns(row[i]), ' ');
      const bool right = rows_.size() > 1 && to_double(rows_[1][i]).has_value();
      line += right ? gap + row[i] : row[i] + gap;
      if (i + 1 < row.size()) line += "   ";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace kilter::cli
