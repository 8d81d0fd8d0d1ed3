// SPDX-License-Identifier: MIT
#include "kilter/cli/run_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "kilter/analysis/words.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/run_causes.hpp"
#include "kilter/cli/run_words.hpp"

namespace kilter::cli {
namespace {

constexpr std::size_t enough = 4;       // trials with equal curves, and values among them
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

using Trials = std::vector<const Trial*>;

double code_at(const Trial& trial, std::size_t index) {
  return index < trial.params.size() ? trial.params[index] : std::nan("");
}

std::set<double> values_of(const Trials& trials, std::size_t index) {
  std::set<double> values;
  for (const Trial* trial : trials)
    if (!std::isnan(code_at(*trial, index))) values.insert(code_at(*trial, index));
  return values;
}

/// Completed trials that share a group with another by `key` and, within each group, all end alike; empty where one
/// group does not.
template <class KeyOf>
Trials alike(const History& history, const Trials& completed, KeyOf key_of) {
  std::map<std::string, Trials> groups;
  for (const Trial* trial : completed) groups[key_of(*trial)].push_back(trial);
  Trials found;
  for (const auto& [key, group] : groups) {
    if (group.size() < 2) continue;
    const std::string first = fingerprint(history, *group.front());
    for (const Trial* trial : group)
      if (fingerprint(history, *trial) != first) return {};
    found.insert(found.end(), group.begin(), group.end());
  }
  return found;
}

/// The configuration without one parameter: equal for trials that differ in nothing else.
std::string others(const Space& space, const Trial& trial, std::size_t index) {
  std::string text;
  for (std::size_t i = 0; i < space.size(); ++i)
    if (i != index) append_number(text, code_at(trial, i)), text += ' ';
  return text;
}

Message buffered_output(const History& history, TrialNumber trial) {
  return {
      Severity::warning,
      "K124",
      fmt::format("all numbers of trial {} came in its last second: its output is buffered", trial),
      {fmt::format("So nothing can be stopped early and nothing is seen while it runs. Let it print to a terminal:  "
                   "kilter run --name {} --pty",
                   history.settings().name),
       "Or flush after each line: fflush(stdout) in C, std::flush in C++, stdbuf -oL before the program."}};
}

Message no_effect(const History& history, const Trials& trials, std::size_t index) {
  const Space& space = history.settings().space;
  const auto values = values_of(trials, index);
  const std::string& name = space[index].name;
  return {Severity::warning,
          "K119",
          fmt::format("\"{}\" seems to have no effect: {} trials with {} {}–{} gave identical curves to the last digit",
                      name, trials.size(), name, for_people(space.value(index, *values.begin())),
                      for_people(space.value(index, *values.rbegin()))),
          {fmt::format("The value probably does not reach the program. Trial {} was started as: {}",
                       trials.back()->number, printable(command_line(history, *trials.back(), "…"), 300)),
           "Does your program read that option, under that name?"}};
}

}  // namespace

std::vector<Message> without_effect(const History& history, std::set<std::string>& known) {
  Trials completed;
  for (std::size_t i = 0; i < std::min(history.trials().size(), looked_at); ++i)
    if (history.trials()[i].state() == TrialState::complete) completed.push_back(&history.trials()[i]);
  // Where only some trials are alike, as those that diverged, that proves nothing: either all are, or those that differ
  // in one parameter only.
  const Trials all = alike(history, completed, [](const Trial&) { return std::string(); });
  std::vector<Message> messages;
  const Space& space = history.settings().space;
  for (std::size_t i = 0; i < space.size(); ++i) {
    const Trials trials =
        !all.empty() ? all : alike(history, completed, [&](const Trial& trial) { return others(space, trial, i); });
    if (trials.size() >= enough && values_of(trials, i).size() >= enough && known.insert(space[i].name).second)
      messages.push_back(no_effect(history, trials, i));
  }
  return messages;
}

Watch::Watch(std::function<void(const Message&)> say, const History& start)
    : say_(std::move(say)), from_(start.revision()) {
  for (Revision r = 1; r <= from_; ++r)
    if (const auto* noted = std::get_if<Noted>(&start.entry(r).fact); noted && noted->key == code_key)
      code_.take(noted->run.trial, noted->text);
}

Revision Watch::follow(const History& history, Revision after) {
  bool completed = false, diverged = false;
  for (Revision r = std::max(after, from_) + 1; r <= history.revision(); ++r) {
    if (const auto* noted = std::get_if<Noted>(&history.entry(r).fact);
        noted && noted->key == "output" && noted->text == "buffered" && known_.insert("K124").second)
      say_(buffered_output(history, noted->run.trial));
    if (const auto* noted = std::get_if<Noted>(&history.entry(r).fact); noted && noted->key == code_key)
      for (const auto& change : code_.take(noted->run.trial, noted->text)) say_(other_code(history, change));
    const auto* ended = std::get_if<Ended>(&history.entry(r).fact);
    if (!ended) continue;
    completed = completed || ended->outcome.end == End::completed;
    const bool failed = ended->outcome.end == End::failed && ended->outcome.cause != Cause::lost;
    const bool memory = failed && ended->outcome.cause == Cause::oom;
    if (memory && known_.insert("K109").second)
      say_(explain_memory(history, history.trials()[static_cast<std::size_t>(ended->run.trial)]));
    else if (ended->run.trial == 0 && failed)
      say_(explain_failure(history, history.trials().front()));
    diverged = diverged || (failed && ended->outcome.cause == Cause::nan);
  }
  if (completed && history.trials().size() <= looked_at)
    for (const auto& message : without_effect(history, known_)) say_(message);
  if (diverged && !known_.contains("K110"))
    if (const auto message = explain_divergence(history); message && known_.insert("K110").second) say_(*message);
  return history.revision();
}

}  // namespace kilter::cli
