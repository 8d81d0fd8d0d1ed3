// SPDX-License-Identifier: MIT
// The reports of one run on their way to the loop: numbered, thinned where there are very many, answered in order.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kilter/core/fact.hpp"
#include "kilter/executors/metric_lines.hpp"
#include "kilter/executors/subprocess_socket.hpp"

namespace kilter {

/// All of the first 10,000 reports are passed on, then every 10th, after 100,000 every 100th, and so on, and always the
/// last: a program that reports in its innermost loop keeps its curve and its early stopping, and fills no disk.
class Progress {
 public:
  struct Report {
    Reported reported;
    std::optional<ReportSocket::ClientId> client;  ///< who waits for the answer
  };

  Progress(RunId run, double from_step) : run_(run), step_(from_step) {}

  /// The report to pass on; nullopt: left out. One without a step gets the number after the last.
  std::optional<Report> take(FoundReport found, std::optional<ReportSocket::ClientId> client);
  /// The last report, where it was left out.
  std::optional<Report> last();
  /// Names of all metrics, in order of first use.
  const std::vector<std::string>& names() const { return names_; }

 private:
  RunId run_;
  double step_;
  std::uint64_t count_ = 0;
  std::optional<Reported> left_out_;
  std::vector<std::string> names_;
};

}  // namespace kilter
