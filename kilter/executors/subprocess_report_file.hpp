// SPDX-License-Identifier: MIT
// The file to which a program appends its reports, one JSON object a line, read while it grows.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/executors/descriptor.hpp"
#include "kilter/executors/metric_lines.hpp"

namespace kilter {

/// Memory stays bounded whatever the program writes: a line beyond 64 KiB is passed over. Lines that are no reports
/// are passed over too. A program that begins the file anew is read anew.
class ReportFile {
 public:
  /// Nothing is read but what is written from now on; the program makes the file.
  explicit ReportFile(std::filesystem::path path);

  const std::filesystem::path& path() const { return path_; }
  /// The reports in the next piece of the file; `more()` says whether there may be another piece.
  std::vector<FoundReport> read();
  bool more() const { return more_; }
  void changed() { more_ = true; }
  /// The report in an unfinished last line.
  std::vector<FoundReport> finish();

 private:
  void take(std::string_view line, std::vector<FoundReport>& found) const;

  std::filesystem::path path_;
  Descriptor file_;
  std::uint64_t offset_ = 0;
  std::string line_;
  bool overlong_ = false;
  bool more_ = false;
};

}  // namespace kilter
