// SPDX-License-Identifier: MIT
#include "kilter/core/settings.hpp"

#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/core/whole.hpp"

namespace kilter {
namespace {

using Json = nlohmann::ordered_json;

const char* name_of(Summary summary) {
  static constexpr const char* names[] = {"last", "best", "mean_last"};
  return names[static_cast<int>(summary)];
}

const char* name_of(Aggregate aggregate) {
  static constexpr const char* names[] = {"mean", "median", "iqm", "worst"};
  return names[static_cast<int>(aggregate)];
}

PartKind part_kind_from(const std::string& text) {
  for (const PartKind k : {PartKind::fold, PartKind::instance, PartKind::seed})
    if (text == to_text(k)) return k;
  throw Error(ErrorKind::invalid, "settings: part_kind = \"" + text + "\" is none of fold, instance, seed");
}

Summary summary_from(const std::string& text) {
  for (const Summary s : {Summary::last, Summary::best, Summary::mean_last})
    if (text == name_of(s)) return s;
  throw Error(ErrorKind::invalid, "settings: from = \"" + text + "\" is none of last, best, mean_last");
}

Aggregate aggregate_from(const std::string& text) {
  for (const Aggregate a : {Aggregate::mean, Aggregate::median, Aggregate::iqm, Aggregate::worst})
    if (text == name_of(a)) return a;
  throw Error(ErrorKind::invalid, "settings: over = \"" + text + "\" is none of mean, median, iqm, worst");
}

Json write(const Goal& goal) {
  Json json{{"metric", goal.metric}, {"maximize", goal.maximize}, {"from", name_of(goal.from)}};
  if (goal.from == Summary::mean_last) json["reports"] = goal.reports;
  if (goal.over != Aggregate::mean) json["over"] = name_of(goal.over);
  return json;
}

Goal read_goal(const Json& json) {
  return {.metric = json.at("metric"),
          .maximize = json.at("maximize"),
          .from = summary_from(json.at("from")),
          .reports = json.contains("reports") ? whole<int>(json["reports"]) : 1,
          .over = json.contains("over") ? aggregate_from(json["over"]) : Aggregate::mean};
}

Json write(const Limit& limit) {
  return {{"metric", limit.metric}, {limit.at_least ? "at_least" : "at_most", limit.bound}};
}

Limit read_limit(const Json& json) {
  const bool at_least = json.contains("at_least");
  return {.metric = json.at("metric"), .bound = json.at(at_least ? "at_least" : "at_most"), .at_least = at_least};
}

Json write(const Plug& plug) { return {{"name", plug.name}, {"options", Json::parse(plug.options)}}; }

Plug read_plug(const Json& json) { return {json.at("name"), json.at("options").dump()}; }

Json write(const Budget& budget) {
  Json json{{"shortest", budget.shortest}, {"full", budget.full}};
  if (budget.trials) json["trials"] = *budget.trials;
  if (budget.hours) json["hours"] = *budget.hours;
  if (budget.until) json["until_ms"] = budget.until->time_since_epoch().count();
  return json;
}

Budget read_budget(const Json& json) {
  Budget budget{.shortest = json.at("shortest"), .full = json.at("full")};
  if (json.contains("trials")) budget.trials = whole<int>(json["trials"]);
  if (json.contains("hours")) budget.hours = json["hours"].get<double>();
  if (json.contains("until_ms"))
    budget.until = WallTime{std::chrono::milliseconds{whole<std::int64_t>(json["until_ms"])}};
  return budget;
}

Settings read(const Json& json) {
  Settings settings;
  settings.name = json.at("name");
  settings.note = json.at("note");
  for (const auto& goal : json.at("goals")) settings.goals.push_back(read_goal(goal));
  if (json.contains("limits"))
    for (const auto& limit : json["limits"]) settings.limits.push_back(read_limit(limit));
  settings.space = space_from_json(json.at("space").dump());
  settings.sampler = read_plug(json.at("sampler"));
  settings.scheduler = read_plug(json.at("scheduler"));
  settings.budget = read_budget(json.at("budget"));
  const Json& retry = json.at("retry");
  settings.retry = {.lost = whole<int>(retry.at("lost")), .error = whole<int>(retry.at("error"))};
  settings.parts = whole<int>(json.at("parts"));
  if (json.contains("part_kind")) settings.part_kind = part_kind_from(json["part_kind"]);
  if (json.contains("test_metric")) settings.test_metric = json["test_metric"];
  settings.seed = whole<std::uint64_t>(json.at("seed"));
  settings.paused = json.at("paused");
  settings.job = json.at("job").dump();
  return settings;
}

}  // namespace

const char* to_text(PartKind kind) {
  static constexpr const char* names[] = {"fold", "instance", "seed"};
  return names[static_cast<int>(kind)];
}

std::string to_json(const Settings& settings) {
  Json json{{"name", settings.name}, {"note", settings.note}, {"goals", Json::array()}};
  for (const auto& goal : settings.goals) json["goals"].push_back(write(goal));
  for (const auto& limit : settings.limits) json["limits"].push_back(write(limit));
  json["space"] = Json::parse(to_json(settings.space));
  json["sampler"] = write(settings.sampler);
  json["scheduler"] = write(settings.scheduler);
  json["budget"] = write(settings.budget);
  json["retry"] = {{"lost", settings.retry.lost}, {"error", settings.retry.error}};
  json["parts"] = settings.parts;
  if (settings.part_kind != PartKind::fold) json["part_kind"] = to_text(settings.part_kind);
  if (!settings.test_metric.empty()) json["test_metric"] = settings.test_metric;
  json["seed"] = settings.seed;
  json["paused"] = settings.paused;
  json["job"] = Json::parse(settings.job);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Settings settings_from_json(std::string_view text) {
  try {
    return read(Json::parse(text));
  } catch (const Json::exception& failure) {
    throw Error(ErrorKind::invalid, std::string("these are no settings of a study: ") + failure.what());
  }
}

}  // namespace kilter
