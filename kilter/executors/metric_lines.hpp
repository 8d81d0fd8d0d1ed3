// SPDX-License-Identifier: MIT
// Metrics read from a program's own output: `name=value`, `name: value`, JSON lines, progress bars, tables.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "kilter/core/fact.hpp"
#include "kilter/executors/metric_scan.hpp"
#include "kilter/executors/metric_table.hpp"

namespace kilter {

/// Bytes; a longer line is kept in the log but not read.
inline constexpr std::size_t longest_line = 64 << 10;

struct FoundReport {
  std::optional<double> step;
  Metrics metrics;
};

/// Makes the first of `names` that is among the metrics the step: by its whole name (in any case), else by what stands
/// after its last slash (`time/total_timesteps`), but not in a section of best values.
void settle_step(FoundReport& report, std::span<const std::string> names);

/// Reads a stream of bytes, line by line (`\n`, `\r`). Keeps memory bounded whatever comes: a line beyond 64 KiB is
/// passed over, at most 200 names are followed. Not for two threads at once.
class MetricLines {
 public:
  /// `step`: the name that counts steps; empty: the first of step_names(), in any case, as a pair or a heading
  /// (`Epoch 3/10`). The last step seen holds for the lines after it. `wanted` names are followed however many others
  /// came before, and also where they stand in a sentence.
  explicit MetricLines(const std::string& step = {}, std::vector<std::string> wanted = {});
  /// The reports in the lines that this chunk completes. Terminal colours are ignored; a progress bar that is drawn
  /// again with the same numbers reports once.
  std::vector<FoundReport> feed(std::string_view chunk);
  /// The report in an unfinished last line.
  std::vector<FoundReport> finish();
  /// All names of numbers seen, in order of first use: for "did you mean".
  const std::vector<std::string>& names() const { return names_; }

 private:
  void take(std::string_view line, unsigned seen, bool drawn_over, std::vector<FoundReport>& found);
  void take_table(std::optional<Metrics> numbers, std::vector<FoundReport>& found);
  std::optional<FoundReport> read(std::string_view line);
  FoundReport pairs_of(std::string_view line);
  /// Fills in the step that holds, and leaves out what is not followed.
  void settle(FoundReport& report);
  bool is_wanted(std::string_view name) const;
  bool follow(const std::string& name);

  std::vector<std::string> step_names_;
  std::vector<std::string> wanted_;
  MetricTable table_;
  std::vector<NamedNumber> pairs_;  ///< of the line being read
  std::string line_;                ///< the beginning of a line whose end has not come
  unsigned seen_ = 0;               ///< kinds of characters in line_
  bool overlong_ = false;
  bool redrawn_ = false;  ///< the line began after a bare `\r`
  std::optional<double> current_step_;
  FoundReport last_;
  std::vector<std::string> names_;
  std::unordered_set<std::string> known_;  ///< names_, to look one up
};

/// One JSON object of a report file or socket: `{"step":3,"val_loss":0.41}`; nullopt where it is none. Numbers in inner
/// objects are named `outer/inner`; NaN and Infinity may stand bare or as strings. `step` as in MetricLines.
std::optional<FoundReport> report_from_json(std::string_view text, std::string_view step = {});
std::optional<FoundReport> report_from_json(std::string_view text, std::span<const std::string> step_names);
std::string to_json(const FoundReport& report);

}  // namespace kilter
