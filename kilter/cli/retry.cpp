// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/written.hpp"

namespace kilter::cli {
namespace {

constexpr const char* by_hand = "asked for: kilter retry";

/// The facts after which this part waits again. A run that somebody asked for and never told of is ended first.
std::vector<Fact> again(TrialNumber trial, const Part& part) {
  const RunId run{trial, part.index, part.attempt};
  std::vector<Fact> facts;
  if (part.running) facts.push_back(Ended{run, {End::failed, Cause::lost, {}, "asked for and never told of"}});
  facts.push_back(Requeued{run, by_hand});
  return facts;
}

[[noreturn]] void cannot(const Options& options, const Opened& study, const Trial& trial) {
  const TrialState state = trial.state();
  std::vector<std::string> advice;
  if (state == TrialState::complete)
    advice.push_back(fmt::format("To run the same settings once more under a new number: {}",
                                 to_type(options, fmt::format("trial add {} --like {}", study.name, trial.number))));
  if (state == TrialState::running)
    advice.push_back(fmt::format("To stop it first: {}",
                                 to_type(options, fmt::format("trial kill {} {}", study.name, trial.number))));
  throw Error(ErrorKind::failure, {},
              fmt::format("trial {} of {} is {} and stays so", trial.number, study.name, to_text(state)), advice);
}

std::vector<Fact> retry_one(const Trial& trial) {
  std::vector<Fact> facts;
  const bool ended = trial.state() == TrialState::failed || trial.state() == TrialState::pruned;
  for (const auto& part : trial.parts) {
    const bool left_off = ended && part.end && part.end->end != End::completed;
    if (left_off || (part.running && is_asked(part.worker)))
      for (auto& fact : again(trial.number, part)) facts.push_back(std::move(fact));
  }
  return facts;
}

}  // namespace

int verb_retry(Options& options) {
  bool failed = false;
  options.flag("--failed", failed, "All failed trials");
  options.read(0, 1000, "[STUDY] TRIAL ..., or [STUDY] --failed");
  const auto [name, rest] = study_and_rest(options, failed ? 0 : 1);
  if (failed != rest.empty())
    throw Error(ErrorKind::usage, {}, failed ? "--failed leaves no trial to name" : "which trial shall be tried again?",
                {"For example: kilter retry k1 12, or kilter retry k1 --failed"});
  Opened study = open_study(options, name, Access::write);
  std::set<TrialNumber> wanted;
  for (const auto& word : rest) wanted.insert(study.trial(trial_number(word)).number);
  std::vector<TrialNumber> retried;
  append(study, [&](const History& history) {
    std::vector<Fact> facts;
    retried.clear();
    for (const auto& trial : history.trials()) {
      if (failed ? trial.state() != TrialState::failed : !wanted.contains(trial.number)) continue;
      auto some = retry_one(trial);
      if (some.empty()) cannot(options, study, trial);
      retried.push_back(trial.number);
      for (auto& fact : some) facts.push_back(std::move(fact));
    }
    return facts;
  });
  if (options.manner().json) {
    print_json({{"schema", "kilter/retry/1"}, {"study", study.name}, {"trials", retried}},
               next_commands(options, study));
    return 0;
  }
  if (retried.empty()) {
    say(options, "no trial of {} has failed", study.name);
    return 0;
  }
  std::vector<std::string> numbers;
  for (const TrialNumber number : retried) numbers.push_back(std::to_string(number));
  say(options, "{} of {} wait to be tried again: {}",
      retried.size() == 1 ? "1 trial" : fmt::format("{} trials", retried.size()), study.name, join(numbers, ", "));
  const StudyState state = state_of(study.history, workers(study), SystemClock().wall());
  if (const auto next = what_next(options, study, state); !next.empty()) say(options, "  next: {}", next);
  return 0;
}

}  // namespace kilter::cli
