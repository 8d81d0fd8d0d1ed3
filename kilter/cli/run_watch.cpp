// SPDX-License-Identifier: MIT
#include "kilter/cli/run_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "kilter/analysis/words.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/run_words.hpp"

namespace kilter::cli {
namespace {

constexpr std::size_t enough = 4;       // trials with equal curves
constexpr std::size_t looked_at = 200;  // of the first trials: a program without effect shows it there

/// The goal metrics of a completed trial, exact: what two trials must share to look alike.
std::string fingerprint(const History& history, const Trial& trial) {
  std::string text;
  for (const auto& goal : history.settings().goals) {
    for (const auto& part : trial.parts) {
      if (const auto* values = part.curve.find(goal.metric))
        for (const double value : *values) append_number(text, value), text += ' ';
      if (part.end)
        for (const auto& metric : part.end->values)
          if (metric.name == goal.metric) append_number(text, metric.value), text += ' ';
    }
    text += ';';
  }
  return text;
}

std::set<double> values_of(const std::vector<const Trial*>& trials, std::size_t index) {
  std::set<double> values;
  for (const Trial* trial : trials)
    if (index < trial->params.size() && !std::isnan(trial->params[index])) values.insert(trial->params[index]);
  return values;
}

}  // namespace

std::vector<Message> without_effect(const History& history, std::set<std::string>& known) {
  std::map<std::string, std::vector<const Trial*>> alike;
  const std::size_t count = std::min(history.trials().size(), looked_at);
  for (std::size_t i = 0; i < count; ++i)
    if (history.trials()[i].state() == TrialState::complete)
      alike[fingerprint(history, history.trials()[i])].push_back(&history.trials()[i]);
  std::vector<Message> messages;
  const Space& space = history.settings().space;
  for (const auto& [print, trials] : alike) {
    if (trials.size() < enough) continue;
    for (std::size_t i = 0; i < space.size(); ++i) {
      const auto values = values_of(trials, i);
      if (values.size() < enough || !known.insert(space[i].name).second) continue;
      const Trial& one = *trials.back();
      messages.push_back(
          {Severity::warning,
           "K119",
           fmt::format(
               "\"{}\" seems to have no effect: {} trials with {} {}–{} gave identical curves to the last digit",
               space[i].name, trials.size(), space[i].name, for_people(space.value(i, *values.begin())),
               for_people(space.value(i, *values.rbegin()))),
           {fmt::format("The value probably does not reach the program. Trial {} was started as: {}", one.number,
                        printable(command_line(history, one, "…"), 300)),
            "Does your program read that option, under that name?"}});
    }
  }
  return messages;
}

Revision Watch::follow(const History& history, Revision after) {
  bool completed = false;
  for (Revision r = std::max(after, from_) + 1; r <= history.revision(); ++r) {
    const auto* ended = std::get_if<Ended>(&history.entry(r).fact);
    if (!ended) continue;
    completed = completed || ended->outcome.end == End::completed;
    const bool failed = ended->outcome.end == End::failed && ended->outcome.cause != Cause::lost;
    if (ended->run.trial == 0 && failed) say_(explain_failure(history, history.trials().front()));
  }
  if (completed && history.trials().size() <= looked_at)
    for (const auto& message : without_effect(history, known_)) say_(message);
  return history.revision();
}

}  // namespace kilter::cli
