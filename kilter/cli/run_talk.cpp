// SPDX-License-Identifier: MIT
#include "kilter/cli/run_talk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/analysis/words.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/curve_pair.hpp"
#include "kilter/cli/run_words.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/setup/units.hpp"

namespace kilter::cli {
namespace {

/// --home where it was typed, since the next command needs it too.
std::string home_words(const Manner& manner) {
  return manner.home_from == "--home" ? " --home " + manner.home.string() : "";
}

std::string budget_text(const JoinedStudy& joined) {
  const Budget& budget = joined.settings.budget;
  std::vector<std::string> limits;
  if (budget.trials)
    limits.push_back(
        fmt::format("{} trial{}{}", *budget.trials, *budget.trials == 1 ? "" : "s",
                    joined.plan.trials_why.empty()
                        ? ""
                        : fmt::format(" ({}; change: --trials {})", joined.plan.trials_why, *budget.trials * 2)));
  if (budget.hours) limits.push_back(fmt::format("{} hours of work", rounded(*budget.hours)));
  if (budget.until) limits.push_back("until " + local_time_text(*budget.until, WallTime{}));
  return limits.empty() ? "until you stop it" : join(limits, " or ");
}

std::string methods(const JoinedStudy& joined) {
  std::string text = joined.settings.sampler.name;
  if (joined.settings.scheduler.name != "none") text += " + " + joined.settings.scheduler.name;
  if (!joined.plan.scheduler_why.empty()) text += fmt::format(" ({})", joined.plan.scheduler_why);
  return text;
}

/// Declared defaults are the user's; without them trial 0 stands in the middle of the ranges.
std::string first_trial_text(const History& history) {
  const auto& parameters = history.settings().space.parameters();
  const bool declared =
      std::any_of(parameters.begin(), parameters.end(), [](const Parameter& p) { return p.fallback.has_value(); });
  return declared
             ? "Trial 0 runs your defaults; the expected end is told after it."
             : "Trial 0 runs the middle of each range (your own defaults: {lr:log(1e-4,1)=0.01}); the expected end is "
               "told after it.";
}

std::string head(core::Finish finish, const Settings& settings) {
  switch (finish) {
    case core::Finish::budget_spent: return "Done";
    case core::Finish::exhausted: return "Done, every combination has been tried";
    case core::Finish::out_of_time:
      return settings.budget.until ? "Done, the time is over" : "Done, the hours are used up";
    case core::Finish::paused: return "Paused";
    case core::Finish::interrupted: return "Stopped by you; nothing is lost";
  }
  return {};
}

}  // namespace

Jobs choose_jobs(const Wishes& wishes, const Settings& settings, const Cores& cores) {
  if (wishes.jobs) return {*wishes.jobs, "as you said"};
  if (const auto set = program_of(settings).jobs) return {*set, "as kilter set said"};
  return {cores.count, cores.why + "; change: --jobs"};
}

std::vector<std::string> opening(const JoinedStudy& joined, const History& history, const Jobs& jobs) {
  std::vector<std::string> lines;
  const auto& name = joined.settings.name;
  const std::string folder = joined.place.folder.string();
  if (joined.created) {
    lines.push_back(fmt::format("Study {}: {}, {} at a time ({}), {}.", name, budget_text(joined), jobs.count, jobs.why,
                                methods(joined)));
    lines.push_back(fmt::format("Everything is saved in {}. Ctrl-C ends early and keeps it.", folder));
    if (has_defaults(history)) lines.push_back(first_trial_text(history));
    return lines;
  }
  const auto left = trials_left(history);
  lines.push_back(fmt::format("Study {} in {} goes on: {} trials have ended{}, {} at a time ({}).", name, folder,
                              counts(history).ended(), left ? fmt::format(", {} are left", *left) : "", jobs.count,
                              jobs.why));
  if (const auto best = best_line(history); !best.empty()) lines.push_back("Best so far: " + best);
  if (!joined.differences.empty()) lines.push_back("Changed and recorded: " + join(joined.differences, "; "));
  return lines;
}

std::vector<std::string> space_advice(const History& history, const JoinedStudy& joined) {
  const Space& space = history.settings().space;
  std::vector<std::string> fits;
  std::string without_was;
  for (const auto& line : joined.space) {
    if (line.size() < 3 || (line[0] != '+' && line[0] != '~')) continue;
    const auto index = space.find(line.substr(2, line.find(':') - 2));
    if (!index) continue;
    const Parameter& parameter = space[*index];
    int fit = 0;
    for (const auto& trial : history.trials()) {
      const bool ended = trial.state() != TrialState::running && trial.state() != TrialState::waiting;
      const double code = *index < trial.params.size() ? trial.params[*index] : std::nan("");
      const bool number = parameter.kind == Kind::real || parameter.kind == Kind::integer;
      const bool inside = !number || (code >= parameter.low && code <= parameter.high) || code == parameter.beside;
      fit += ended && !std::isnan(code) && inside ? 1 : 0;
    }
    fits.push_back(fmt::format("{} for {}", fit, parameter.name));
    if (line[0] == '+' && !parameter.was) without_was = parameter.name;
  }
  std::vector<std::string> advice{
      fmt::format("{} ended trials stay and are used where they fit{}. See: kilter space diff {}",
                  counts(history).ended(), fits.empty() ? "" : " (" + join(fits, ", ") + ")", history.settings().name)};
  if (!without_was.empty() && counts(history).ended() > 0)
    advice.push_back(
        fmt::format("A new parameter needs the value that old trials had without saying it, in the study file:  "
                    "{} = {{ ..., was = 0 }}",
                    without_was));
  return advice;
}

std::string pause_reason(const History& history) {
  const auto* changed = std::get_if<Changed>(&history.entry(history.settings_revision()).fact);
  return changed ? changed->reason : std::string();
}

std::string nothing_left(const History& history, WallTime now) {
  const auto& settings = history.settings();
  if (trials_left(history) == 0)
    return counts(history).ended() > *settings.budget.trials
               ? fmt::format("Nothing is left to do: {} trials of study {} have ended, and its budget is {}.",
                             counts(history).ended(), settings.name, *settings.budget.trials)
               : fmt::format("Nothing is left to do: all {} trials of study {} have ended.", *settings.budget.trials,
                             settings.name);
  if (settings.budget.until && now >= *settings.budget.until)
    return fmt::format("Nothing is left to do: the time of study {} was over at {}.", settings.name,
                       local_time_text(*settings.budget.until, now));
  return fmt::format("Nothing is left to do: the {} hours of study {} are used up.",
                     rounded(settings.budget.hours.value_or(0)), settings.name);
}

std::string going_on(const History& history, core::Finish finish, const Manner& manner) {
  const auto& settings = history.settings();
  const std::string name = fmt::format("{}{}", settings.name, home_words(manner));
  switch (finish) {
    case core::Finish::interrupted: return fmt::format("kilter run --name {}", name);
    case core::Finish::paused:
      return fmt::format("kilter resume {}{}", name,
                         pause_reason(history).starts_with("K111") ? " --retry-failed" : "");
    case core::Finish::exhausted: return fmt::format("kilter best {}", name);
    case core::Finish::out_of_time:
      return settings.budget.hours
                 ? fmt::format("kilter run --name {} --hours {}", name, rounded(*settings.budget.hours * 2))
                 : fmt::format("kilter run --name {} --until 08:00", name);
    case core::Finish::budget_spent: break;
  }
  return fmt::format("kilter run --name {} --trials {}", name, history.next() + std::max(10, history.next() / 3));
}

std::vector<std::string> closing(const History& history, core::Finish finish, const StudyPlace& place,
                                 const Manner& manner, std::chrono::milliseconds took) {
  const auto& settings = history.settings();
  const auto total = history.trials().size();
  std::vector<std::string> lines{fmt::format("{}: {} trial{} of study {}, {}; {} now, {} of work in all",
                                             head(finish, settings), total, total == 1 ? "" : "s", settings.name,
                                             counts_line(history), for_people(took), for_people(history.worked()))};
  const auto top = best(history);
  if (top) {
    const Trial& trial = history.trials()[static_cast<std::size_t>(top->trial)];
    lines.push_back("Best:    " + best_line(history));
    lines.push_back("         " + describe(settings.space, trial.params));
    const auto command = command_line(history, trial, std::filesystem::absolute(place.trial(top->trial)).string());
    if (!command.empty()) lines.push_back("Again:   " + printable(command, 2000));
    lines.push_back(
        fmt::format("Look:    kilter best {0}{1}     kilter export {0}{1} --csv", settings.name, home_words(manner)));
  }
  for (const auto& finding : findings_of_best(history)) lines.push_back("Curves:  " + finding.text());
  if (const auto nearest = nearest_words(history); !nearest.empty()) lines.push_back("Nearest: " + nearest);
  lines.push_back("Go on:   " + going_on(history, finish, manner));
  return lines;
}

int exit_code(const History& history, core::Finish finish) {
  if (finish == core::Finish::interrupted) return 130;
  if (!best(history)) return static_cast<int>(ErrorKind::nothing_succeeded);
  return finish == core::Finish::paused ? static_cast<int>(ErrorKind::failure) : 0;
}

}  // namespace kilter::cli
