// SPDX-License-Identifier: MIT
// `kilter simulate`: what another scheduler would have saved and lost on the curves of a study.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kilter/analysis/ranking.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/simulated_study.hpp"
#include "kilter/cli/verbs.hpp"

namespace kilter::cli {
namespace {

/// `asha`, or `asha{"eta":4}`.
Plug plug_of(const std::string& text) {
  const auto brace = std::min(text.find('{'), text.size());
  return {text.substr(0, brace), brace < text.size() ? text.substr(brace) : "{}"};
}

/// "1,27" as two lengths.
void read_lengths(const std::string& text, Wish& wish) {
  const auto words = split(text, ',');
  const auto low = words.size() == 2 ? to_double(words[0]) : std::nullopt;
  const auto high = words.size() == 2 ? to_double(words[1]) : std::nullopt;
  if (!low || !high || !(*low > 0) || !(*high >= *low))
    throw Error(ErrorKind::usage, {}, fmt::format("--epochs wants two lengths, not \"{}\"", printable(text)),
                {"For example: --epochs 1,27"});
  wish.shortest = *low, wish.full = *high;
}

/// What the rule made of the recorded study.
struct Outlook {
  double recorded_steps = 0, steps = 0;
  int complete = 0, pruned = 0, paused = 0;
  std::optional<Scored> best;   ///< of the recorded trials
  std::optional<Scored> found;  ///< of those that the rule lets finish, by its recorded number
  std::size_t place = 0;        ///< of `found` in the recorded ranking, from 1
  const Trial* fate = nullptr;  ///< the simulated life of the best

  double saved() const { return recorded_steps > 0 ? 1 - steps / recorded_steps : 0; }
};

Outlook outlook(const History& history, const Simulated& simulated) {
  Outlook all;
  const Goal& goal = history.settings().goals.front();
  const auto& numbers = simulated.recorded;
  for (const TrialNumber number : numbers)
    all.recorded_steps += trained(history.trials()[static_cast<std::size_t>(number)]);
  for (const auto& trial : simulated.history.trials()) {
    all.steps += trained(trial);
    all.complete += trial.state() == TrialState::complete;
    all.pruned += trial.state() == TrialState::pruned;
    all.paused += trial.state() == TrialState::paused;
  }
  const auto ranked = ranking(history, goal, [&](const Trial& trial) {
    return std::binary_search(numbers.begin(), numbers.end(), trial.number);
  });
  if (ranked.empty()) return all;
  all.best = ranked.front();
  const auto best_at = std::lower_bound(numbers.begin(), numbers.end(), ranked.front().trial) - numbers.begin();
  if (static_cast<std::size_t>(best_at) < simulated.history.trials().size())
    all.fate = &simulated.history.trials()[static_cast<std::size_t>(best_at)];
  const auto finished = ranking(simulated.history, goal);
  if (finished.empty()) return all;
  all.found = Scored{numbers[static_cast<std::size_t>(finished.front().trial)], finished.front().value};
  const auto same =
      std::find_if(ranked.begin(), ranked.end(), [&](const Scored& one) { return one.trial == all.found->trial; });
  all.place = static_cast<std::size_t>(same - ranked.begin()) + 1;
  return all;
}

/// Why the rule ended that trial; empty where it did not, or where the sentence might count other trials than the
/// study.
std::string reason_of(const Trial& fate, const Simulated& simulated) {
  const auto& numbers = simulated.recorded;
  const bool same_numbers = numbers.back() + 1 == static_cast<TrialNumber>(numbers.size());
  if (!same_numbers) return {};
  for (const auto& part : fate.parts)
    if (part.verdict != Verdict::go_on) return part.decision;
  return {};
}

void print_json_of(const Options& options, const Opened& study, const Wish& wish, const Simulated& simulated,
                   const Outlook& all) {
  Json json{{"schema", "kilter/simulate/1"}, {"study", study.name}, {"scheduler", wish.scheduler.name}};
  json["options"] = Json::parse(wish.scheduler.options);
  const auto& budget = simulated.history.settings().budget;
  json["lengths"] = {budget.shortest, budget.full};
  json["trials"] = simulated.recorded.size();
  json["left_out"] = study.history.trials().size() - simulated.recorded.size();
  json["steps"] = all.steps, json["recorded_steps"] = all.recorded_steps, json["saved"] = all.saved();
  json["complete"] = all.complete, json["stopped"] = all.pruned, json["paused"] = all.paused;
  const auto scored = [](const std::optional<Scored>& one) {
    return one ? Json{{"trial", one->trial}, {"value", number_json(one->value)}} : Json();
  };
  json["best"] = scored(all.best), json["found"] = scored(all.found);
  json["place"] = all.found ? Json(all.place) : Json();
  print_json(json, {to_type(options, fmt::format("best {} --json", study.name))});
}

void print_words(const Options& options, const Opened& study, const Wish& wish, const Simulated& simulated,
                 const Outlook& all) {
  const auto count = simulated.recorded.size();
  const auto left_out = study.history.trials().size() - count;
  const auto& budget = simulated.history.settings().budget;
  say(options, "{} on the curves of {} · {} trials, lengths {} to {}", wish.scheduler.name, study.name, count,
      rounded(budget.shortest, 9), rounded(budget.full, 9));
  if (left_out > 0)
    say(options, "  {} of {} trials are left out: they did not run to their end, or reported no curve", left_out,
        study.history.trials().size());
  say(options, "  trained  {} steps instead of {}: {} % {}", rounded(all.steps, 9), rounded(all.recorded_steps, 9),
      rounded(100 * std::abs(all.saved()), 3), all.saved() < 0 ? "more" : "saved");
  say(options, "  trials   {} run to their end, {} stopped, {} left paused", all.complete, all.pruned, all.paused);
  const std::string metric = printable(study.settings().goals.front().metric);
  if (!all.best) return;
  if (!all.found) {
    say(options, "  lost     everything: no trial would have run to its end");
  } else if (all.found->trial == all.best->trial) {
    say(options, "  lost     nothing: the best, trial {} with {} {}, would have been found", all.best->trial, metric,
        rounded(all.best->value));
  } else {
    say(options, "  lost     {}: {} instead of {}; trial {} is number {} of {}, and the best, trial {}, was {}",
        rounded(std::abs(all.found->value - all.best->value)), rounded(all.found->value), rounded(all.best->value),
        all.found->trial, all.place, count, all.best->trial, all.fate ? to_text(all.fate->state()) : "never started");
    const std::string why = all.fate ? reason_of(*all.fate, simulated) : "";
    if (!why.empty()) say(options, "           {}", printable(why, 1000));
  }
}

}  // namespace

int verb_simulate(Options& options) {
  std::optional<std::string> scheduler, lengths;
  std::optional<int> jobs;
  options.option("--scheduler", scheduler, "NAME", "The rule, also with options: 'asha{\"promote\":true}' (asha)");
  options.option("--epochs", lengths, "SHORT,FULL", "Shortest and full length (the study's)");
  options.option("-j,--jobs", jobs, "N", "Simulated workers (1)");
  options.read(0, 1, "[STUDY]");
  Wish wish{.scheduler = plug_of(scheduler.value_or("asha"))};
  if (jobs && (*jobs < 1 || *jobs > 10'000))
    throw Error(ErrorKind::usage, {}, fmt::format("--jobs {} is not a number of workers", *jobs), {"Give 1 to 10000."});
  wish.jobs = jobs.value_or(1);
  if (lengths) read_lengths(*lengths, wish);
  const auto name = options.words().empty() ? std::nullopt : std::optional(options.words().front());
  const Opened study = open_study(options, name, Access::read);
  const Simulated simulated = simulate(study.history, wish);
  const Outlook all = outlook(study.history, simulated);
  if (options.manner().json)
    print_json_of(options, study, wish, simulated, all);
  else
    print_words(options, study, wish, simulated, all);
  return 0;
}

}  // namespace kilter::cli
