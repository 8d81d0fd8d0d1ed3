// SPDX-License-Identifier: MIT
#include "kilter/cli/run_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/analysis/words.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/crash_place.hpp"
#include "kilter/core/study.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/setup/plan.hpp"

namespace kilter::cli {
namespace {

std::string first_line(const std::string& text) {
  return printable(std::string_view(text).substr(0, text.find('\n')), 300);
}

/// The lines after the first, which are the program's own.
std::vector<std::string> own_lines(const std::string& text, std::size_t most) {
  std::vector<std::string> lines;
  const auto all = split(text, '\n');
  const std::size_t from = all.size() > most + 1 ? all.size() - most : 1;
  for (std::size_t i = from; i < all.size(); ++i) lines.push_back("  " + printable(all[i], 300));
  return lines;
}

std::string values_text(const History& history, const Trial& trial) {
  std::vector<std::string> words;
  for (const auto& goal : history.settings().goals)
    if (const auto value = value_of(trial, goal))
      words.push_back(fmt::format("{} {}", printable(goal.metric, 60), rounded(*value)));
  return join(words, ", ");
}

struct Sentence {
  const History& history;
  const Entry& entry;

  template <class Fact>
  std::optional<std::string> operator()(const Fact&) const {
    return {};
  }
  std::optional<std::string> operator()(const Decided& fact) const {
    const Part* part = trial_of(history, fact.run.trial).part(fact.run.part);
    const std::string step =
        part && !part->curve.steps.empty() ? " at step " + to_text(part->curve.steps.back()) : std::string();
    return fmt::format("trial {} {}{}: {}", fact.run.trial, fact.verdict == Verdict::pause ? "pauses" : "stops", step,
                       printable(fact.reason, 300));
  }
  std::optional<std::string> operator()(const Ended& fact) const {
    const Trial& trial = trial_of(history, fact.run.trial);
    const Part* part = trial.part(fact.run.part);
    const std::string took = part ? " after " + for_people(part->ended - part->started) : std::string();
    switch (fact.outcome.end) {
      case End::completed: {
        const auto top = best(history);
        const bool is_best = top && top->trial == fact.run.trial && history.trials().size() > 1;
        return fmt::format("trial {} complete{}: {}{}", fact.run.trial, took, values_text(history, trial),
                           is_best ? ", the best so far" : "");
      }
      case End::failed:
        return fmt::format("trial {} {} ({}): {}", fact.run.trial,
                           fact.outcome.cause == Cause::lost ? "lost" : "failed" + took, to_text(fact.outcome.cause),
                           first_line(fact.outcome.detail));
      case End::stopped:
      case End::paused: break;
    }
    return {};
  }
  std::optional<std::string> operator()(const Requeued& fact) const {
    return fmt::format("trial {} waits to be started again: {}", fact.run.trial, printable(fact.reason, 200));
  }
  std::optional<std::string> operator()(const Changed& fact) const {
    if (entry.revision == 1) return {};
    return "the study changed: " + first_line(fact.reason);
  }
};

Message missing_metric(const History& history, const Trial& trial, const std::string& detail) {
  const auto& study = history.settings().name;
  const Part& part = trial.parts.front();
  std::vector<std::string> seen;
  for (const auto& column : part.curve.columns) seen.push_back(column.metric);
  for (const auto& metric : part.end->values) seen.push_back(metric.name);
  // What it printed without knowing of the goals stands in the executor's own words.
  const auto listed = detail.find("Numbers seen: ");
  if (listed != detail.npos)
    for (const auto name : split(std::string_view(detail).substr(listed + 14), ','))
      if (const auto word = std::string(trim(name)); std::find(seen.begin(), seen.end(), word) == seen.end())
        seen.push_back(word);
  std::string metric;
  bool maximize = false;
  for (const auto& goal : history.settings().goals)
    if (std::find(seen.begin(), seen.end(), goal.metric) == seen.end()) {
      metric = goal.metric, maximize = goal.maximize;
      break;
    }
  if (metric.empty())
    for (const auto& limit : history.settings().limits)
      if (std::find(seen.begin(), seen.end(), limit.metric) == seen.end()) metric = limit.metric;
  Message message{Severity::error,
                  "K102",
                  fmt::format("trial {} ended without reporting \"{}\"", trial.number, printable(metric, 80)),
                  {}};
  const auto semicolon = detail.find("; ");
  if (semicolon != detail.npos) {
    const auto end = detail.find('\n', semicolon);
    std::string how = printable(detail.substr(semicolon + 2, end == detail.npos ? end : end - semicolon - 2), 300);
    if (!how.empty()) how[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(how[0])));
    message.advice.push_back(how + "." + (seen.empty() ? "" : " Numbers seen: " + join(seen, ", ") + "."));
  }
  const auto& goals = history.settings().goals;
  const bool is_goal = std::any_of(goals.begin(), goals.end(), [&](const Goal& goal) { return goal.metric == metric; });
  if (const auto meant = nearest(metric, seen); meant && is_goal)
    message.advice.push_back(fmt::format("Did you mean {}?    kilter run … --{} {} --name {}-2", *meant,
                                         maximize ? "maximize" : "minimize", *meant, study));
  message.advice.push_back(fmt::format("Or print this once per epoch:  {}=0.93            Log: kilter trial log {} {}",
                                       printable(metric, 80), study, trial.number));
  return message;
}

}  // namespace

std::optional<std::string> sentence(const History& history, const Entry& entry) {
  return std::visit(Sentence{history, entry}, entry.fact);
}

Message explain_failure(const History& history, const Trial& trial) {
  const Part& part = trial.parts.front();
  const Outcome& end = *part.end;
  const auto& study = history.settings().name;
  if (end.cause == Cause::no_value) return missing_metric(history, trial, end.detail);
  Message message{Severity::error,
                  {},
                  fmt::format("trial {} failed after {} ({}): {}", trial.number, for_people(part.ended - part.started),
                              to_text(end.cause), first_line(end.detail)),
                  {}};
  message.advice = own_lines(end.detail, 8);
  message.advice.push_back(
      fmt::format("The study goes on. All of its output: kilter trial log {} {}", study, trial.number));
  return message;
}

Message explain_writing(const History& history, const std::vector<std::string>& files, int jobs, const Manner& manner) {
  const std::string study =
      history.settings().name + (manner.home_from == "--home" ? " --home " + manner.home.string() : "");
  std::string shown = printable(files.front(), 200);
  if (files.size() > 1) shown += fmt::format(" and {} more file{}", files.size() - 1, files.size() > 2 ? "s" : "");
  return {Severity::error,
          "K123",
          fmt::format("trial 0 wrote {}; {} side by side would overwrite {}", shown, jobs,
                      files.size() > 1 ? "them" : "it"),
          {"Trial 0 counts, and a copy of what it wrote is in its folder. Nothing more has started.",
           fmt::format("Each trial in a folder of its own, this one linked in:  kilter run --name {} --workdir trial",
                       study),
           "Or say where the files go, if your program has an option for it:  -- ... --out '{trial.dir}'",
           fmt::format(
               "They do not disturb each other, or another program wrote them?  kilter run --name {} --workdir shared",
               study),
           "One after the other:  --jobs 1"}};
}

Message explain_pause(const History& history, const std::string& reason) {
  const auto& study = history.settings().name;
  if (!reason.starts_with("K111"))
    return {Severity::notice,
            {},
            fmt::format("study {} is paused{}", study, reason.empty() ? "" : ": " + first_line(reason)),
            {fmt::format("To go on: kilter resume {}", study)}};
  Message message{
      Severity::error, "K111", "the first 3 trials failed in the same way, so the study is paused (nothing lost)", {}};
  for (const auto& trial : history.trials()) {
    if (trial.parts.empty() || !trial.parts.front().end || trial.parts.front().end->end != End::failed) continue;
    const auto& detail = trial.parts.front().end->detail;
    auto lines = own_lines(detail, 3);
    if (lines.empty()) lines.push_back("  " + first_line(detail));
    const Program program = program_of(history.settings());
    if (const auto place = crash_place(detail, program.command.directory); !place.empty())
      lines.back() += fmt::format("        ({})", place);
    for (auto& line : lines) message.advice.push_back(std::move(line));
    if (!program.empty())
      message.advice.push_back(fmt::format("This is in your program, not in Kilter. Command used: {}  in: {}",
                                           printable(command_line(history, trial, "…"), 300),
                                           printable(program.command.directory.string(), 200)));
    break;
  }
  message.advice.push_back(fmt::format("Fix it, then: kilter resume {} --retry-failed", study));
  return message;
}

std::string best_line(const History& history) {
  const auto top = best(history);
  if (!top) return {};
  const Goal& goal = history.settings().goals.front();
  std::string text = fmt::format("trial {} · {}", top->trial, values_text(history, trial_of(history, top->trial)));
  if (top->trial == 0 && has_defaults(history)) return text + " · the defaults themselves";
  if (const auto over = gain(history, goal, top->value))
    text += fmt::format(" · {} {} than the defaults ({})", rounded(std::abs(over->better_by)),
                        over->better_by >= 0 ? "better" : "worse", rounded(over->defaults));
  return text;
}

std::string counts_line(const History& history) {
  const Counts c = counts(history);
  std::vector<std::string> words;
  const auto add = [&](int count, const char* name) {
    if (count > 0) words.push_back(fmt::format("{} {}", count, name));
  };
  add(c.complete, "complete");
  add(c.pruned, "stopped early");
  if (c.failed > 0) {
    std::map<std::string, int> causes;
    for (const auto& trial : history.trials())
      if (trial.state() == TrialState::failed)
        for (const auto& part : trial.parts)
          if (part.end && part.end->end == End::failed) ++causes[to_text(part.end->cause)];
    std::vector<std::string> named;
    for (const auto& [cause, count] : causes) named.push_back(fmt::format("{} {}", count, cause));
    words.push_back(fmt::format("{} failed ({})", c.failed, join(named, ", ")));
  }
  add(c.running, "running");
  add(c.waiting, "waiting");
  add(c.paused, "paused");
  return words.empty() ? "no trials yet" : join(words, ", ");
}

std::string command_line(const History& history, const Trial& trial, const std::string& folder) {
  const Program program = program_of(history.settings());
  if (program.empty()) return {};
  Job job;
  job.run.trial = trial.number;
  job.space = history.settings().space;
  job.params = trial.params;
  job.budget = history.settings().budget.full;
  job.seed = core::seed_of(history.settings(), trial, 0);
  const std::map<std::string, std::string> surroundings{{"trial.dir", folder},
                                                        {"params", folder + "/params.json"},
                                                        {"params.toml", folder + "/params.toml"},
                                                        {"gpus", ""},
                                                        {"instance", instance_name(program.command.instances, 0)}};
  return shell_quoted(CommandTemplate::of(program.command).expand(job, surroundings));
}

}  // namespace kilter::cli
