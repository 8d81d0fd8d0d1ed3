// SPDX-License-Identifier: MIT
#include "kilter/analysis/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

template <class Numbers>
void add_name(std::vector<std::string>& names, const Numbers& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

[[noreturn]] void unknown(const std::string& name, const std::vector<std::string>& known) {
  std::vector<std::string> advice;
  if (const auto meant = nearest(name, known)) advice.push_back("Did you mean " + *meant + "?");
  std::vector<std::string> shown(known.begin(),
                                 known.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(known.size(), 30)));
  advice.push_back(known.empty() ? "No trial has given a number yet." : "Recorded are: " + join(shown, ", "));
  throw Error(ErrorKind::usage, {}, fmt::format("no trial has given a number named \"{}\"", printable(name, 100)),
              advice);
}

Expression parsed(const std::string& text) {
  try {
    return Expression::parse(text);
  } catch (const Error& error) {
    throw Error(ErrorKind::usage, {}, error.message().headline, error.message().advice);
  }
}

/// The value of an expression where each name has the number in the same place.
double evaluate(const Expression& expression, const std::vector<Value>& values) {
  return expression.number([&](std::size_t i) {
    const double* number = std::get_if<double>(&values[i]);
    return number && std::isnan(*number) ? nullptr : &values[i];
  });
}

}  // namespace

std::vector<std::string> recorded_metrics(const History& history) {
  std::vector<std::string> names;
  for (const auto& trial : history.trials())
    for (const auto& part : trial.parts) {
      for (const auto& column : part.curve.columns) add_name(names, column.metric);
      if (part.end)
        for (const auto& metric : part.end->values) add_name(names, metric.name);
    }
  return names;
}

Measure Measure::parse(const std::string& text, const History& history) {
  Measure measure;
  measure.text_ = text;
  const auto known = recorded_metrics(history);
  const auto is_known = [&](const std::string& name) {
    return std::find(known.begin(), known.end(), name) != known.end();
  };
  if (is_known(text)) return measure;
  std::optional<Expression> expression = parsed(text);
  if (expression->names().empty() || (expression->names().size() == 1 && expression->names().front() == text))
    unknown(text, known);
  for (const auto& name : expression->names())
    if (!is_known(name)) unknown(name, known);
  measure.expression_ = std::move(expression);
  return measure;
}

std::vector<std::string> Measure::names() const {
  return expression_ ? expression_->names() : std::vector<std::string>{text_};
}

Trial Measure::of(const Trial& trial) const {
  if (!expression_) return trial;
  Trial judged = trial;
  const auto& names = expression_->names();
  for (auto& part : judged.parts) {
    std::vector<Value> values(names.size(), Value(std::nan("")));
    Curve curve;
    for (std::size_t step = 0; step < part.curve.steps.size(); ++step) {
      for (std::size_t i = 0; i < names.size(); ++i)
        if (const auto* column = part.curve.find(names[i]); column && !std::isnan((*column)[step]))
          values[i] = Value((*column)[step]);
      if (const double value = evaluate(*expression_, values); !std::isnan(value))
        curve.add(part.curve.steps[step], {{text_, value}});
    }
    part.curve = std::move(curve);
    if (!part.end || part.end->values.empty()) continue;
    for (std::size_t i = 0; i < names.size(); ++i)
      for (const auto& metric : part.end->values)
        if (metric.name == names[i]) values[i] = Value(metric.value);
    part.end->values = {{text_, evaluate(*expression_, values)}};
  }
  return judged;
}

std::vector<Scored> ranking(const History& history, const Measure& measure, const Goal& goal, const Accept& accept) {
  std::vector<Scored> scored;
  for (const auto& trial : history.trials()) {
    if (trial.state() != TrialState::complete || breaks(trial, history.settings().limits)) continue;
    if (accept && !accept(trial)) continue;
    if (const auto value = value_of(measure.of(trial), goal)) scored.push_back({trial.number, *value});
  }
  std::stable_sort(scored.begin(), scored.end(),
                   [&](const Scored& a, const Scored& b) { return better(goal, a.value, b.value); });
  return scored;
}

Accept condition(const std::string& text, const History& history) {
  const Expression expression = parsed(text);
  if (expression.names().empty())
    throw Error(ErrorKind::usage, {}, fmt::format("\"{}\" names no metric", printable(text, 100)),
                {"For example --where 'ms < 5'"});
  const auto known = recorded_metrics(history);
  std::vector<Goal> goals;
  for (const auto& name : expression.names()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) unknown(name, known);
    const auto& all = history.settings().goals;
    const auto own = std::find_if(all.begin(), all.end(), [&](const Goal& goal) { return goal.metric == name; });
    goals.push_back(own == all.end() ? Goal{.metric = name} : *own);
  }
  return [expression, goals](const Trial& trial) {
    std::vector<Value> values;
    for (const auto& goal : goals) values.emplace_back(value_of(trial, goal).value_or(std::nan("")));
    return expression.holds(
        [&](std::size_t i) { return std::isnan(std::get<double>(values[i])) ? nullptr : &values[i]; });
  };
}

std::optional<double> error_of(const Trial& trial, const Goal& goal) {
  if (trial.parts.size() != 1) return {};
  const Part& part = trial.parts.front();
  const std::string name = goal.metric + "_se";
  if (part.end)
    for (const auto& metric : part.end->values)
      if (metric.name == name) return metric.value;
  const auto* errors = part.curve.find(name);
  const auto* values = part.curve.find(goal.metric);
  const auto value = value_of(trial, goal);
  if (!errors || !values || !value) return {};
  for (std::size_t i = values->size(); i-- > 0;)
    if ((*values)[i] == *value) return std::isnan((*errors)[i]) ? std::nullopt : std::optional((*errors)[i]);
  return {};
}

}  // namespace kilter
