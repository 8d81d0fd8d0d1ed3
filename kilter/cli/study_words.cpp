// SPDX-License-Identifier: MIT
#include "kilter/cli/study_words.hpp"

#include <fmt/format.h>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/analysis/repeats.hpp"
#include "kilter/analysis/words.hpp"
#include "kilter/base/text.hpp"
#include "kilter/core/study.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/executors/run_files.hpp"
#include "kilter/setup/program.hpp"

namespace kilter::cli {
namespace {

constexpr std::size_t shown_of_front = 5;

std::string values_words(const Trial& trial, const std::vector<Goal>& goals) {
  std::vector<std::string> parts;
  for (const auto& goal : goals) {
    const auto value = value_of(trial, goal);
    parts.push_back(fmt::format("{} {}", goal.metric, value ? rounded(*value) : "–"));
  }
  return join(parts, "   ");
}

}  // namespace

const char* state_words(StudyState state) {
  static constexpr const char* names[] = {"running", "paused", "finished", "idle"};
  return names[static_cast<int>(state)];
}

StudyState state_of(const History& history, const Workers& workers, WallTime now) {
  if (history.settings().paused) return StudyState::paused;
  if (!workers.alive.empty()) return StudyState::running;
  return budget_spent(history, now) ? StudyState::finished : StudyState::idle;
}

std::string goals_words(const std::vector<Goal>& goals) {
  std::vector<std::string> parts;
  for (const auto& goal : goals) parts.push_back((goal.maximize ? "maximize " : "minimize ") + printable(goal.metric));
  return join(parts, ", ");
}

std::string signed_words(double difference) {
  const std::string text = rounded(difference, 3);
  return difference >= 0 ? "+" + text : text;
}

std::vector<std::string> best_lines(const History& history) {
  const auto& goals = history.settings().goals;
  std::vector<std::string> lines;
  if (goals.size() > 1) {
    const auto all = front(history);
    for (std::size_t i = 0; i < std::min(all.size(), shown_of_front); ++i)
      lines.push_back(fmt::format("trial {}: {}", all[i], values_words(trial_of(history, all[i]), goals)));
    if (all.size() > shown_of_front) lines.push_back(fmt::format("and {} more", all.size() - shown_of_front));
  } else if (const auto top = best(history)) {
    const Trial& trial = trial_of(history, top->trial);
    std::string line = fmt::format("{} {}, trial {}", goals.front().metric, rounded(top->value), top->trial);
    if (const auto over = gain(history, goals.front(), top->value); over && top->trial != 0)
      line += fmt::format(", {} over the defaults", signed_words(over->better_by));
    lines.push_back(line + ": " + describe_changes(history, trial));
  }
  if (lines.empty())
    if (const auto words = nearest_words(history); !words.empty()) lines.push_back(words);
  return lines;
}

std::string nearest_words(const History& history) {
  const auto nearest = nearest_to_limits(history);
  if (!nearest) return {};
  return fmt::format("no trial keeps all limits; the nearest is trial {}, with {} {} where {} {} is asked for",
                     nearest->trial, printable(nearest->limit.metric, 80), rounded(nearest->measured),
                     nearest->limit.at_least ? "at least" : "at most", rounded(nearest->limit.bound));
}

std::string what_next(const Options& options, const Opened& study, StudyState state) {
  switch (state) {
    case StudyState::running: return {};
    case StudyState::paused: return to_type(options, "resume " + study.name);
    case StudyState::finished: return to_type(options, "best " + study.name);
    case StudyState::idle: return to_type(options, "run --name " + study.name);
  }
  return {};
}

std::string trust_words(const Options& options, const Opened& study, TrialNumber trial) {
  const Candidate one = candidates(study.history, {trial}).front();
  if (one.repeats_itself())
    return "other seeds give this very value: no chance in it, or the program ignores its seed  (kilter help K125)";
  if (one.fresh.size() >= 2)
    return fmt::format("confirmed by {} fresh seeds: {} ± {}; it was picked for {}", one.fresh.size(),
                       rounded(one.mean(), 6), rounded(one.deviation(), 2), rounded(one.picked, 6));
  return fmt::format("one run – not yet confirmed: the best of {} is partly luck  ({})", counts(study.history).complete,
                     to_type(options, "confirm " + study.name));
}

std::vector<std::string> next_commands(const Options& options, Opened& study) {
  const StudyState state = state_of(study.history, workers(study), SystemClock().wall());
  const std::string& name = study.name;
  std::vector<std::string> words;
  switch (state) {
    case StudyState::running: words = {"wait " + name + " --timeout 5m", "status " + name}; break;
    case StudyState::paused: words = {"resume " + name}; break;
    case StudyState::idle: words = {"run --detach --name " + name}; break;
    case StudyState::finished: words = {"best " + name, "export " + name}; break;
  }
  if (state != StudyState::finished && best(study.history)) words.push_back("best " + name);
  if (const auto budget = study.settings().budget.trials; budget && state == StudyState::finished)
    words.push_back(fmt::format("run --detach --name {} --trials {}", name, *budget + 10));
  std::vector<std::string> commands;
  for (const auto& text : words) commands.push_back(to_type(options, text + " --json"));
  return commands;
}

std::vector<std::string> command_of(const Opened& study, const Trial& trial) {
  const Program program = program_from_json(study.settings().job);
  if (program.empty() || !trial.proposed) return {};
  const Part first{};
  const Part& part = trial.parts.empty() ? first : trial.parts.front();
  const RunId run{trial.number, part.index, part.attempt};
  const RunFiles files = run_files(std::filesystem::absolute(study.place.folder), run);
  const Job job{.run = run,
                .space = study.settings().space,
                .params = trial.params,
                .budget = part.budget,
                .from_step = part.from_step,
                .seed = core::seed_of(study.settings(), trial, part.index),
                .from = trial.from};
  return CommandTemplate::of(program.command)
      .expand(job, {{"trial.dir", files.directory.string()},
                    {"params", files.params.string()},
                    {"instance", instance_name(program.command.instances, part.index)}});
}

}  // namespace kilter::cli
