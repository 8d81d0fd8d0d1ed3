// SPDX-License-Identifier: MIT
#include "tests/lives/life.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <set>
#include <stdexcept>

#include "kilter/base/text.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/fake_executor.hpp"

namespace kilter::testing {
namespace {

/// A memory file system where there is one: a process that dies does not wait for a disk.
std::filesystem::path temporary() {
  const std::filesystem::path memory = "/dev/shm";
  return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
}

class InMemory final : public Place {
 public:
  std::unique_ptr<Storage> open() override { return open_memory(log_); }

 private:
  std::shared_ptr<MemoryLog> log_ = make_memory_log();
};

class InSqlite final : public Place {
 public:
  InSqlite() {
    std::string pattern = (temporary() / "kilter-life-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no folder can be made for a test: " + pattern);
    folder_ = pattern;
  }
  ~InSqlite() override { std::filesystem::remove_all(folder_); }
  InSqlite(const InSqlite&) = delete;
  InSqlite& operator=(const InSqlite&) = delete;
  std::unique_ptr<Storage> open() override { return open_sqlite(folder_ / "study.db", Access::create); }

 private:
  std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<Place> in_memory() { return std::make_unique<InMemory>(); }
std::unique_ptr<Place> in_sqlite() { return std::make_unique<InSqlite>(); }

void Life::begin(const Settings& settings) {
  const Fact begin = changed(settings);
  place.open()->append({&begin, 1}, clock.wall());
}

std::optional<core::Finish> Life::work(FaultPoint fault, int* appends) {
  FaultyStorage storage(place.open(), fault);
  const auto sampler = plugs.sampler();
  const auto scheduler = plugs.scheduler();
  FakeExecutor executor(jobs, clock, learning_curve);
  const core::Steering steering;
  std::optional<core::Finish> finish;
  try {
    core::Study study(storage, *sampler, *scheduler, clock, fmt::format("host:{}:1", ++processes));
    finish = core::tune(study, storage, executor, clock, steering);
  } catch (const Died&) {
    finish.reset();
  }
  if (appends) *appends = storage.appends();
  return finish;
}

History Life::history() { return read(*place.open()); }

Metrics learning_curve(const Job& job, double step) {
  const double x = job.params.empty() ? 0 : job.params[0];
  return {{"loss", (x - 0.3) * (x - 0.3) + 1 / step}};
}

History read(Storage& storage) {
  History history;
  for (auto entries = storage.since(0); !entries.empty(); entries = storage.since(history.revision()))
    for (auto& entry : entries) history.take(std::move(entry));
  return history;
}

std::string faults_of(const History& history, int trials, double full) {
  std::vector<std::string> faults;
  if (history.next() != trials) faults.push_back(fmt::format("{} trials instead of {}", history.next(), trials));
  std::set<RunId> ended;
  for (Revision r = 1; r <= history.revision(); ++r)
    if (const auto* f = std::get_if<Ended>(&history.entry(r).fact); f && !ended.insert(f->run).second)
      faults.push_back(fmt::format("attempt {} of trial {} ended twice", f->run.attempt, f->run.trial));
  for (const auto& trial : history.trials()) {
    const auto state = trial.state();
    const bool done = state == TrialState::complete || state == TrialState::pruned;
    if (!done || trial.parts.size() != 1) {
      faults.push_back(fmt::format("trial {} is {}", trial.number, to_text(state)));
      continue;
    }
    const auto& steps = trial.parts.front().curve.steps;
    for (std::size_t i = 0; i < steps.size(); ++i)
      if (steps[i] != static_cast<double>(i + 1))
        faults.push_back(fmt::format("step {} of trial {} is {}", i + 1, trial.number, steps[i]));
    if (state == TrialState::complete && steps.size() != static_cast<std::size_t>(full))
      faults.push_back(fmt::format("trial {} has {} steps instead of {}", trial.number, steps.size(), full));
  }
  return join(faults, "\n");
}

std::string unproved(Storage& storage, const Plugs& plugs) {
  std::vector<std::string> sentences;
  const TrialNumber trials = read(storage).next();
  const auto warm = plugs.sampler();
  for (TrialNumber i = 0; i < trials; ++i) {
    const TrialNumber n = i * 37 % trials;
    const auto cold = plugs.sampler();
    for (Sampler* sampler : {warm.get(), cold.get()}) {
      const auto replay = core::replay(storage, *sampler, n);
      if (replay.result != core::Replay::Result::proved) sentences.push_back(replay.sentence);
    }
  }
  return join(sentences, "\n");
}

}  // namespace kilter::testing
