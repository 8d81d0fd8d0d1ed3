// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/analysis/words.hpp"
#include "kilter/base/error.hpp"
#include "kilter/cli/given.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/written.hpp"

namespace kilter::cli {
namespace {

/// Whether the trial budget must be raised for one trial more.
bool budget_full(const History& history) {
  const auto& trials = history.settings().budget.trials;
  return trials && history.next() >= *trials;
}

/// Writes the trial, with a larger budget where it needs one; returns its number.
TrialNumber add(Opened& study, Added added, const std::optional<std::string>& why) {
  const auto facts = [&](const History& history) {
    added.trial = history.next();
    return std::vector<Fact>{added};
  };
  if (!why && !budget_full(study.history) && append(study, [&](const History& history) {
        return budget_full(history) ? std::vector<Fact>{} : facts(history);
      }))
    return added.trial;
  const auto one_more = [&](Settings& settings) {
    const int needed = study.history.next() + 1;
    if (settings.budget.trials) settings.budget.trials = std::max(*settings.budget.trials, needed);
  };
  change(study, why ? "a trial added by hand: " + *why : "one trial more, added by hand", one_more, facts);
  return added.trial;
}

}  // namespace

int verb_trial_add(Options& options) {
  std::optional<int> like;
  options.option("--like", like, "TRIAL", "Start from the settings of this trial; NAME=VALUE changes some");
  std::optional<std::string> why;
  options.option("--reason", why, "TEXT", "Kept with the study");
  options.read(0, 1000, "[STUDY] NAME=VALUE ...");
  const auto [name, words] = study_and_rest(options, like ? 0 : 1);
  Opened study = open_study(options, name, Access::write);
  if (words.empty() && !like)
    throw Error(ErrorKind::usage, {}, "which settings shall the trial have?",
                {fmt::format("For example: {}", to_type(options, "trial add " + study.name + " lr=0.01")),
                 "What you leave out the sampler proposes."});
  const Space& space = study.settings().space;
  Added added;
  Params given;
  if (like) {
    given = study.trial(*like).params;
    if (words.empty()) added.repeats = *like;
  }
  given = with_words(space, std::move(given), words);
  added.given = space.write(given);
  const auto budget_before = study.settings().budget.trials;
  const TrialNumber number = add(study, added, why);
  const auto budget = study.settings().budget.trials;
  if (options.manner().json) {
    print_json({{"schema", "kilter/add/1"},
                {"study", study.name},
                {"trial", number},
                {"given", params_json(space, given)},
                {"budget_trials", budget ? Json(*budget) : Json(nullptr)}},
               next_commands(options, study));
    return 0;
  }
  say(options, "trial {} of {} waits: {}", number, study.name, describe(space, given));
  if (budget != budget_before) say(options, "  the study now has {} trials", *budget);
  const StudyState state = state_of(study.history, workers(study), SystemClock().wall());
  if (const auto next = what_next(options, study, state); !next.empty()) say(options, "  next: {}", next);
  return 0;
}

}  // namespace kilter::cli
