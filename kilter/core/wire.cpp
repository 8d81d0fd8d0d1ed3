// SPDX-License-Identifier: MIT
#include "kilter/core/wire.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/core/whole.hpp"

namespace kilter {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(to_text(value)); }

double number(const Json& json) {
  if (json.is_number()) return json.get<double>();
  const auto value = to_double(json.get<std::string>());
  if (!value || std::isfinite(*value))
    throw Error(ErrorKind::invalid, "\"" + json.get<std::string>() + "\" is no number");
  return *value;
}

template <class Enum>
Enum from_name(const std::string& name, int count) {
  for (int i = 0; i < count; ++i)
    if (name == to_text(static_cast<Enum>(i))) return static_cast<Enum>(i);
  throw Error(ErrorKind::invalid, "\"" + name + "\" is none of the known words");
}

Json write(const RunId& run) { return {{"trial", run.trial}, {"part", run.part}, {"attempt", run.attempt}}; }
RunId read_run(const Json& json) {
  return {whole<TrialNumber>(json.at("trial")), whole<int>(json.at("part")), whole<int>(json.at("attempt"))};
}

Json write(const Metrics& metrics) {
  Json json = Json::object();
  for (const auto& metric : metrics) json[metric.name] = number(metric.value);
  return json;
}
Metrics read_metrics(const Json& json) {
  Metrics metrics;
  for (const auto& [name, value] : json.items()) metrics.push_back({name, number(value)});
  return metrics;
}

struct Writer {
  Json operator()(const Added& f) const {
    Json json{{"fact", "added"}, {"trial", f.trial}, {"given", f.given}};
    if (f.repeats) json["repeats"] = *f.repeats;
    if (f.from) json["from"] = {{"trial", f.from->trial}, {"step", number(f.from->step)}};
    return json;
  }
  Json operator()(const Proposed& f) const {
    return {{"fact", "proposed"}, {"trial", f.trial}, {"params", f.params}, {"basis", f.basis},
            {"by", f.by},         {"note", f.note},   {"reason", f.reason}};
  }
  Json operator()(const Started& f) const {
    return {{"fact", "started"},
            {"run", write(f.run)},
            {"worker", f.worker},
            {"budget", number(f.budget)},
            {"from_step", number(f.from_step)},
            {"basis", f.basis},
            {"reason", f.reason}};
  }
  Json operator()(const Assigned& f) const {
    return {{"fact", "assigned"},       {"run", write(f.run)}, {"name", f.name},
            {"parameter", f.parameter}, {"value", f.value},    {"basis", f.basis}};
  }
  Json operator()(const Reported& f) const {
    return {{"fact", "reported"}, {"run", write(f.run)}, {"step", number(f.step)}, {"metrics", write(f.metrics)}};
  }
  Json operator()(const Noted& f) const {
    return {{"fact", "noted"}, {"run", write(f.run)}, {"key", f.key}, {"text", f.text}};
  }
  Json operator()(const Decided& f) const {
    return {{"fact", "decided"},
            {"run", write(f.run)},
            {"verdict", to_text(f.verdict)},
            {"basis", f.basis},
            {"reason", f.reason}};
  }
  Json operator()(const Ended& f) const {
    return {{"fact", "ended"},
            {"run", write(f.run)},
            {"end", to_text(f.outcome.end)},
            {"cause", to_text(f.outcome.cause)},
            {"values", write(f.outcome.values)},
            {"detail", f.outcome.detail}};
  }
  Json operator()(const Requeued& f) const {
    return {{"fact", "requeued"}, {"run", write(f.run)}, {"reason", f.reason}};
  }
  Json operator()(const Changed& f) const {
    return {{"fact", "changed"}, {"settings", f.settings}, {"trials", f.trials}, {"reason", f.reason}};
  }
};

Fact read_fact(const Json& j) {
  const std::string kind = j.at("fact");
  if (kind == "added") {
    Added f{.trial = whole<TrialNumber>(j.at("trial")), .given = j.at("given")};
    if (j.contains("repeats")) f.repeats = whole<TrialNumber>(j["repeats"]);
    if (j.contains("from"))
      f.from = Checkpoint{whole<TrialNumber>(j["from"].at("trial")), number(j["from"].at("step"))};
    return f;
  }
  if (kind == "proposed")
    return Proposed{whole<TrialNumber>(j.at("trial")),
                    j.at("params"),
                    whole<Revision>(j.at("basis")),
                    j.at("by"),
                    j.at("note"),
                    j.at("reason")};
  if (kind == "started")
    return Started{read_run(j.at("run")),          j.at("worker"), number(j.at("budget")), number(j.at("from_step")),
                   whole<Revision>(j.at("basis")), j.at("reason")};
  if (kind == "assigned")
    return Assigned{read_run(j.at("run")), j.at("name"), j.at("parameter"), j.at("value"),
                    whole<Revision>(j.at("basis"))};
  if (kind == "reported") return Reported{read_run(j.at("run")), number(j.at("step")), read_metrics(j.at("metrics"))};
  if (kind == "noted") return Noted{read_run(j.at("run")), j.at("key"), j.at("text")};
  if (kind == "decided")
    return Decided{read_run(j.at("run")), from_name<Verdict>(j.at("verdict"), 3), whole<Revision>(j.at("basis")),
                   j.at("reason")};
  if (kind == "ended")
    return Ended{read_run(j.at("run")),
                 {from_name<End>(j.at("end"), 4), from_name<Cause>(j.at("cause"), 9), read_metrics(j.at("values")),
                  j.at("detail")}};
  if (kind == "requeued") return Requeued{read_run(j.at("run")), j.at("reason")};
  if (kind == "changed") return Changed{j.at("settings"), whole<TrialNumber>(j.at("trials")), j.at("reason")};
  throw Error(ErrorKind::invalid, "\"" + kind + "\" is no kind of fact");
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json numbers(const std::vector<double>& values) {
  Json json = Json::array();
  for (double value : values) json.push_back(number(value));
  return json;
}

Json write(const Curve& curve) {
  Json json = Json::object();
  if (!curve.steps.empty()) json["step"] = numbers(curve.steps);
  for (const auto& column : curve.columns) json[column.metric] = numbers(column.values);
  return json;
}

/// Whether it keeps all limits; null: not known yet.
Json feasible(const Trial& trial, const std::vector<Limit>& limits) {
  if (breaks(trial, limits)) return false;
  for (const auto& limit : limits)
    if (!excess_of(trial, limit)) return nullptr;
  return true;
}

}  // namespace

std::string to_json(const Entry& entry) {
  Json json{{"revision", entry.revision}, {"stamp_ms", entry.stamp.time_since_epoch().count()}};
  json.update(std::visit(Writer{}, entry.fact));
  return dump(json);
}

Entry entry_from_json(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    const WallTime stamp{std::chrono::milliseconds{whole<std::int64_t>(json.at("stamp_ms"))}};
    return {whole<Revision>(json.at("revision")), stamp, read_fact(json)};
  } catch (const Json::exception& failure) {
    throw Error(ErrorKind::invalid, std::string("this is no fact: ") + failure.what());
  }
}

std::string to_json(const History& history, const Trial& trial) {
  const auto& settings = history.settings();
  Json json{{"number", trial.number}, {"state", to_text(trial.state())}, {"cause", nullptr}};
  json["params"] = Json::parse(settings.space.write(trial.params));
  json["values"] = Json::object();
  for (const auto& goal : settings.goals) {
    const auto value = value_of(trial, goal);
    json["values"][goal.metric] = value ? Json(*value) : Json(nullptr);
  }
  if (!settings.limits.empty()) json["feasible"] = feasible(trial, settings.limits);
  json["metrics"] = Json::object();
  json["started"] = nullptr;
  json["ended"] = nullptr;
  json["attempt"] = 0;
  json["reason"] = trial.reason;
  json["by"] = trial.by;
  if (!trial.parts.empty()) {
    const Part& part = trial.parts.front();
    if (part.end && part.end->cause != Cause::none) json["cause"] = to_text(part.end->cause);
    if (part.end && !part.end->detail.empty()) json["detail"] = part.end->detail;
    if (!part.decision.empty()) json["decision"] = part.decision;
    json["metrics"] = write(part.curve);
    json["started"] = to_text(part.started);
    if (part.end) json["ended"] = to_text(part.ended);
    json["attempt"] = part.attempt;
  }
  return dump(json);
}

}  // namespace kilter
