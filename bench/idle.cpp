// SPDX-License-Identifier: MIT
#include <algorithm>

#include "bench/figure.hpp"
#include "bench/figures.hpp"
#include "bench/place.hpp"
#include "kilter/core/tune.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter::bench {
namespace {

Settings sleeping(int trials) {
  Settings settings{.name = "idle", .goals = {{"loss"}}, .space = Space({parse_range("sleep", "float(0.05,0.95)")})};
  settings.budget.trials = trials;
  return settings;
}

double seconds(WallTime from, WallTime to) { return std::chrono::duration<double>(to - from).count(); }

/// Up to the last start: afterwards workers have nothing left to do.
double idle_share(const History& history, int jobs) {
  WallTime first = WallTime::max(), last = WallTime::min();
  for (const auto& trial : history.trials()) {
    first = std::min(first, trial.parts.at(0).started);
    last = std::max(last, trial.parts.at(0).started);
  }
  double slept = 0;
  for (const auto& trial : history.trials())
    slept += std::min(trial.params.at(0), seconds(trial.parts[0].started, last));
  return 1 - slept / (jobs * seconds(first, last));
}

}  // namespace

void idle(const Idle& options) {
  const Folder folder;
  const SystemClock clock;
  const auto storage = open_sqlite(folder.path() / "study.db", Access::create);
  const Fact begin = Changed{to_json(sleeping(options.trials)), options.trials, "created"};
  storage->append({&begin, 1}, clock.wall());
  const auto sampler = make_sampler({"random"});
  Scheduler scheduler;
  core::Study study(*storage, *sampler, scheduler, clock, "bench:12345:1");
  Command command{.words = {"sh", "-c", "sleep {sleep}; echo loss=1"}, .directory = folder.path(), .metrics = {"loss"}};
  SubprocessOptions how{
      .jobs = options.jobs, .study = "idle", .study_directory = folder.path(), .launcher = sibling("kilter-launch")};
  const auto executor = make_subprocess(std::move(command), std::move(how), clock);
  const core::Steering steering;
  core::tune(study, *storage, *executor, clock, steering);
  Figure("idle")
      .with("trials", options.trials)
      .with("jobs", options.jobs)
      .with("share", idle_share(study.history(), options.jobs))
      .with("target_share", 0.03)
      .print();
}

}  // namespace kilter::bench
