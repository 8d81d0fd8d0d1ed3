// SPDX-License-Identifier: MIT
// The environment of a trial's program: the inherited one, the study's own, and the names that Kilter speaks by.
#pragma once
#include <string>
#include <vector>

#include "kilter/executors/device_slots.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/executors/run_files.hpp"

namespace kilter {

/// Made once for all runs; does not change afterwards.
class ProgramEnvironment {
 public:
  /// Reads the environment of this process.
  ProgramEnvironment(const Command& command, const SubprocessOptions& options);

  /// Entries `NAME=value` of one run.
  std::vector<std::string> of(const Job& job, const RunFiles& files, const std::string& socket,
                              const DeviceSlot& slot) const;

 private:
  std::vector<std::string> common_;
  std::string wandb_name_;  ///< that of the study; empty: the user has named the runs
  int parts_;
  PartKind part_kind_;
  std::vector<std::string> instances_;
};

}  // namespace kilter
