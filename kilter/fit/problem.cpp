// SPDX-License-Identifier: MIT
#include "kilter/fit/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/base/error.hpp"
#include "kilter/base/random.hpp"
#include "kilter/base/text.hpp"

namespace kilter::fit {
namespace {

constexpr std::size_t enough_rows = 5000;  // from here on one validation part tells enough
constexpr std::size_t least_rows = 20;

/// Epochs that a training of the default network takes about a thirtieth of the time for, by its multiplications.
int epochs_for(const Problem& problem, double minutes) {
  constexpr double per_second = 1e10;
  const auto inputs = static_cast<double>(problem.form.numbers + 8 * problem.form.categories.size());
  const double weights = 128 * (inputs + 256 + static_cast<double>(problem.form.outputs));
  const double once = 6 * weights * static_cast<double>(problem.open.rows) * std::max(1.0, 0.8 * problem.folds);
  const double seconds = std::clamp(2 * minutes, 1.0, 10.0);
  return static_cast<int>(std::clamp(seconds * per_second / once, 16.0, 200.0));
}

/// Rows whose target is known.
Table known_rows(const Table& table, std::vector<double>& targets) {
  Table kept{.rows = 0, .columns = table.columns};
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < targets.size(); ++i)
    if (!std::isnan(targets[i])) rows.push_back(i);
  kept.rows = rows.size();
  if (rows.size() == table.rows) return kept;
  for (auto& column : kept.columns) {
    if (column.values.empty()) continue;
    for (std::size_t i = 0; i < rows.size(); ++i) column.values[i] = column.values[rows[i]];
    column.values.resize(rows.size());
  }
  for (std::size_t i = 0; i < rows.size(); ++i) targets[i] = targets[rows[i]];
  targets.resize(rows.size());
  return kept;
}

nn::Data labelled(const Problem& problem, const Table& table, const std::vector<double>& targets) {
  nn::Data data = problem.encoding.encode(table);
  problem.task.label(data, targets);
  return data;
}

/// The targets of a table of test rows, in the numbers of the task.
std::vector<double> targets_of(const Task& task, const Table& table) {
  std::vector<double> targets = table.find(task.target)->values;
  if (!task.of_classes()) return targets;
  for (double& target : targets) {
    if (std::isnan(target)) continue;
    const auto& name = task.type.categories[static_cast<std::size_t>(target)];
    target = static_cast<double>(std::find(task.classes.begin(), task.classes.end(), name) - task.classes.begin());
  }
  return targets;
}

void refuse_too_little(const Table& table, const Problem& problem) {
  if (table.rows < least_rows)
    throw Error(ErrorKind::invalid, {},
                fmt::format("there are {} rows with a target, and at least {} are needed", table.rows, least_rows));
  if (!problem.encoding.inputs().empty()) return;
  std::vector<std::string> advice;
  for (const auto& column : table.columns)
    if (column.type.name != problem.task.target && advice.size() < 4)
      advice.push_back(fmt::format("{}: {}, {}", printable(column.type.name, 60), to_text(column.type.kind),
                                   column.type.why.empty() ? "left out" : printable(column.type.why, 80)));
  advice.emplace_back("If one of them is an input all the same: --keep NAME");
  throw Error(ErrorKind::invalid, {}, "no column is left to learn from", advice);
}

}  // namespace

Problem make_problem(const Table& table, const Table* test, const Wanted& wanted) {
  Problem problem;
  std::vector<double> targets;
  problem.task = make_task(table, wanted.target, wanted.score, targets);
  problem.seed = wanted.seed;
  const Table known = known_rows(table, targets);
  problem.unlabelled = table.rows - known.rows;
  Locked rows;
  if (test)
    for (std::size_t i = 0; i < known.rows; ++i) rows.open.push_back(i);
  else
    rows = lock_rows(targets, problem.task.of_classes(), wanted.seed);
  problem.encoding = Encoding(known, wanted.target, rows.open);
  refuse_too_little(known, problem);
  problem.form = problem.encoding.form(problem.task.outputs());
  for (const auto row : rows.open) problem.open_targets.push_back(targets[row]);
  problem.task.scale_to(problem.open_targets);
  const nn::Data all = labelled(problem, known, targets);
  problem.open = all.part(rows.open);
  if (test) {
    std::vector<double> test_targets = targets_of(problem.task, *test);
    const Table test_rows = known_rows(*test, test_targets);
    if (test_rows.rows == 0) throw Error(ErrorKind::invalid, {}, "no row of the test file has a target that is known");
    problem.locked = labelled(problem, test_rows, test_targets);
  } else {
    problem.locked = all.part(rows.locked);
  }
  problem.folds = wanted.folds.value_or(problem.open.rows < enough_rows ? 5 : 1);
  problem.epochs = epochs_for(problem, wanted.minutes);
  return problem;
}

std::vector<Part> make_parts(const Problem& problem, std::uint64_t seed) {
  std::vector<Part> parts;
  for (auto& fold : make_folds(problem.open_targets, problem.task.of_classes(), problem.folds, splitmix64(seed)))
    parts.push_back({problem.open.part(fold.training), problem.open.part(fold.validation), std::move(fold.validation)});
  return parts;
}

}  // namespace kilter::fit
