// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/analysis/progress.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/written.hpp"

namespace kilter::cli {
namespace {

/// Failed trials, to be started once more under their numbers.
std::vector<Fact> requeue_failed(const History& history) {
  std::vector<Fact> facts;
  for (const auto& trial : history.trials()) {
    if (trial.state() != TrialState::failed) continue;
    for (const auto& part : trial.parts)
      if (part.end && part.end->end == End::failed)
        facts.push_back(Requeued{{trial.number, part.index, part.attempt}, "asked for: resume --retry-failed"});
  }
  return facts;
}

void say_next(const Options& options, Opened& study) {
  const StudyState state = state_of(study.history, workers(study), SystemClock().wall());
  if (state == StudyState::running)
    say(options, "  it goes on at once: a worker is there");
  else if (state == StudyState::finished)
    say(options, "  nothing is left to do; more: {} --trials N", to_type(options, "run --name " + study.name));
  else
    say(options, "  nobody works on it now; go on: {}", what_next(options, study, state));
}

}  // namespace

int verb_pause(Options& options) {
  std::optional<std::string> why;
  options.option("--reason", why, "TEXT", "Kept with the study");
  options.read(0, 1, "[STUDY]");
  const auto& words = options.words();
  Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::write);
  const bool already = study.settings().paused;
  if (!already) change(study, why.value_or("paused by hand"), [](Settings& settings) { settings.paused = true; });
  const int running = counts(study.history).running;
  if (options.manner().json)
    print_json({{"schema", "kilter/pause/1"}, {"study", study.name}, {"already", already}, {"running", running}},
               next_commands(options, study));
  else
    say(options, "{} {}; nothing new starts{}\n  go on: {}", study.name, already ? "was paused already" : "is paused",
        running > 0 ? fmt::format(", {} running trials may end", running) : "",
        to_type(options, "resume " + study.name));
  return 0;
}

int verb_resume(Options& options) {
  bool retry_failed = false;
  options.flag("--retry-failed", retry_failed, "Start all failed trials once more");
  options.read(0, 1, "[STUDY]");
  const auto& words = options.words();
  Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::write);
  const bool was_paused = study.settings().paused;
  std::size_t requeued = 0;
  const auto failed = [&](const History& history) {
    auto facts = retry_failed ? requeue_failed(history) : std::vector<Fact>{};
    requeued = facts.size();
    return facts;
  };
  if (was_paused)
    change(study, "resumed", [](Settings& settings) { settings.paused = false; }, failed);
  else
    append(study, failed);
  if (options.manner().json) {
    print_json(
        {{"schema", "kilter/resume/1"}, {"study", study.name}, {"was_paused", was_paused}, {"requeued", requeued}},
        next_commands(options, study));
    return 0;
  }
  say(options, "{} {}", study.name, was_paused ? "is no longer paused" : "was not paused");
  if (retry_failed) say(options, "  {} failed trials wait to be tried again", requeued);
  say_next(options, study);
  return 0;
}

}  // namespace kilter::cli
