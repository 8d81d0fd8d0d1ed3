// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kilter/analysis/confirmation.hpp"
#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/analysis/words.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/best_by.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/table.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/executors/command_template.hpp"

namespace kilter::cli {
namespace {

Json trial_json(const Opened& study, const Trial& trial) {
  const auto& settings = study.settings();
  Json json{{"trial", trial.number},
            {"values", values_json(trial, settings.goals)},
            {"params", params_json(settings.space, trial.params)}};
  json["gain"] = gain_json(study.history, trial);
  const auto command = command_of(study, trial);
  json["command"] = command;
  json["command_line"] = shell_quoted(command);
  return json;
}

void print_as_json(const Options& options, Opened& study, const std::vector<TrialNumber>& chosen) {
  const auto& settings = study.settings();
  Json json{{"schema", "kilter/best/1"}, {"study", study.name}, {"goals", goals_json(settings.goals)}};
  if (settings.goals.size() == 1) json.update(trial_json(study, study.trial(chosen.front())));
  const auto sure = confirmed(study.history);
  json["confirmed"] =
      std::any_of(sure.begin(), sure.end(), [&](const Candidate& one) { return one.trial == chosen.front(); });
  json["defaults"] = has_defaults(study.history) ? values_json(study.trial(0), settings.goals) : Json(nullptr);
  if (settings.goals.size() > 1) {
    json["front"] = Json::array();
    for (const TrialNumber number : chosen) json["front"].push_back(trial_json(study, study.trial(number)));
  }
  auto next = next_commands(options, study);
  next.insert(next.begin(), to_type(options, fmt::format("trial show {} {} --json", study.name, chosen.front())));
  std::erase(next, to_type(options, "best " + study.name + " --json"));
  print_json(json, next);
}

/// `0.9412, +0.0232 over the defaults (0.918, trial 0)`
std::string gain_words(const History& history, const Goal& goal, const Scored& top) {
  if (top.trial == 0 && has_defaults(history)) return "the defaults (trial 0) are the best so far";
  const auto over = gain(history, goal, top.value);
  if (!over) return has_defaults(history) ? "the defaults (trial 0) have no value to compare with" : "";
  return fmt::format("{} over the defaults ({}, trial 0)", signed_words(over->better_by), rounded(over->defaults));
}

void print_one(const Options& options, const Opened& study, const Scored& top) {
  const auto& goal = study.settings().goals.front();
  const Trial& trial = study.trial(top.trial);
  const auto error = error_of(trial, goal);
  say(options, "{} · trial {} · {} {}{}", study.name, top.trial, goal.metric, rounded(top.value, 6),
      error ? fmt::format(" ± {} (standard error, from the program)", rounded(*error, 2)) : "");
  const std::string over = gain_words(study.history, goal, top);
  if (!over.empty()) say(options, "  {}", over);
  say(options, "  {}", describe(study.settings().space, trial.params));
  say(options, "  {}", trust_words(options, study, top.trial));
  if (const auto command = command_of(study, trial); !command.empty())
    fmt::print("  again:  {}\n", shell_quoted(command));
}

void print_front(const Options& options, const Opened& study, const std::vector<TrialNumber>& chosen) {
  const auto& settings = study.settings();
  say(options, "{} · {} · {} that no other beats in every goal", study.name, goals_words(settings.goals),
      chosen.size() == 1 ? "1 trial" : fmt::format("{} trials", chosen.size()));
  Table table;
  std::vector<std::string> head{"trial"};
  for (const auto& goal : settings.goals) head.push_back(goal.metric);
  head.emplace_back("settings");
  table.add(head);
  for (const TrialNumber number : chosen) {
    const Trial& trial = study.trial(number);
    std::vector<std::string> row{std::to_string(number)};
    for (const auto& goal : settings.goals) row.push_back(rounded(*value_of(trial, goal)));
    row.push_back(describe(settings.space, trial.params));
    table.add(row);
  }
  for (const auto& line : table.lines()) say(options, "  {}", line);
  say(options, "  one run each – not yet confirmed. A command to run one again: {}",
      to_type(options, fmt::format("trial show {} {}", study.name, chosen.front())));
}

/// Why there is no best yet, and what to type. Exit code 3 once the study is over.
[[noreturn]] void nothing_to_show(const Options& options, const Opened& study,
                                  const std::optional<std::string>& where) {
  const Counts c = counts(study.history);
  const auto& goals = study.settings().goals;
  const bool over = budget_spent(study.history, SystemClock().wall());
  std::vector<std::string> advice;
  if (const auto nearest = nearest_to_limits(study.history); nearest || where)
    throw Error(
        over ? ErrorKind::nothing_succeeded : ErrorKind::failure, {},
        nearest ? fmt::format("{}: {}", study.name, nearest_words(study.history))
                : fmt::format("no trial of {} with a value satisfies {}", study.name, printable(*where, 100)),
        {nearest ? "What it ran: " + to_type(options, fmt::format("trial show {} {}", study.name, nearest->trial))
                 : "All that count: " + to_type(options, "best " + study.name + " --top 10")});
  if (c.failed > 0)
    advice.push_back(fmt::format("What the programs printed: {}", to_type(options, "trial log " + study.name + " 0")));
  advice.push_back("How it stands: " + to_type(options, "status " + study.name));
  throw Error(over ? ErrorKind::nothing_succeeded : ErrorKind::failure, {},
              fmt::format("no trial of {} has run to its end with a value of {}{} ({} failed, {} stopped early, {} "
                          "running)",
                          study.name, goals.empty() ? "anything" : printable(goals.front().metric, 100),
                          over ? "" : " yet", c.failed, c.pruned, c.running),
              advice);
}

}  // namespace

int verb_best(Options& options) {
  Judging judging;
  std::optional<int> top_count;
  std::optional<std::string> where;
  judging.declare(options);
  options.option("--where", where, "CONDITION", "Only among trials for which it holds, as \"ms < 5\"");
  options.option("--top", top_count, "N", "So many of the best");
  options.read(0, 1, "[STUDY]");
  if (top_count && *top_count < 1) throw Error(ErrorKind::usage, "--top must be 1 or more");
  const auto& words = options.words();
  Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::read);
  const Accept accept = where ? condition(*where, study.history) : Accept{};
  if (judging.by || judging.from || judging.maximize || judging.minimize || top_count)
    return best_by(options, study, judging, top_count.value_or(judging.by ? 10 : 1), accept);
  const auto& goals = study.settings().goals;
  const bool several = goals.size() > 1;
  const auto top = several ? std::nullopt : best(study.history, accept);
  std::vector<TrialNumber> chosen;
  if (several)
    chosen = front(study.history, accept);
  else if (top)
    chosen.push_back(top->trial);
  if (chosen.empty()) nothing_to_show(options, study, where);
  if (options.manner().json)
    print_as_json(options, study, chosen);
  else if (several)
    print_front(options, study, chosen);
  else
    print_one(options, study, *top);
  return 0;
}

}  // namespace kilter::cli
