// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/analysis/measure.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/best_by.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/written.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/setup/goals.hpp"

namespace kilter::cli {
namespace {

/// The one goal that was typed; its metric must be a recorded one.
Goal new_goal(const History& history, const std::optional<std::string>& maximize,
              const std::optional<std::string>& minimize, const std::optional<std::string>& from) {
  if (maximize.has_value() == minimize.has_value())
    throw Error(ErrorKind::usage, {}, "by what shall the trials be ranked?",
                {"Say --maximize METRIC or --minimize METRIC."});
  const std::string& metric = maximize ? *maximize : *minimize;
  const Measure measure = Measure::parse(metric, history);
  if (measure.names().front() != metric)
    throw Error(ErrorKind::usage, {},
                fmt::format("the goal of a study is one metric, and \"{}\" is an expression", printable(metric, 100)),
                {fmt::format("To choose by it without changing the study: kilter best --by {}", shell_quoted({metric})),
                 "To search by it, let the program print it under a name."});
  Goal goal{.metric = metric, .maximize = maximize.has_value()};
  if (from) read_summary(*from, goal);
  return goal;
}

}  // namespace

int verb_study_rerank(Options& options) {
  std::optional<std::string> maximize, minimize, from;
  options.option("--maximize", maximize, "METRIC", "The metric of which more is better from now on");
  options.option("--minimize", minimize, "METRIC", "The metric of which less is better from now on");
  options.option("--from", from, "HOW", "How a curve becomes a value: last, best, mean_last(5)");
  options.read(0, 1, "[STUDY]");
  const auto& words = options.words();
  Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::write);
  const Goal goal = new_goal(study.history, maximize, minimize, from);
  const std::string before = goals_words(study.settings().goals);
  change(study, fmt::format("rerank: {} → {}", before, goals_words({goal})),
         [&](Settings& settings) { settings.goals = {goal}; });
  if (options.manner().json) {
    const auto top = best(study.history);
    print_json({{"schema", "kilter/rerank/1"},
                {"study", study.name},
                {"before", before},
                {"goals", goals_json(study.settings().goals)},
                {"best_trial", top ? Json(top->trial) : Json(nullptr)}},
               next_commands(options, study));
    return 0;
  }
  say(options, "{} is after {} now (before: {}); nothing was run again, and new trials are proposed by it", study.name,
      goals_words({goal}), before);
  return best_by(options, study, {}, 5);
}

}  // namespace kilter::cli
