// SPDX-License-Identifier: MIT
// Any output: the same reports however it is cut into pieces, clean names, bounded memory, and JSON that reads back.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "kilter/base/text.hpp"
#include "kilter/executors/metric_lines.hpp"

namespace {

using namespace kilter;

void require(bool holds) {
  if (!holds) std::abort();
}

std::string meaning(std::string_view text, std::size_t piece) {
  MetricLines lines({}, {"val_loss"});
  std::string out;
  const auto add = [&](const std::vector<FoundReport>& reports) {
    for (const auto& report : reports) {
      require(!report.metrics.empty());
      for (const auto& metric : report.metrics) require(printable(metric.name, 400) == metric.name);
      const auto json = to_json(report);
      const auto again = report_from_json(json);
      require(again.has_value());
      out += json + "\n";
    }
  };
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) add(lines.feed(text.substr(0, piece)));
  add(lines.finish());
  require(lines.names().size() <= 201);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  require(meaning(text, text.size() + 1) == meaning(text, data[0] + 1u));
  report_from_json(text);
  return 0;
}
