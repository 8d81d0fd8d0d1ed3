// SPDX-License-Identifier: MIT
// One user's way into a study: a storage of its own and a core::Study on it. Several may be open on one study.
#pragma once
#include <atomic>
#include <memory>
#include <string>

#include "kilter/api/options.hpp"
#include "kilter/core/study.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter {

/// Not thread-safe; sessions share nothing but the log.
struct Session {
  /// `settings` names the sampler and the scheduler.
  Session(std::unique_ptr<Storage> opened, const Settings& settings, const Clock& clock, WorkerId worker);

  std::unique_ptr<Storage> storage;
  std::unique_ptr<Sampler> sampler;
  std::unique_ptr<Scheduler> scheduler;
  core::Study study;
};

/// Where the sessions of a study come from. Thread-safe.
class Opener {
 public:
  /// Begins the study where there is none yet, and changes an existing one as the options say. Throws Error(usage)
  /// K114 where it has another goal.
  Opener(const StudyOptions& options, const Clock& clock);

  std::unique_ptr<Session> open();
  const std::string& name() const { return settings_.name; }

 private:
  std::unique_ptr<Storage> open_storage();

  Settings settings_;  ///< of a new study
  Place place_;
  std::shared_ptr<MemoryLog> log_;
  const Clock& clock_;
  std::atomic<int> opened_{0};
};

/// Stores settings where they differ from those in force.
void put(core::Study& study, const Settings& settings, const std::string& reason);

}  // namespace kilter
