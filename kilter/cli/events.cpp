// SPDX-License-Identifier: MIT
#include "kilter/cli/events.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/base/text.hpp"

namespace kilter::cli {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(to_text(value)); }

/// Steps are usually whole, and are then written so.
Json step_number(double step) {
  const bool whole = std::trunc(step) == step && std::abs(step) <= 0x1p53;
  return whole ? Json(static_cast<std::int64_t>(step)) : number(step);
}

Json write(const Metrics& metrics) {
  Json json = Json::object();
  for (const auto& metric : metrics) json[metric.name] = number(metric.value);
  return json;
}

Json run_fields(const RunId& run) {
  Json json{{"trial", run.trial}, {"attempt", run.attempt}};
  if (run.part > 0) json["part"] = run.part;
  return json;
}

Json goal_values(const History& history, const Trial& trial) {
  Json json = Json::object();
  for (const auto& goal : history.settings().goals)
    if (const auto value = value_of(trial, goal)) json[goal.metric] = number(*value);
  return json;
}

/// The newest report of that run: what it was stopped for.
void add_newest_report(Json& json, const History& history, const RunId& run) {
  const Part* part = trial_of(history, run.trial).part(run.part);
  if (!part || part->curve.steps.empty()) return;
  json["step"] = step_number(part->curve.steps.back());
  for (const auto& goal : history.settings().goals)
    if (const auto* values = part->curve.find(goal.metric); values && !std::isnan(values->back()))
      json["metrics"][goal.metric] = number(values->back());
}

struct Named {
  std::string name;
  Json fields;
};

/// What a fact is called in a log; nullopt: nothing a reader of the log needs.
struct Naming {
  const History& history;
  const EventForm& form;

  std::optional<Named> operator()(const Added& fact) const {
    if (fact.given.empty() && !form.verbose) return {};
    Json json{{"trial", fact.trial}};
    if (!fact.given.empty()) json["params"] = Json::parse(fact.given, nullptr, false);
    return Named{"trial.queued", json};
  }
  std::optional<Named> operator()(const Proposed&) const { return {}; }
  std::optional<Named> operator()(const Started& fact) const {
    const Trial& trial = trial_of(history, fact.run.trial);
    Json json = run_fields(fact.run);
    json["params"] = Json::parse(history.settings().space.write(trial.params), nullptr, false);
    if (history.settings().budget.full > history.settings().budget.shortest) json["budget"] = step_number(fact.budget);
    if (fact.from_step > 0) json["from_step"] = step_number(fact.from_step);
    json["worker"] = fact.worker;
    json["reason"] = fact.run.attempt > 0 || trial.reason.empty() ? fact.reason : trial.reason;
    return Named{"trial.started", json};
  }
  std::optional<Named> operator()(const Assigned&) const { return {}; }
  std::optional<Named> operator()(const Reported& fact) const {
    if (!form.verbose) return {};
    Json json = run_fields(fact.run);
    json["step"] = step_number(fact.step);
    json["metrics"] = write(fact.metrics);
    return Named{"trial.reported", json};
  }
  std::optional<Named> operator()(const Noted& fact) const {
    if (!form.verbose) return {};
    Json json = run_fields(fact.run);
    json["key"] = fact.key;
    json["text"] = fact.text;
    return Named{"trial.noted", json};
  }
  std::optional<Named> operator()(const Decided& fact) const {
    Json json = run_fields(fact.run);
    add_newest_report(json, history, fact.run);
    json["reason"] = fact.reason;
    return Named{fact.verdict == Verdict::pause ? "trial.pausing" : "trial.stopped", json};
  }
  std::optional<Named> operator()(const Ended& fact) const {
    static constexpr const char* names[] = {"trial.completed", "trial.pruned", "trial.paused", "trial.failed"};
    const Trial& trial = trial_of(history, fact.run.trial);
    Json json = run_fields(fact.run);
    if (fact.outcome.cause != Cause::none) json["cause"] = to_text(fact.outcome.cause);
    if (const Json values = goal_values(history, trial); !values.empty()) json["metrics"] = values;
    if (const Part* part = trial.part(fact.run.part); part && part->ended >= part->started)
      json["seconds"] = std::chrono::duration<double>(part->ended - part->started).count();
    if (!fact.outcome.detail.empty()) json["reason"] = fact.outcome.detail;
    const bool lost = fact.outcome.cause == Cause::lost;
    return Named{lost ? "trial.lost" : names[static_cast<int>(fact.outcome.end)], json};
  }
  std::optional<Named> operator()(const Requeued& fact) const {
    Json json = run_fields(fact.run);
    json["reason"] = fact.reason;
    return Named{"trial.queued", json};
  }
  std::optional<Named> operator()(const Changed& fact) const {
    Json json{{"study", history.settings().name}};
    if (fact.trials >= 0) json["trials"] = fact.trials;
    if (!fact.reason.empty()) json["reason"] = fact.reason;
    const Json settings = Json::parse(fact.settings, nullptr, false);
    const bool paused = settings.is_object() && settings.value("paused", false);
    return Named{paused ? "study.paused" : "study.changed", json};
  }
};

/// What a program printed below a reason has many lines; a log wants the first, and the last one, which says most.
std::string one_line(const std::string& text) {
  const auto first = text.find('\n'), last = text.rfind('\n');
  if (first == text.npos) return text;
  return text.substr(0, first) + (first == last ? " " : " … ") + text.substr(last + 1);
}

std::string text_value(const Json& value) {
  if (value.is_number_float()) return to_text(value.get<double>());
  if (!value.is_string()) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
  const auto& text = value.get_ref<const std::string&>();
  const std::string shown = printable(one_line(text), 400);
  const bool plain = !text.empty() && shown == text && text.find_first_of(" \"=\\'") == std::string::npos;
  return plain ? shown : Json(shown).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string line(WallTime time, const std::string& name, const Json& fields, const EventForm& form) {
  if (form.json) {
    Json json{{"schema", "kilter/event/1"}, {"time", to_text(time)}, {"event", name}};
    json.update(fields);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  std::string text = to_text(time) + ' ' + name;
  const auto add = [&](const std::string& key, const Json& value) {
    text += ' ' + printable(key, 100) + '=' + text_value(value);
  };
  for (const auto& [key, value] : fields.items()) {
    if (!value.is_object())
      add(key, value);
    else
      for (const auto& [inner, part] : value.items()) add(inner, part);
  }
  return text;
}

}  // namespace

std::string event_line(WallTime time, const std::string& name, const std::string& fields, const EventForm& form) {
  return line(time, name, Json::parse(fields, nullptr, false), form);
}

std::vector<std::string> event_lines(const History& history, const Entry& entry, const EventForm& form) {
  const auto named = std::visit(Naming{history, form}, entry.fact);
  if (!named) return {};
  const bool created = entry.revision == 1 && named->name == "study.changed";
  return {line(entry.stamp, created ? "study.created" : named->name, named->fields, form)};
}

EventLog::EventLog(std::FILE* out, EventForm form, const History& start)
    : out_(out), form_(form), from_(start.revision()) {
  best_ = best(start);
}

void EventLog::write(const std::string& text) {
  fmt::print(out_, "{}\n", text);
  std::fflush(out_);
}

/// Only the trial that has just ended can be better than the best so far: a look at all of them at each end would make
/// long studies slow.
void EventLog::tell_best(const History& history, const Trial& ended, WallTime time) {
  if (history.settings().goals.empty() || ended.state() != TrialState::complete) return;
  if (breaks(ended, history.settings().limits)) return;
  const Goal& goal = history.settings().goals.front();
  const auto value = value_of(ended, goal);
  if (!value || (best_ && (best_->trial == ended.number || !better(goal, *value, best_->value)))) return;
  best_ = Scored{ended.number, *value};
  Json fields{{"trial", ended.number}, {"metrics", {{goal.metric, number(*value)}}}};
  if (const auto over = gain(history, goal, *value); over && ended.number != 0) {
    fields["defaults"] = number(over->defaults);
    fields["gain"] = number(over->better_by);
  }
  write(line(time, "study.best", fields, form_));
}

void EventLog::tell_forecast(const History& history, WallTime time) {
  if (forecast_) return;
  const auto end = expected_end(history, time);
  if (!end || !trials_left(history)) return;
  forecast_ = true;
  write(line(time, "study.forecast", Json{{"trials_left", *trials_left(history)}, {"end", to_text(*end)}}, form_));
}

Revision EventLog::follow(const History& history, Revision after) {
  const Revision first = std::max(after, from_);
  for (Revision r = first + 1; r <= history.revision(); ++r) {
    const Entry& entry = history.entry(r);
    for (const auto& text : event_lines(history, entry, form_)) write(text);
    if (std::holds_alternative<Changed>(entry.fact)) best_ = best(history);
    if (const auto* ended = std::get_if<Ended>(&entry.fact))
      tell_best(history, history.trials()[static_cast<std::size_t>(ended->run.trial)], entry.stamp);
    if (std::holds_alternative<Started>(entry.fact)) tell_forecast(history, entry.stamp);
  }
  return history.revision();
}

}  // namespace kilter::cli
