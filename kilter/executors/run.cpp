// SPDX-License-Identifier: MIT
#include "kilter/executors/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <new>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

std::optional<double> number(const Value& value) {
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
  return {};
}

bool in_range(const Parameter& wanted, double x) {
  return (x >= wanted.low && x <= wanted.high) || (wanted.beside && x == *wanted.beside);
}

/// Whether a value may stand for what the program asks.
bool serves(const Parameter& wanted, const Value& value) {
  switch (wanted.kind) {
    case Kind::real: return number(value) && in_range(wanted, *number(value));
    case Kind::integer: return std::holds_alternative<std::int64_t>(value) && in_range(wanted, *number(value));
    case Kind::boolean: return std::holds_alternative<bool>(value);
    default: return std::find(wanted.choices.begin(), wanted.choices.end(), value) != wanted.choices.end();
  }
}

std::string described(const Parameter& wanted) {
  switch (wanted.kind) {
    case Kind::real: return fmt::format("a number from {} to {}", to_text(wanted.low), to_text(wanted.high));
    case Kind::integer: return fmt::format("a whole number from {} to {}", to_text(wanted.low), to_text(wanted.high));
    case Kind::boolean: return "true or false";
    default: break;
  }
  std::vector<std::string> choices;
  for (const auto& choice : wanted.choices) choices.push_back(to_text(choice));
  return "one of " + join(choices, ", ");
}

const Value& checked(TrialNumber trial, const Parameter& wanted, const Value& value) {
  if (serves(wanted, value)) return value;
  throw Error(ErrorKind::invalid, {},
              fmt::format("trial {} has {} = {}, but the program asks for {}", trial, printable(wanted.name, 60),
                          printable(to_text(value), 60), printable(described(wanted), 200)),
              {"A study keeps its parameters for ever: give the new range another name, or start another study."});
}

Parameter named(std::string_view name, Kind kind) {
  Parameter parameter;
  parameter.name = name;
  parameter.kind = kind;
  return parameter;
}

Outcome failed(Cause cause, std::string detail) {
  return {.end = End::failed, .cause = cause, .values = {}, .detail = std::move(detail)};
}

}  // namespace

Run::Run(Job job, Line& line, std::string metric) : job_(std::move(job)), line_(line), metric_(std::move(metric)) {}

Value Run::suggest(const Parameter& parameter) {
  if (const auto index = job_.space.find(parameter.name);
      index && *index < job_.params.size() && !std::isnan(job_.params[*index]))
    return checked(number(), parameter, job_.space.value(*index, job_.params[*index]));
  for (const auto& [name, value] : asked_)
    if (name == parameter.name) return checked(number(), parameter, value);
  Answer answer = line_.ask(Wanted{job_.run, parameter});
  if (const auto* refusal = std::get_if<Refusal>(&answer)) throw Error(ErrorKind::invalid, refusal->why);
  const auto* value = std::get_if<Value>(&answer);
  if (!value) throw Error(ErrorKind::failure, fmt::format("no answer came for {}", printable(parameter.name, 60)));
  asked_.emplace_back(parameter.name, *value);
  return checked(number(), parameter, *value);
}

double Run::suggest_float(std::string_view name, double low, double high, Scale scale, double step) {
  Parameter parameter = named(name, Kind::real);
  parameter.scale = scale;
  parameter.low = low;
  parameter.high = high;
  parameter.step = step;
  return *kilter::number(suggest(parameter));
}

std::int64_t Run::suggest_int(std::string_view name, std::int64_t low, std::int64_t high, Scale scale,
                              std::int64_t step) {
  Parameter parameter = named(name, Kind::integer);
  parameter.scale = scale;
  parameter.low = static_cast<double>(low);
  parameter.high = static_cast<double>(high);
  parameter.step = scale == Scale::linear ? static_cast<double>(step) : 0;
  return std::get<std::int64_t>(suggest(parameter));
}

std::string Run::suggest_categorical(std::string_view name, const std::vector<std::string>& choices) {
  Parameter parameter = named(name, Kind::categorical);
  parameter.choices.assign(choices.begin(), choices.end());
  return std::get<std::string>(suggest(parameter));
}

bool Run::suggest_bool(std::string_view name) { return std::get<bool>(suggest(named(name, Kind::boolean))); }

std::map<std::string, Value> Run::params() const {
  std::map<std::string, Value> params(asked_.begin(), asked_.end());
  for (std::size_t i = 0; i < job_.space.size() && i < job_.params.size(); ++i)
    if (!std::isnan(job_.params[i])) params.emplace(job_.space[i].name, job_.space.value(i, job_.params[i]));
  return params;
}

void Run::report(Metrics metrics, double step) { line_.post(Reported{job_.run, step, std::move(metrics)}); }

void Run::note(std::string key, std::string text) { line_.post(Noted{job_.run, std::move(key), std::move(text)}); }

bool Run::should_stop() {
  const bool stop = line_.verdict() != Verdict::go_on;
  if (stop) noticed_ = true;
  return stop;
}

Outcome outcome_of(const std::function<Outcome(Run&)>& objective, Run& run, const Run::Line& line) {
  Outcome outcome;
  try {
    outcome = objective(run);
  } catch (const std::bad_alloc&) {
    outcome = failed(Cause::oom, "out of memory");
  } catch (const std::exception& error) {
    outcome = failed(Cause::error, error.what());
  } catch (...) {
    outcome = failed(Cause::error, "the objective threw something that is no std::exception");
  }
  if (outcome.end == End::completed && run.noticed())
    outcome.end = line.verdict() == Verdict::pause ? End::paused : End::stopped;
  return outcome;
}

}  // namespace kilter
