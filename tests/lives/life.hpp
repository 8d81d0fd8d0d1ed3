// SPDX-License-Identifier: MIT
// A study that processes work on one after the other, each until it is done or dies at a fault point.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "kilter/core/study.hpp"
#include "kilter/core/tune.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/faults.hpp"

namespace kilter::testing {

/// Where the facts of a life stand; each process opens it anew.
class Place {
 public:
  virtual ~Place() = default;
  virtual std::unique_ptr<Storage> open() = 0;
};
std::unique_ptr<Place> in_memory();
/// In a folder of its own, removed at the end.
std::unique_ptr<Place> in_sqlite();

struct Plugs {
  std::function<std::unique_ptr<Sampler>()> sampler;
  std::function<std::unique_ptr<Scheduler>()> scheduler;
};

struct Life {
  Place& place;
  const Plugs& plugs;
  FakeClock& clock;
  std::size_t jobs = 1;
  int processes = 0;  ///< so far

  void begin(const Settings& settings);
  /// A process works until nothing is left; nullopt: it died at the fault point. `appends`: how many it made.
  std::optional<core::Finish> work(FaultPoint fault = {}, int* appends = nullptr);
  History history();
};

/// loss = (x - 0.3)^2 + 1 / step, reported at every step.
Metrics learning_curve(const Job& job, double step);

History read(Storage& storage);

/// What is wrong with a study that is done, a line each: a trial that is missing, has not ended, ended twice in one
/// attempt, or lacks a step of its curve.
std::string faults_of(const History& history, int trials, double full);

/// The sentences, a line each, of all proposals that do not come again, warm in a scattered order and cold.
std::string unproved(Storage& storage, const Plugs& plugs);

}  // namespace kilter::testing
