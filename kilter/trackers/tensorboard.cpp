// SPDX-License-Identifier: MIT
// TensorBoard: a run a trial, named by its number; with several parts, a run a part below it.
#include <fmt/format.h>

#include <cerrno>
#include <map>
#include <system_error>
#include <unordered_set>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/trackers/event_file.hpp"
#include "kilter/trackers/tensorboard_events.hpp"
#include "kilter/trackers/trackers.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;

constexpr Revision at_once = 5000;  // facts between two answers

std::vector<std::pair<std::string, Value>> settings_of(const Space& space, const Params& params) {
  std::vector<std::pair<std::string, Value>> settings;
  for (std::size_t i = 0; i < space.size() && i < params.size(); ++i)
    if (params[i] == params[i]) settings.emplace_back(space[i].name, space.value(i, params[i]));
  return settings;
}

bool over_for_good(const Trial& trial) {
  const TrialState state = trial.state();
  return state == TrialState::complete || state == TrialState::pruned || state == TrialState::failed;
}

class TensorBoard final : public Tracker {
 public:
  TensorBoard(fs::path folder, const Clock& clock) : folder_(std::move(folder)), clock_(clock) {}

  Revision follow(const History& history, Revision after) override {
    const Revision upto = std::min(history.revision(), after + at_once);
    Batch batch;
    for (Revision r = after + 1; r <= upto; ++r) collect(history, history.entry(r), batch);
    for (auto& [run, events] : batch) write(run, events);
    return upto;
  }

 private:
  using Events = std::vector<std::string>;
  using Batch = std::map<std::string, Events>;

  struct Run {
    EventFile file;
    std::unordered_set<std::string> there;  ///< events that an earlier life has written
  };

  static std::string trial_run(TrialNumber number) { return fmt::format("{:04}", number); }
  static std::string run_of(const History& history, const RunId& id) {
    const std::string trial = trial_run(id.trial);
    return history.settings().parts > 1 ? fmt::format("{}/part{:02}", trial, id.part) : trial;
  }

  static void collect(const History& history, const Entry& entry, Batch& batch) {
    const WallTime time = entry.stamp;
    if (const auto* started = std::get_if<Started>(&entry.fact)) {
      const Trial& trial = history.trials()[static_cast<std::size_t>(started->run.trial)];
      const bool first = started->run.attempt == 0 && trial.parts.front().index == started->run.part;
      if (first)
        batch[trial_run(trial.number)].push_back(
            session_start_event(time, settings_of(history.settings().space, trial.params)));
    } else if (const auto* reported = std::get_if<Reported>(&entry.fact)) {
      auto& events = batch[run_of(history, reported->run)];
      for (const auto& metric : reported->metrics)
        events.push_back(scalar_event(time, reported->step, metric.name, metric.value));
    } else if (const auto* ended = std::get_if<Ended>(&entry.fact)) {
      collect_end(history, *ended, time, batch);
    }
  }

  static void collect_end(const History& history, const Ended& ended, WallTime time, Batch& batch) {
    const Trial& trial = history.trials()[static_cast<std::size_t>(ended.run.trial)];
    const Part& part = *trial.part(ended.run.part);
    const double step = part.curve.steps.empty() ? 0 : part.curve.steps.back();
    auto& events = batch[run_of(history, ended.run)];
    for (const auto& metric : ended.outcome.values) {
      const auto* curve = part.curve.find(metric.name);
      if (!curve || curve->back() != metric.value)
        events.push_back(scalar_event(time, step, metric.name, metric.value));
    }
    if (part.attempt != ended.run.attempt || &part != &trial.parts.back() || !over_for_good(trial)) return;
    auto& last = batch[trial_run(trial.number)];
    if (history.settings().parts > 1)
      for (const auto& goal : history.settings().goals)
        if (const auto value = value_of(trial, goal)) last.push_back(scalar_event(time, 0, goal.metric, *value));
    const std::string why = part.decision.empty() ? ended.outcome.detail : part.decision;
    last.push_back(
        text_event(time, "kilter/state",
                   fmt::format("{}{}{}", to_text(trial.state()), why.empty() ? "" : ": ", printable(why, 4000))));
    last.push_back(session_end_event(time, trial.state() != TrialState::failed));
  }

  void write(const std::string& name, Events& events) {
    auto at = runs_.find(name);
    if (at == runs_.end()) {
      std::unordered_set<std::string> there;
      for (const auto& file : event_files(folder_ / name))
        for (auto& event : read_events(file)) there.insert(std::move(event));
      at = runs_.emplace(name, Run{EventFile(folder_ / name, clock_.wall()), std::move(there)}).first;
    }
    Run& run = at->second;
    std::erase_if(events, [&](const std::string& event) { return run.there.contains(event); });
    if (events.empty()) return;
    if (!run.file.append(events))
      throw Error(ErrorKind::failure, {},
                  fmt::format("event files cannot be written in {}: {}", printable((folder_ / name).string(), 300),
                              std::generic_category().message(errno)));
    run.there.insert(events.begin(), events.end());
  }

  fs::path folder_;
  const Clock& clock_;
  std::map<std::string, Run> runs_;
};

}  // namespace

std::unique_ptr<Tracker> make_tensorboard(const fs::path& folder, const Clock& clock) {
  return std::make_unique<TensorBoard>(folder, clock);
}

}  // namespace kilter
