// SPDX-License-Identifier: MIT
// A log that a program writes by itself and Kilter follows: CSV, JSON lines, or text as it would be printed.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/executors/descriptor.hpp"
#include "kilter/executors/metric_csv.hpp"
#include "kilter/executors/metric_lines.hpp"

namespace kilter {

/// What stood in the file before is passed over. A file that is written anew is read anew: where it only got more
/// columns, rows that were read already are not read again. Memory stays bounded: a line beyond 64 KiB is passed over.
/// Not for two threads at once.
class LogFile {
 public:
  /// By its ending `.csv` or `.tsv` a table, else lines. `step` and `wanted` as in MetricLines.
  LogFile(std::filesystem::path path, const std::string& step, std::vector<std::string> wanted);

  /// The reports that were added, at most a megabyte of them.
  std::vector<FoundReport> read();
  /// The report in an unfinished last line.
  std::vector<FoundReport> finish();

 private:
  void take(std::string_view chunk, std::vector<FoundReport>& found);
  bool is_known(const Metrics& numbers);
  void take_row(std::string_view line, std::vector<FoundReport>& found);

  std::filesystem::path path_;
  bool table_;
  std::vector<std::string> step_names_;
  std::string step_;
  std::vector<std::string> wanted_;
  MetricLines lines_;
  CsvRows rows_;
  std::string line_;
  bool overlong_ = false;
  std::uint64_t offset_ = 0;
  std::uint64_t inode_ = 0;
  std::int64_t changed_ = 0;       ///< when it was, at the last look
  std::string last_;               ///< the bytes before the offset, to see whether the file was written anew
  std::vector<std::size_t> seen_;  ///< marks of the rows so far
  std::size_t place_ = 0;          ///< of the next row
  bool own_rows_ = false;          ///< one came since this began
};

}  // namespace kilter
