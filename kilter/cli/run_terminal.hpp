// SPDX-License-Identifier: MIT
// The terminal of a run, which may go away while the run goes on.
#pragma once
#include <filesystem>

namespace kilter::cli {

/// Remembers which of stdout and stderr are terminals.
class RunTerminal {
 public:
  RunTerminal();
  /// What was printed to the terminal goes to the end of `log` from now on.
  void leave_to(const std::filesystem::path& log) const;

 private:
  bool out_;
  bool err_;
};

}  // namespace kilter::cli
