// SPDX-License-Identifier: MIT
#include "kilter/api/study.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cmath>
#include <ostream>

#include "kilter/analysis/ranking.hpp"
#include "kilter/analysis/words.hpp"
#include "kilter/api/claim_state.hpp"
#include "kilter/api/door.hpp"
#include "kilter/api/inline_executor.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

constexpr int trials_without_a_limit = 60;

std::map<std::string, Value> named(const Space& space, const Params& params) {
  std::map<std::string, Value> values;
  for (std::size_t i = 0; i < space.size() && i < params.size(); ++i)
    if (!std::isnan(params[i])) values.emplace(space[i].name, space.value(i, params[i]));
  return values;
}

TrialRecord record(const History& history, const Trial& trial) {
  const auto& settings = history.settings();
  TrialRecord record{.number = trial.number, .state = trial.state(), .reason = trial.reason};
  record.params = named(settings.space, trial.params);
  record.value = value_of(trial, settings.goals.front());
  if (const Part* part = trial.part(0)) record.curve = part->curve;
  return record;
}

Best best_of(const History& history, const Scored& scored) {
  const auto& settings = history.settings();
  const auto& trial = history.trials()[static_cast<std::size_t>(scored.trial)];
  return {scored.trial, scored.value, named(settings.space, trial.params),
          fmt::format("trial {}: {} {}   {}", scored.trial, settings.goals.front().metric, rounded(scored.value),
                      describe(settings.space, trial.params))};
}

/// What optimize() asks of the study: its limits, and that it goes on.
Settings for_optimize(Settings settings, const OptimizeOptions& options) {
  if (options.trials) settings.budget.trials = options.trials;
  if (options.hours) settings.budget.hours = options.hours;
  const auto& budget = settings.budget;
  if (!budget.trials && !budget.hours && !budget.until) settings.budget.trials = trials_without_a_limit;
  settings.paused = false;
  return settings;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Best& best) { return out << best.sentence; }

std::ostream& operator<<(std::ostream& out, const std::optional<Best>& best) {
  return best ? out << *best : out << "no trial has a value yet";
}

struct Study::Inside {
  explicit Inside(const StudyOptions& options) : opener(options, clock), door(opener.open(), clock) {}

  SystemClock clock;
  Opener opener;
  Door door;
  core::Steering steering;
  std::atomic<int> optimizing{0};
};

Study::Study(const StudyOptions& options) : inside_(std::make_unique<Inside>(options)) {}
Study::~Study() = default;
Study::Study(Study&&) noexcept = default;
Study& Study::operator=(Study&&) noexcept = default;

const std::string& Study::name() const { return inside_->opener.name(); }

Finish Study::optimize(const std::function<Result(Run&)>& objective, const OptimizeOptions& options) {
  if (!objective) throw Error(ErrorKind::usage, "optimize() was given no function");
  const auto session = inside_->opener.open();
  auto& study = session->study;
  put(study, for_optimize(study.history().settings(), options), "optimize() was called");
  const std::string metric = study.history().settings().goals.front().metric;
  const Objective wrapped = [&](Run& run) { return objective(run).outcome(metric); };
  const auto executor =
      options.jobs > 1 ? make_threads(options.jobs, wrapped, metric) : make_inline(study, wrapped, metric);
  struct Optimizing {
    explicit Optimizing(Inside& inside) : inside_(inside) { ++inside_.optimizing; }
    ~Optimizing() {
      if (--inside_.optimizing == 0) inside_.steering.haste = core::Haste::none;
    }
    Inside& inside_;
  } const optimizing(*inside_);
  return core::tune(study, *session->storage, *executor, inside_->clock, inside_->steering);
}

void Study::stop() noexcept { inside_->steering.haste = core::Haste::drain; }

Claim Study::ask() {
  auto job = inside_->door.ask();
  if (!job) return {};
  auto metric = inside_->door.read([](const History& history) { return history.settings().goals.front().metric; });
  return Claim(std::make_unique<Claim::State>(inside_->door, std::move(*job), std::move(metric)));
}

bool Study::tell(Claim claim, Result result) {
  if (!claim) throw Error(ErrorKind::usage, "tell() was given an empty claim");
  auto& state = *claim.state_;
  Outcome outcome = std::move(result).outcome(state.run.metric());
  if (outcome.end == End::completed && state.run.noticed())
    outcome.end = state.line.verdict() == Verdict::pause ? End::paused : End::stopped;
  const bool counts = state.door.tell(state.run.job().run, std::move(outcome));
  state.told = true;
  return counts;
}

std::optional<Best> Study::best() const {
  return inside_->door.read([](const History& history) -> std::optional<Best> {
    const auto scored = kilter::best(history);
    if (!scored) return {};
    return best_of(history, *scored);
  });
}

std::vector<TrialRecord> Study::trials() const {
  return inside_->door.read([](const History& history) {
    std::vector<TrialRecord> records;
    for (const auto& trial : history.trials()) records.push_back(record(history, trial));
    return records;
  });
}

}  // namespace kilter
