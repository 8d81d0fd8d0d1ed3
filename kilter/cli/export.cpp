// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/base/csv_line.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/core/wire.hpp"

namespace kilter::cli {
namespace {

/// An object of core/wire with the schema in front.
std::string with_schema(const char* schema, const std::string& object) {
  return fmt::format("{{\"schema\":\"{}\",{}\n", schema, std::string_view(object).substr(1));
}

void export_trials(const History& history) {
  for (const auto& trial : history.trials()) fmt::print("{}", with_schema("kilter/trial/1", to_json(history, trial)));
}

void export_facts(const History& history) {
  for (Revision r = 1; r <= history.revision(); ++r)
    fmt::print("{}", with_schema("kilter/fact/1", to_json(history.entry(r))));
}

/// Metrics that any trial has reported, in order of first use.
std::vector<std::string> metrics_of(const History& history) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const auto& trial : history.trials())
    for (const auto& part : trial.parts) {
      for (const auto& column : part.curve.columns) add(column.metric);
      if (part.end)
        for (const auto& metric : part.end->values) add(metric.name);
    }
  return names;
}

std::string number_cell(std::optional<double> value) { return value ? to_text(*value) : ""; }

/// What a trial has last said of a metric.
std::string metric_cell(const Trial& trial, const std::string& name) {
  return number_cell(value_of(trial, {.metric = name}));
}

std::vector<std::string> csv_head(const History& history, const std::vector<std::string>& metrics) {
  const auto& settings = history.settings();
  std::vector<std::string> cells{"number", "state", "cause"};
  for (const auto& goal : settings.goals) cells.push_back("values." + goal.metric);
  for (const auto& parameter : settings.space.parameters()) cells.push_back("params." + parameter.name);
  for (const auto& name : metrics) cells.push_back("metrics." + name);
  for (const char* name : {"started", "ended", "attempt", "reason", "decision", "by"}) cells.emplace_back(name);
  return cells;
}

std::vector<std::string> csv_row(const History& history, const Trial& trial, const std::vector<std::string>& metrics) {
  const auto& settings = history.settings();
  const Part* part = trial.parts.empty() ? nullptr : &trial.parts.front();
  const Outcome* end = part && part->end ? &*part->end : nullptr;
  std::vector<std::string> cells{std::to_string(trial.number), to_text(trial.state()),
                                 end && end->cause != Cause::none ? to_text(end->cause) : ""};
  for (const auto& goal : settings.goals) cells.push_back(number_cell(value_of(trial, goal)));
  for (std::size_t i = 0; i < settings.space.size(); ++i) {
    const bool there = i < trial.params.size() && !std::isnan(trial.params[i]);
    cells.push_back(there ? to_text(settings.space.value(i, trial.params[i])) : "");
  }
  for (const auto& name : metrics) cells.push_back(metric_cell(trial, name));
  cells.push_back(part ? to_text(part->started) : "");
  cells.push_back(end ? to_text(part->ended) : "");
  cells.push_back(part ? std::to_string(part->attempt) : "");
  cells.insert(cells.end(), {trial.reason, part ? part->decision : "", trial.by});
  return cells;
}

void export_csv(const History& history) {
  const auto metrics = metrics_of(history);
  fmt::print("{}", csv_line(csv_head(history, metrics)));
  for (const auto& trial : history.trials()) fmt::print("{}", csv_line(csv_row(history, trial, metrics)));
}

}  // namespace

int verb_export(Options& options) {
  bool csv = false, facts = false;
  options.flag("--csv", csv, "A table, one line a trial; the curves' last values only");
  options.flag("--facts", facts, "All that was ever written, one JSON object a fact");
  options.read(0, 1, "[STUDY]");
  if (csv && (facts || options.manner().json))
    throw Error(ErrorKind::usage, {}, "--csv gives a table of trials; it goes with neither --json nor --facts",
                {"Choose one: --csv, --json (the default) or --facts"});
  const auto& words = options.words();
  const Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::read);
  if (csv)
    export_csv(study.history);
  else if (facts)
    export_facts(study.history);
  else
    export_trials(study.history);
  return 0;
}

}  // namespace kilter::cli
