// SPDX-License-Identifier: MIT
// The terminal of a run, which may go away while the run goes on.
#pragma once
#include <filesystem>

#include "kilter/core/tracker.hpp"

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

/// A place in a list of trackers whose tracker may change; none: it sees nothing.
class TrackerPlace final : public Tracker {
 public:
  void set(Tracker& tracker) { tracker_ = &tracker; }
  Revision follow(const History& history, Revision after) override {
    return tracker_ ? tracker_->follow(history, after) : history.revision();
  }

 private:
  Tracker* tracker_ = nullptr;
};

}  // namespace kilter::cli
