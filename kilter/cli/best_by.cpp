// SPDX-License-Identifier: MIT
#include "kilter/cli/best_by.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kilter/analysis/words.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/table.hpp"
#include "kilter/executors/command_template.hpp"

namespace kilter::cli {
namespace {

/// The measure, then the study's goals that are not it.
std::vector<Goal> columns_of(const Goal& goal, const std::vector<Goal>& goals) {
  std::vector<Goal> columns;
  std::copy_if(goals.begin(), goals.end(), std::back_inserter(columns),
               [&](const Goal& other) { return other.metric != goal.metric; });
  return columns;
}

Json json_of(const Opened& study, const std::vector<Scored>& all, std::size_t shown) {
  Json list = Json::array();
  for (std::size_t i = 0; i < shown; ++i) {
    const Trial& trial = study.trial(all[i].trial);
    const auto command = command_of(study, trial);
    list.push_back({{"trial", trial.number},
                    {"value", number_json(all[i].value)},
                    {"values", values_json(trial, study.settings().goals)},
                    {"params", params_json(study.settings().space, trial.params)},
                    {"command", command},
                    {"command_line", shell_quoted(command)}});
  }
  return list;
}

}  // namespace

int best_by(const Options& options, const Opened& study, const Judging& judging, int top, const Accept& accept) {
  const auto& goals = study.settings().goals;
  if (!judging.by && goals.empty())
    throw Error(ErrorKind::usage, {}, fmt::format("study {} has no goal yet", study.name),
                {"Name a metric: --by val_acc. Recorded are: " + join(recorded_metrics(study.history), ", ")});
  const Measure measure = Measure::parse(judging.by.value_or(goals.empty() ? "" : goals.front().metric), study.history);
  const Goal goal = goal_of(measure, judging, study.history);
  const auto all = ranking(study.history, measure, goal, accept);
  if (all.empty())
    throw Error(ErrorKind::nothing_succeeded, {},
                fmt::format("no trial of {} that ran to its end {}has a value of {}", study.name,
                            accept ? "and satisfies the condition " : "", printable(goal.metric, 100)),
                {"How it stands: " + to_type(options, "status " + study.name)});
  const std::size_t shown = std::min(all.size(), static_cast<std::size_t>(top));
  if (options.manner().json) {
    print_json({{"schema", "kilter/best-by/1"},
                {"study", study.name},
                {"by", goal.metric},
                {"direction", goal.maximize ? "maximize" : "minimize"},
                {"compared", all.size()},
                {"trials", json_of(study, all, shown)}},
               {to_type(options, fmt::format("trial show {} {} --json", study.name, all.front().trial))});
    return 0;
  }
  say(options, "{} · by {} ({}) · the best {} of {} trials; nothing was run again", study.name, goal.metric,
      goal.maximize ? "more is better" : "less is better", shown, all.size());
  const auto others = columns_of(goal, goals);
  Table table;
  std::vector<std::string> head{"trial", goal.metric};
  for (const auto& other : others) head.push_back(other.metric);
  head.emplace_back("settings");
  table.add(head);
  for (std::size_t i = 0; i < shown; ++i) {
    const Trial& trial = study.trial(all[i].trial);
    std::vector<std::string> row{std::to_string(trial.number), rounded(all[i].value)};
    for (const auto& other : others) {
      const auto value = value_of(trial, other);
      row.push_back(value ? rounded(*value) : "–");
    }
    row.push_back(describe(study.settings().space, trial.params));
    table.add(row);
  }
  for (const auto& line : table.lines()) say(options, "  {}", line);
  if (const auto command = command_of(study, study.trial(all.front().trial)); !command.empty())
    fmt::print("  again:  {}\n", shell_quoted(command));
  return 0;
}

}  // namespace kilter::cli
