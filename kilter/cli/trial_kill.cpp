// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/written.hpp"

namespace kilter::cli {
namespace {

/// Asks a living worker to stop the run; ends at once what no process works on.
Fact stop(const RunId& run, Revision basis, const std::string& reason, bool process) {
  if (process) return Decided{run, Verdict::stop, basis, reason};
  return Ended{run, {End::stopped, Cause::none, {}, reason}};
}

[[noreturn]] void does_not_run(const Options& options, const Opened& study, const Trial& trial) {
  const TrialState state = trial.state();
  std::vector<std::string> advice;
  if (state == TrialState::waiting)
    advice.push_back("To hold back everything that waits: " + to_type(options, "pause " + study.name));
  throw Error(ErrorKind::failure, {},
              fmt::format("trial {} of {} does not run: it is {}", trial.number, study.name, to_text(state)), advice);
}

}  // namespace

int verb_trial_kill(Options& options) {
  std::optional<std::string> why;
  options.option("--reason", why, "TEXT", "Kept with the trial");
  options.read(1, 2, "[STUDY] TRIAL");
  const auto [name, rest] = study_and_rest(options, 1);
  Opened study = open_study(options, name, Access::write);
  const TrialNumber number = trial_number(rest.empty() ? "" : rest.front());
  const std::string reason = why.value_or("stopped by hand");
  study.trial(number);
  const Workers at_work = workers(study);
  append(study, [&](const History& history) {
    std::vector<Fact> facts;
    const Trial& trial = history.trials()[static_cast<std::size_t>(number)];
    for (const auto& part : trial.parts) {
      if (!part.running) continue;
      const bool process = !is_asked(part.worker) && !at_work.gone.contains(part.worker);
      facts.push_back(stop({number, part.index, part.attempt}, history.revision(), reason, process));
    }
    if (facts.empty()) does_not_run(options, study, trial);
    return facts;
  });
  const bool stopped = study.trial(number).state() != TrialState::running;
  if (options.manner().json)
    print_json({{"schema", "kilter/kill/1"}, {"study", study.name}, {"trial", number}, {"stopped", stopped}},
               next_commands(options, study));
  else if (stopped)
    say(options, "trial {} of {} is stopped", number, study.name);
  else
    say(options, "trial {} of {} is asked to stop; its program has its grace period to save what it needs", number,
        study.name);
  return 0;
}

}  // namespace kilter::cli
