// SPDX-License-Identifier: MIT
// Any text as a growing table of metrics: numbers under names that may be shown, or nothing.
#include <string_view>

#include "kilter/base/csv.hpp"
#include "kilter/base/text.hpp"
#include "kilter/executors/metric_csv.hpp"
#include "tests/fuzz/survive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace kilter;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  CsvRows rows;
  for (const auto line : split(text, '\n')) {
    fuzz::require(!csv_cells(line, csv_separator(line)).empty());
    const auto metrics = rows.take(line);
    if (!metrics) continue;
    fuzz::require(!metrics->empty());
    for (const auto& metric : *metrics) fuzz::require(!metric.name.empty() && printable(metric.name) == metric.name);
  }
  return 0;
}
