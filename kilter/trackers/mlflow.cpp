// SPDX-License-Identifier: MIT
// MLflow: a study is a run, a trial a run below it. How far each run has come stands in a tag of its own on the server,
// written after what it counts; so the server alone says where to go on, after a kill on either side.
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/trackers/mlflow_server.hpp"
#include "kilter/trackers/trackers.hpp"

namespace kilter {
namespace {

constexpr Revision facts_at_once = 2000;  // facts between two answers
constexpr const char* study_tag = "kilter.study";
constexpr const char* trial_tag = "kilter.trial";
constexpr const char* parent_tag = "mlflow.parentRunId";
constexpr const char* come_tag = "kilter.revision";

/// One run of MLflow, and what is to be sent of it.
struct Tracked {
  std::string id;
  Revision come = 0;    ///< what the server has already
  Revision newest = 0;  ///< what it has with the batch
  MlflowBatch batch;
  bool runs_again = false;
  std::string end;  ///< its status, where it has ended
  WallTime ended;
};

std::int64_t millis(WallTime time) { return time.time_since_epoch().count(); }

/// A step is a whole number there.
std::int64_t whole_step(double step) { return std::abs(step) < 9e18 ? std::llround(step) : 0; }

Revision come_of(const MlflowRun& run) {
  const auto at = run.tags.find(come_tag);
  const auto number = at == run.tags.end() ? std::nullopt : to_integer(at->second);
  return number && *number > 0 ? static_cast<Revision>(*number) : 0;
}

class Mlflow final : public Tracker {
 public:
  explicit Mlflow(const MlflowPlace& place)
      : server_(place.address, place.authorization), experiment_name_(place.experiment) {}

  /// Where anything goes wrong, what is known of the server is forgotten and looked for anew the next time: a run may
  /// have been made without an answer, or be gone.
  Revision follow(const History& history, Revision) override {
    if (history.revision() == 0) return 0;
    try {
      if (study_.id.empty()) look(history);
      const Revision upto = std::min(history.revision(), seen_ + facts_at_once);
      for (Revision r = seen_ + 1; r <= upto; ++r) collect(history, history.entry(r));
      deliver(history, upto);
      seen_ = upto;
    } catch (...) {
      study_ = {};
      server_.hang_up();
      throw;
    }
    server_.hang_up();
    return seen_;
  }

 private:
  void look(const History& history) {
    const Settings& settings = history.settings();
    const WallTime begun = history.entry(1).stamp;
    std::string key = fmt::format("{} {}", settings.name, millis(begun));
    for (char& c : key)
      if (c == '\'' || c == '\\') c = '_';
    experiment_ = server_.experiment(experiment_name_.empty() ? settings.name : experiment_name_);
    auto found = server_.runs(experiment_, study_tag, key);
    if (found.empty()) {
      MlflowTags tags{{study_tag, key}, {"mlflow.source.name", "kilter"}, {"mlflow.source.type", "LOCAL"}};
      if (!settings.note.empty()) tags["mlflow.note.content"] = settings.note;
      found.push_back(server_.create(experiment_, settings.name, millis(begun), std::move(tags)));
    }
    trials_.clear();
    touched_.clear();
    for (const auto& run : server_.runs(experiment_, parent_tag, found.front().id))
      if (const auto at = run.tags.find(trial_tag); at != run.tags.end())
        if (const auto number = to_integer(at->second))
          trials_.try_emplace(static_cast<TrialNumber>(*number), Tracked{.id = run.id, .come = come_of(run)});
    study_ = {.id = found.front().id, .come = come_of(found.front())};
    seen_ = 0;
    best_.reset();
    good_ = 0;
  }

  void collect(const History& history, const Entry& entry) {
    std::visit([&](const auto& fact) { take(history, entry, fact); }, entry.fact);
  }

  template <typename Other>
  void take(const History&, const Entry&, const Other&) {}

  /// The run of that trial, made where there is none; nullptr where the server has this fact already.
  Tracked* tracked(const History& history, const Entry& entry, TrialNumber number) {
    auto at = trials_.find(number);
    if (at == trials_.end()) {
      const Trial& trial = history.trials()[static_cast<std::size_t>(number)];
      MlflowTags tags{{parent_tag, study_.id},          {trial_tag, std::to_string(number)},
                      {"kilter.sampler", trial.by},     {"kilter.reason", trial.reason},
                      {"mlflow.source.name", "kilter"}, {"mlflow.source.type", "LOCAL"}};
      const auto run = server_.create(experiment_, fmt::format("{:04}", number), millis(entry.stamp), std::move(tags));
      at = trials_.emplace(number, Tracked{.id = run.id}).first;
    }
    if (entry.revision <= at->second.come) return nullptr;
    at->second.newest = entry.revision;
    touched_.insert(number);
    return &at->second;
  }

  void take(const History& history, const Entry& entry, const Started& started) {
    Tracked* run = tracked(history, entry, started.run.trial);
    if (!run) return;
    add_params(history, started.run.trial, *run);
    run->runs_again = started.run.attempt > 0 || !run->end.empty();
    run->end.clear();
    run->batch.tags["kilter.state"] = "running";
  }

  void take(const History& history, const Entry& entry, const Assigned& assigned) {
    if (Tracked* run = tracked(history, entry, assigned.run.trial)) add_params(history, assigned.run.trial, *run);
  }

  static void add_params(const History& history, TrialNumber number, Tracked& run) {
    const Space& space = history.settings().space;
    const Trial& trial = history.trials()[static_cast<std::size_t>(number)];
    run.batch.params.clear();
    for (std::size_t i = 0; i < space.size() && i < trial.params.size(); ++i)
      if (trial.params[i] == trial.params[i])
        run.batch.params.emplace_back(space[i].name, to_text(space.value(i, trial.params[i])));
  }

  void take(const History& history, const Entry& entry, const Reported& reported) {
    if (Tracked* run = tracked(history, entry, reported.run.trial))
      add_metrics(history, entry, reported.run, reported.step, reported.metrics, *run);
  }

  static void add_metrics(const History& history, const Entry& entry, const RunId& id, double step,
                          const Metrics& metrics, Tracked& run) {
    const std::string part = history.settings().parts > 1 ? fmt::format("part{:02}/", id.part) : "";
    for (const auto& metric : metrics)
      if (std::isfinite(metric.value))
        run.batch.metrics.push_back({part + metric.name, metric.value, millis(entry.stamp), whole_step(step)});
      else
        run.batch.tags["kilter.nonfinite." + part + metric.name] =
            fmt::format("{} at step {}", to_text(metric.value), to_text(step));
  }

  void take(const History& history, const Entry& entry, const Ended& ended) {
    const Trial& trial = history.trials()[static_cast<std::size_t>(ended.run.trial)];
    const Part& part = *trial.part(ended.run.part);
    const bool last = part.attempt == ended.run.attempt && &part == &trial.parts.back();
    if (last) improve(history, entry, trial);
    Tracked* run = tracked(history, entry, ended.run.trial);
    if (!run) return;
    const double step = part.curve.steps.empty() ? 0 : part.curve.steps.back();
    Metrics news;  // a final value that the curve does not end with
    for (const auto& metric : ended.outcome.values)
      if (const auto* curve = part.curve.find(metric.name); !curve || curve->back() != metric.value)
        news.push_back(metric);
    add_metrics(history, entry, ended.run, step, news, *run);
    const TrialState state = trial.state();
    const bool over = state == TrialState::complete || state == TrialState::pruned || state == TrialState::failed;
    if (!last || !over) return;
    if (history.settings().parts > 1)
      for (const auto& goal : history.settings().goals)
        if (const auto value = value_of(trial, goal))
          run->batch.metrics.push_back({goal.metric, *value, millis(entry.stamp), 0});
    run->batch.tags["kilter.state"] = to_text(state);
    if (ended.outcome.cause != Cause::none) run->batch.tags["kilter.cause"] = to_text(ended.outcome.cause);
    const std::string& why = part.decision.empty() ? ended.outcome.detail : part.decision;
    if (!why.empty()) run->batch.tags["kilter.why"] = printable(why, 4000);
    run->end = state == TrialState::complete ? "FINISHED" : state == TrialState::pruned ? "KILLED" : "FAILED";
    run->ended = entry.stamp;
  }

  /// The study's run has the best value so far; its steps count the trials that are good, as they end.
  void improve(const History& history, const Entry& entry, const Trial& trial) {
    const Settings& settings = history.settings();
    if (settings.goals.size() != 1 || trial.state() != TrialState::complete || breaks(trial, settings.limits)) return;
    const Goal& goal = settings.goals.front();
    const auto value = value_of(trial, goal);
    if (value) ++good_;
    if (!value || (best_ && (goal.maximize ? *value <= *best_ : *value >= *best_))) return;
    best_ = value;
    if (entry.revision <= study_.come) return;
    study_.batch.metrics.push_back({"best/" + goal.metric, *value, millis(entry.stamp), good_});
    study_.batch.tags["kilter.best_trial"] = fmt::format("{:04}", trial.number);
  }

  void deliver(const History& history, Revision upto) {
    for (const TrialNumber number : touched_) deliver(trials_.at(number));
    touched_.clear();
    if (upto <= study_.come) return;
    study_.newest = upto;
    const bool rests = upto == history.revision() && history.running().empty() && history.waiting().empty();
    study_.runs_again = !rests;
    study_.end = rests ? "FINISHED" : "";
    study_.ended = history.entry(upto).stamp;
    deliver(study_);
  }

  /// The status stands before the tag that counts it, and after all that it ends.
  void deliver(Tracked& run) {
    MlflowTags tags = std::exchange(run.batch.tags, {});
    server_.log(run.id, run.batch);
    if (run.runs_again) server_.running(run.id);
    if (!run.end.empty()) server_.ended(run.id, run.end, millis(run.ended));
    tags[come_tag] = std::to_string(run.newest);
    server_.log(run.id, {.params = {}, .metrics = {}, .tags = std::move(tags)});
    run.come = run.newest;
    run.batch = {};
    run.runs_again = false;
  }

  MlflowServer server_;
  std::string experiment_name_, experiment_;
  Tracked study_;  ///< without an id: the server is to be looked through
  std::map<TrialNumber, Tracked> trials_;
  std::set<TrialNumber> touched_;  ///< with something to send
  Revision seen_ = 0;
  std::optional<double> best_;  ///< of the good ones so far
  int good_ = 0;
};

}  // namespace

std::unique_ptr<Tracker> make_mlflow(const MlflowPlace& place) { return std::make_unique<Mlflow>(place); }

}  // namespace kilter
