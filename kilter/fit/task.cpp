// SPDX-License-Identifier: MIT
#include "kilter/fit/task.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <numeric>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter::fit {
namespace {

std::string shown(const std::string& text) { return printable(text, 60); }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool is_yes(const std::string& word) {
  static constexpr std::array words{"1", "yes", "true", "y", "t", "positive", "pos", "ja", "oui", "si", "good"};
  return std::find(words.begin(), words.end(), lower(word)) != words.end();
}

/// How many rows have each number.
std::map<double, std::size_t> counted(const std::vector<double>& values) {
  std::map<double, std::size_t> counts;
  for (const double value : values)
    if (!std::isnan(value)) ++counts[value];
  return counts;
}

bool whole(const std::map<double, std::size_t>& counts) {
  return std::all_of(counts.begin(), counts.end(), [](const auto& one) { return one.first == std::floor(one.first); });
}

/// Grades: whole numbers in a row, most frequent in the middle and rare at both ends.
bool looks_like_a_scale(const std::map<double, std::size_t>& counts) {
  if (counts.size() < 5 || counts.rbegin()->first - counts.begin()->first != static_cast<double>(counts.size() - 1))
    return false;
  std::size_t most = 0;
  for (const auto& [value, count] : counts) most = std::max(most, count);
  return counts.begin()->second * 5 < most && counts.rbegin()->second * 5 < most;
}

/// Whether a column of numbers holds names of classes, and why.
bool are_classes(const std::map<double, std::size_t>& counts, std::size_t rows, std::string& why) {
  if (counts.size() == 2) return true;
  if (!whole(counts) || counts.size() > 20 || counts.size() * 5 > rows) return false;
  if (!looks_like_a_scale(counts)) {
    why = fmt::format("{} different whole numbers count as classes", counts.size());
    return true;
  }
  why = "grades in a row, most of them in the middle, count as numbers";
  return false;
}

void refuse_one_value(const std::string& target, std::size_t distinct, const std::string& value) {
  if (distinct == 0)
    throw Error(ErrorKind::invalid, {},
                fmt::format("every cell of the target \"{}\" is empty, so there is nothing to learn", shown(target)));
  if (distinct == 1)
    throw Error(ErrorKind::invalid, {},
                fmt::format("the target \"{}\" is \"{}\" in every row, so there is nothing to learn", shown(target),
                            shown(value)),
                {"Rows of at least two classes, or with different numbers, are needed."});
}

void refuse_score(const std::string& score, bool of_classes, const std::string& target) {
  const bool known = nn::is_class_score(score) || nn::is_value_score(score);
  const auto names = nn::score_names();
  std::vector<std::string> fitting;
  for (const auto& name : names)
    if (nn::is_class_score(name) == of_classes) fitting.push_back(name);
  std::vector<std::string> advice{
      fmt::format("Scores of {}: {}", of_classes ? "classes" : "numbers", join(fitting, ", "))};
  if (!known) {
    if (const auto meant = nearest(score, names)) advice.insert(advice.begin(), "Did you mean --score " + *meant + "?");
    throw Error(ErrorKind::usage, {}, fmt::format("there is no score \"{}\"", shown(score)), advice);
  }
  advice.push_back(
      fmt::format("Or say what the target is: --as {}={}", shown(target), of_classes ? "number" : "category"));
  throw Error(ErrorKind::usage, {},
              fmt::format("{} is a score of {}, and \"{}\" is read as {}", score, of_classes ? "numbers" : "classes",
                          shown(target), of_classes ? "classes" : "numbers"),
              advice);
}

/// Two: the positive one last; of many the order of their names, numbers as numbers.
std::vector<std::string> in_order(std::vector<std::string> classes) {
  if (classes.size() == 2) {
    if (is_yes(classes[0]) && !is_yes(classes[1])) std::swap(classes[0], classes[1]);
    return classes;
  }
  std::stable_sort(classes.begin(), classes.end(), [](const std::string& a, const std::string& b) {
    const auto x = to_double(a), y = to_double(b);
    if (x && y) return *x < *y;
    return x.has_value() == y.has_value() ? a < b : x.has_value();
  });
  return classes;
}

/// Codes of the type's categories become codes of the task's classes.
void renumber(const Task& task, std::vector<double>& targets) {
  std::vector<double> places;
  for (const auto& name : task.type.categories)
    places.push_back(
        static_cast<double>(std::find(task.classes.begin(), task.classes.end(), name) - task.classes.begin()));
  for (double& target : targets)
    if (!std::isnan(target)) target = places[static_cast<std::size_t>(target)];
}

void settle_classes(Task& task, std::vector<double>& targets) {
  refuse_one_value(task.target, task.type.categories.size(),
                   task.type.categories.empty() ? "" : task.type.categories.front());
  const auto rows =
      static_cast<std::size_t>(std::count_if(targets.begin(), targets.end(), [](double t) { return !std::isnan(t); }));
  if (task.type.categories.size() * 4 > rows)
    throw Error(ErrorKind::invalid, {},
                fmt::format("the target \"{}\" has {} classes in {} rows, {:.1f} rows a class: too few to learn from",
                            shown(task.target), task.type.categories.size(), rows,
                            static_cast<double>(rows) / static_cast<double>(task.type.categories.size())),
                {"If its cells are numbers: --as " + shown(task.target) + "=number"});
  task.classes = in_order(task.type.categories);
  renumber(task, targets);
  if (task.score.empty()) task.score = task.classes.size() == 2 ? "auc" : "log_loss";
  if (!nn::is_class_score(task.score)) refuse_score(task.score, true, task.target);
}

void settle_numbers(Task& task, const std::vector<double>& targets) {
  const auto counts = counted(targets);
  refuse_one_value(task.target, counts.size(), counts.empty() ? "" : to_text(counts.begin()->first));
  task.scale_to(targets);
  if (task.score.empty()) task.score = "rmse";
  if (!nn::is_value_score(task.score)) refuse_score(task.score, false, task.target);
}

/// A column of numbers as one of categories.
void name_numbers(Task& task, std::vector<double>& targets) {
  const auto counts = counted(targets);
  std::map<double, double> places;
  for (const auto& [value, count] : counts) {
    places.emplace(value, static_cast<double>(task.type.categories.size()));
    task.type.categories.push_back(to_text(value));
  }
  task.type.kind = ColumnKind::category;
  for (double& target : targets)
    if (!std::isnan(target)) target = places[target];
}

}  // namespace

void Task::scale_to(const std::vector<double>& targets) {
  if (of_classes()) return;
  double rows = 0, sum = 0, squares = 0;
  const auto counts = counted(targets);
  for (const auto& [value, count] : counts)
    rows += static_cast<double>(count), sum += value * static_cast<double>(count);
  mean = sum / rows;
  for (const auto& [value, count] : counts) squares += static_cast<double>(count) * (value - mean) * (value - mean);
  deviation = squares > 0 ? std::sqrt(squares / rows) : 1;
  low = counts.begin()->first;
  high = counts.rbegin()->first;
}

Task make_task(const Table& table, const std::string& target, const std::optional<std::string>& score,
               std::vector<double>& targets) {
  const Column& column = *table.find(target);
  Task task{.target = target, .score = score.value_or(""), .type = column.type, .classes = {}, .why = {}};
  if (column.type.kind == ColumnKind::constant) {
    const bool empty = column.type.missing == table.rows;
    throw Error(ErrorKind::invalid, {},
                fmt::format("the target \"{}\" is {}, so there is nothing to learn", shown(target),
                            empty ? "empty in every row" : printable(column.type.why, 100)),
                {"Rows of at least two classes, or with different numbers, are needed."});
  }
  if (column.type.kind == ColumnKind::identifier || column.type.kind == ColumnKind::text)
    throw Error(
        ErrorKind::invalid, {},
        fmt::format("the target \"{}\" looks like an identifier: {}", shown(target), printable(column.type.why, 100)),
        {fmt::format("If it is a number to predict: --as {}=number", shown(target))});
  targets = column.values;
  const bool numbers = column.type.kind == ColumnKind::number || column.type.kind == ColumnKind::date;
  if (numbers && column.type.why != "as you said") {
    const bool said = nn::is_value_score(task.score);
    if (!said && are_classes(counted(targets), table.rows, task.why)) name_numbers(task, targets);
  }
  if (task.type.kind == ColumnKind::category || task.type.kind == ColumnKind::yes_no)
    settle_classes(task, targets);
  else
    settle_numbers(task, targets);
  return task;
}

nn::Loss Task::loss() const {
  if (!of_classes()) return nn::Loss::squared;
  return classes.size() == 2 ? nn::Loss::logistic : nn::Loss::softmax;
}

void Task::label(nn::Data& data, const std::vector<double>& targets) const {
  for (const double value : targets) {
    if (of_classes())
      data.labels.push_back(static_cast<int>(value));
    else
      data.values.push_back(static_cast<float>((value - mean) / deviation));
  }
}

std::vector<double> Task::readable(std::vector<double> predictions) const {
  if (!of_classes())
    for (double& p : predictions) p = std::clamp(mean + deviation * p, low, high);
  return predictions;
}

double Task::score_of(const std::vector<double>& predictions, const nn::Data& data, std::string_view name) const {
  if (of_classes()) return nn::class_score({data.labels, predictions, classes.size()}, name);
  std::vector<double> truth(data.rows);
  for (std::size_t i = 0; i < truth.size(); ++i) truth[i] = mean + deviation * static_cast<double>(data.values[i]);
  return nn::value_score({truth, readable(predictions)}, name);
}

nn::Scores Task::scores(const std::vector<double>& predictions, const nn::Data& data) const {
  nn::Scores all;
  for (const auto& name : nn::score_names())
    if (nn::is_class_score(name) == of_classes()) all.emplace_back(name, score_of(predictions, data, name));
  return all;
}

}  // namespace kilter::fit
