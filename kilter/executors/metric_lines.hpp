// SPDX-License-Identifier: MIT
// Metrics read from a program's own output: `name=value`, `name: value`, JSON lines, progress bars.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/core/fact.hpp"

namespace kilter {

struct FoundReport {
  std::optional<double> step;
  Metrics metrics;
};

/// Reads a stream of bytes, line by line (`\n`, `\r`). Keeps memory bounded whatever comes: a line beyond 64 KiB is
/// passed over, at most 200 names are followed.
class MetricLines {
 public:
  /// `step`: the name that counts steps; empty: the first of step, global_step, epoch, iteration, iter, round.
  explicit MetricLines(std::string step = {});
  /// The reports in the lines that this chunk completes. Terminal colours are ignored.
  std::vector<FoundReport> feed(std::string_view chunk);
  /// The report in an unfinished last line.
  std::vector<FoundReport> finish();
  /// All names of numbers seen, in order of first use: for "did you mean".
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::optional<FoundReport> read(std::string_view line);

  std::string step_;
  std::string line_;
  bool overlong_ = false;
  std::vector<std::string> names_;
};

/// One JSON object of a report file or socket: `{"step":3,"val_loss":0.41}`; nullopt where it is none.
std::optional<FoundReport> report_from_json(std::string_view text);
std::string to_json(const FoundReport& report);

}  // namespace kilter
