// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "kilter/analysis/ranking.hpp"
#include "kilter/analysis/words.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/screen_text.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/core/wire.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/executors/run_files.hpp"
#include "kilter/setup/code_state.hpp"

namespace kilter::cli {
namespace {

constexpr std::size_t picture_width = 40;

void line(const Options& options, const char* name, const std::string& text) {
  if (!text.empty()) say(options, "  {:<10}{}", name, text);
}

std::string curve_words(const std::vector<double>& values, bool unicode) {
  std::vector<double> seen;
  for (const double v : values)
    if (!std::isnan(v)) seen.push_back(v);
  if (seen.empty()) return {};
  if (seen.size() == 1) return rounded(seen.front());
  const std::string text = fmt::format("{} … {}", rounded(seen.front()), rounded(seen.back()));
  return seen.size() < 3 ? text : text + "  " + curve(seen, picture_width, unicode);
}

void print_values(const Options& options, const Opened& study, const Trial& trial) {
  for (const auto& goal : study.settings().goals) {
    const auto value = value_of(trial, goal);
    if (!value) continue;
    std::string text = fmt::format("{} {}", printable(goal.metric), rounded(*value, 6));
    const bool comparable = trial.number != 0 && trial.state() == TrialState::complete;
    if (const auto over = gain(study.history, goal, *value); over && comparable)
      text += fmt::format(", {} against the defaults ({})", signed_words(over->better_by), rounded(over->defaults));
    line(options, "value", text);
  }
}

std::string code_words(const Code& code) {
  std::vector<std::string> words;
  if (!code.commit.empty())
    words.push_back("commit " + printable(code.commit.substr(0, 10), 50) + (code.dirty ? ", changed since" : ""));
  for (const auto& [file, hash] : code.files) words.push_back(printable(file, 200) + " " + printable(hash, 50));
  return join(words, "; ");
}

void print_note(const Options& options, const std::string& key, const std::string& text) {
  if (const auto code = key == "code" ? code_from_json(text) : std::nullopt) {
    line(options, "code", code_words(*code));
    return;
  }
  const char* name = "note";
  for (const auto words : split(trim(text), '\n')) {
    line(options, name, printable(key, 100) + ": " + printable(words, 500));
    name = "";
  }
}

void print_part(const Options& options, const Trial& trial, const Part& part) {
  if (trial.parts.size() > 1) say(options, "  part {}", part.index);
  line(options, "started",
       fmt::format("{} by {}{}", to_text(part.started), printable(part.worker, 100),
                   part.attempt > 0 ? fmt::format(", attempt {}", part.attempt) : ""));
  line(options, "because", printable(part.reason, 1000));
  if (part.end) {
    const std::string cause = part.end->cause == Cause::none ? "" : std::string(": ") + to_text(part.end->cause);
    line(options, "ended",
         fmt::format("{}, {} after {}{}", to_text(part.ended), to_text(part.end->end),
                     for_people(part.ended - part.started), cause));
  }
  line(options, "decision", printable(part.decision, 1000));
  const std::string detail = part.end ? part.end->detail : "";
  const char* name = "program";
  for (const auto words : split(trim(detail), '\n')) {
    line(options, name, printable(words, 500));
    name = "";
  }
  if (!part.curve.steps.empty())
    line(options, "reports",
         fmt::format("{}, the last at step {}", part.curve.steps.size(), rounded(part.curve.steps.back(), 9)));
  for (const auto& column : part.curve.columns)
    say(options, "    {}  {}", printable(column.metric, 100), curve_words(column.values, options.manner().unicode));
  for (const auto& [key, text] : part.notes) print_note(options, key, text);
}

void print_as_text(const Options& options, const Opened& study, const Trial& trial) {
  say(options, "trial {} of {} · {}", trial.number, study.name, to_text(trial.state()));
  print_values(options, study, trial);
  line(options, "settings", describe(study.settings().space, trial.params));
  if (trial.number != 0 && trial.proposed && has_defaults(study.history))
    line(options, "changed", describe_changes(study.history, trial));
  if (trial.proposed)
    line(options, "proposed", fmt::format("by {}: {}", printable(trial.by, 100), printable(trial.reason, 1000)));
  if (trial.repeats) line(options, "repeats", fmt::format("trial {}", *trial.repeats));
  if (trial.from)
    line(options, "from", fmt::format("step {} of trial {}", rounded(trial.from->step, 9), trial.from->trial));
  for (const auto& part : trial.parts) print_part(options, trial, part);
  const auto command = command_of(study, trial);
  if (command.empty()) return;
  line(options, "command", shell_quoted(command));
  const RunId run{trial.number, trial.parts.empty() ? 0 : trial.parts.front().index, 0};
  line(options, "files", printable(run_files(study.place.folder, run).directory.string()));
  if (!trial.parts.empty())
    line(options, "output", to_type(options, fmt::format("trial log {} {}", study.name, trial.number)));
}

}  // namespace

int verb_trial_show(Options& options) {
  options.read(1, 2, "[STUDY] TRIAL");
  const auto [name, rest] = study_and_rest(options, 1);
  const Opened study = open_study(options, name, Access::read);
  const Trial& trial = study.trial(trial_number(rest.empty() ? "" : rest.front()));
  if (!options.manner().json) {
    print_as_text(options, study, trial);
    return 0;
  }
  Json json{{"schema", "kilter/trial/1"}, {"study", study.name}};
  json.update(Json::parse(to_json(study.history, trial)));
  const auto command = command_of(study, trial);
  json["command"] = command;
  json["command_line"] = shell_quoted(command);
  const std::string here = fmt::format("{} {} --json", study.name, trial.number);
  print_json(json, {to_type(options, "trial log " + here), to_type(options, "replay " + here)});
  return 0;
}

}  // namespace kilter::cli
