// SPDX-License-Identifier: MIT
// How many trials run at once here and where: on GPUs, else on cores; and why.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kilter/cli/run_talk.hpp"
#include "kilter/executors/device_slots.hpp"
#include "kilter/setup/gpus.hpp"
#include "kilter/setup/program.hpp"
#include "kilter/setup/wishes.hpp"

namespace kilter::cli {

/// Not thread-safe.
class Places {
 public:
  /// `gpus` are those that may be used at all. Throws Error(usage) K126 where trials want more GPUs than there are.
  Places(const Settings& settings, const Wishes& wishes, const Cores& cores, std::vector<Gpu> gpus);

  const Jobs& jobs() const { return jobs_; }
  /// How many may run at once when no GPU is left alone any more.
  int most() const { return most_; }
  int cores_per_job() const { return cores_per_job_; }
  DeviceSlots& slots() { return slots_; }
  /// Slots whose GPUs others have taken or freed since; a sentence for each change. `gpus` as they are now.
  std::vector<std::string> look_again(const std::vector<Gpu>& gpus);
  /// Whether there is anything to look at again.
  bool on_gpus() const { return !gpus_of_slots_.empty() && !all_; }

 private:
  std::vector<DeviceSlot> on_gpus(const Program& program, const Wishes& wishes, const std::vector<Gpu>& gpus);
  std::string why_gpus(const std::vector<Gpu>& gpus) const;
  void share_cores(std::vector<DeviceSlot>& slots, const Program& program, const Cores& cores);

  Jobs jobs_;
  int most_ = 1;
  int cores_per_job_ = 1;
  bool all_ = false;
  std::vector<std::vector<std::string>> gpus_of_slots_;  ///< devices of each slot
  DeviceSlots slots_{{}};
};

/// The processors that this thread may use.
std::vector<int> usable_processors();

}  // namespace kilter::cli
