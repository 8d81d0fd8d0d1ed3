// SPDX-License-Identifier: MIT
#include "records.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace kilter::python {
namespace {

std::int64_t milliseconds(WallTime time) { return time.time_since_epoch().count(); }

}  // namespace

Named named(const Space& space, const Params& params) {
  Named values;
  for (std::size_t i = 0; i < std::min(space.size(), params.size()); ++i)
    if (!std::isnan(params[i])) values.emplace_back(space[i].name, space.value(i, params[i]));
  return values;
}

void Records::read(const History& history) {
  while (read_ < history.revision()) take(history.entry(++read_));
}

void Records::take(const Entry& entry) {
  std::visit(
      [&](const auto& fact) {
        using Kind = std::decay_t<decltype(fact)>;
        if constexpr (std::is_same_v<Kind, Added>) {
          about_.push_back({.touched = entry.revision, .given = fact.given});
        } else if constexpr (std::is_same_v<Kind, Proposed>) {
          about_[static_cast<std::size_t>(fact.trial)].touched = entry.revision;
        } else if constexpr (std::is_same_v<Kind, Changed>) {
          for (auto& about : about_) about.touched = entry.revision;
        } else {
          auto& about = about_[static_cast<std::size_t>(fact.run.trial)];
          about.touched = entry.revision;
          if constexpr (std::is_same_v<Kind, Started>) about.again = fact.run.attempt > 0;
          if constexpr (std::is_same_v<Kind, Reported>) {
            // A later attempt goes on from where it reports first.
            if (about.again) std::erase_if(about.reports, [&](const auto& old) { return old.first >= fact.step; });
            about.again = false;
            about.reports.emplace_back(fact.step, fact.metrics);
          }
        }
      },
      entry.fact);
}

std::vector<TrialNumber> Records::touched(Revision since) const {
  std::vector<TrialNumber> numbers;
  for (std::size_t i = 0; i < about_.size(); ++i)
    if (about_[i].touched > since) numbers.push_back(static_cast<TrialNumber>(i));
  return numbers;
}

Record Records::record(const History& history, TrialNumber number) const {
  const auto& settings = history.settings();
  const Trial& trial = history.trials()[static_cast<std::size_t>(number)];
  const About& about = about_[static_cast<std::size_t>(number)];
  Record record{.number = number, .state = to_text(trial.state())};
  for (const auto& goal : settings.goals) record.values.push_back(value_of(trial, goal));
  record.params = named(settings.space, trial.params);
  if (!settings.goals.empty())
    for (const auto& [step, metrics] : about.reports)
      for (const auto& metric : metrics)
        if (metric.name == settings.goals.front().metric) record.reports.emplace_back(step, metric.value);
  record.given = about.given;
  record.by = trial.by;
  record.reason = trial.reason;
  if (trial.parts.empty()) return record;
  const Part& part = trial.parts.front();
  record.attempt = part.attempt;
  record.notes = part.notes;
  record.decision = part.decision;
  record.started = milliseconds(part.started);
  if (part.end) {
    record.ended = milliseconds(part.ended);
    record.cause = to_text(part.end->cause);
    record.detail = part.end->detail;
    record.metrics = part.end->values;
  }
  return record;
}

}  // namespace kilter::python
