// SPDX-License-Identifier: MIT
// `kilter space diff|widen|check|sample`: the ranges of a study or of a study file, and how they changed.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/words.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/given.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/messages.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/space_source.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/written.hpp"
#include "kilter/setup/advice.hpp"
#include "kilter/setup/plan.hpp"
#include "kilter/space/count.hpp"
#include "kilter/space/draw.hpp"

namespace kilter::cli {
namespace {

struct Version {
  int number = 1;
  TrialNumber first = 0;  ///< the first trial that was added under it
  Space space;
  std::vector<std::string> lines;  ///< against the version before
};

std::vector<Version> versions(const History& history) {
  std::vector<Version> all;
  TrialNumber next = 0;
  for (Revision r = 1; r <= history.revision(); ++r) {
    const auto& fact = history.entry(r).fact;
    if (std::holds_alternative<Added>(fact)) ++next;
    const auto* changed = std::get_if<Changed>(&fact);
    if (!changed) continue;
    const Space space = settings_from_json(changed->settings).space;
    if (!all.empty() && all.back().space == space) continue;
    Version version{static_cast<int>(all.size()) + 1, next, space, {}};
    if (!all.empty()) version.lines = space_differences(all.back().space, space);
    all.push_back(std::move(version));
  }
  return all;
}

bool is_number(const Parameter& p) { return p.kind == Kind::real || p.kind == Kind::integer; }

/// A decade more at both ends of a log range, half its width of a linear one; what was above 0 stays so.
Parameter wider(const Parameter& p) {
  Parameter wide = p;
  if (!is_number(p) || p.scale == Scale::logit || p.scale == Scale::reverse_log)
    throw Error(ErrorKind::usage, {}, fmt::format("{} has no range of numbers that could be widened by itself", p.name),
                {"Say the new range: kilter space widen k1 'lr=log(1e-5,1)'"});
  if (p.scale == Scale::log) {
    wide.low = p.low / 10, wide.high = p.high * 10;
  } else {
    const double half = p.step > 0 ? std::ceil((p.high - p.low) / 2 / p.step) * p.step : (p.high - p.low) / 2;
    wide.low = p.low - half, wide.high = p.high + half;
    if (p.low >= 0) wide.low = std::max(wide.low, p.step > 0 ? std::fmod(p.low, p.step) : 0.0);
  }
  if (p.kind == Kind::integer) {
    wide.low = std::ceil(wide.low), wide.high = std::floor(wide.high);
    if (p.low >= 1) wide.low = std::max(wide.low, 1.0);
  }
  return wide;
}

Parameter widened(const Space& space, const std::string& word) {
  const auto equals = word.find('=');
  const std::string name = word.substr(0, equals);
  const auto index = space.find(name);
  if (!index) {
    std::vector<std::string> names;
    for (const auto& parameter : space.parameters()) names.push_back(parameter.name);
    std::vector<std::string> advice;
    if (const auto meant = nearest(name, names)) advice.push_back("Did you mean " + *meant + "?");
    advice.push_back("Parameters of the study: " + join(names, ", "));
    throw Error(ErrorKind::usage, {}, fmt::format("the study has no parameter \"{}\"", printable(name, 60)), advice);
  }
  const Parameter& before = space[*index];
  if (equals == word.npos) return wider(before);
  Parameter after = parse_range(name, word.substr(equals + 1));
  // What is not said again stays.
  if (!after.fallback) after.fallback = before.fallback;
  if (!after.beside) after.beside = before.beside;
  after.when = before.when, after.role = before.role, after.was = before.was;
  const bool numbers = is_number(before) && is_number(after);
  const auto has = [&](const Value& value) {
    return std::find(after.choices.begin(), after.choices.end(), value) != after.choices.end();
  };
  const bool holds = numbers
                         ? after.low <= before.low && after.high >= before.high
                         : before.kind == after.kind && std::all_of(before.choices.begin(), before.choices.end(), has);
  if (!holds)
    throw Error(ErrorKind::usage, {}, fmt::format("the new range of {} does not hold all of the old one", name),
                {fmt::format("Old: {}   New: {}", to_json(before), to_json(after)),
                 "To narrow or replace a range: kilter run --name STUDY --param NAME=RANGE"});
  return after;
}

}  // namespace

int verb_space_diff(Options& options) {
  options.read(0, 1, "[STUDY | study.toml]");
  SpaceSource source = space_source(options);
  const auto all = source.study ? versions(source.study->history) : std::vector<Version>{};
  if (options.manner().json) {
    Json list = Json::array();
    for (const auto& version : all)
      list.push_back({{"version", version.number},
                      {"from_trial", version.first},
                      {"changes", version.lines},
                      {"space", Json::parse(to_json(version.space))}});
    Json json{{"schema", "kilter/space-diff/1"},
              {"study", source.study ? Json(source.study->name) : Json(nullptr)},
              {"versions", std::move(list)}};
    if (source.file)
      json["file"] = {
          {"name", source.name}, {"changes", source.changes}, {"space", Json::parse(to_json(source.settings.space))}};
    print_json(std::move(json), next_commands(options, source));
    return 0;
  }
  for (const auto& version : all) {
    say(options, "version {}, from trial {} on{}", version.number, version.first, version.number == 1 ? ":" : "");
    if (version.number == 1)
      for (const auto& parameter : version.space.parameters())
        say(options, "    {}: {}", parameter.name, to_json(parameter));
    for (const auto& text : version.lines) say(options, "  {}", text);
  }
  if (!source.file) return 0;
  if (!source.study) {
    say(options, "{} would start a study of {} parameters; there is none to compare it with", source.name,
        source.settings.space.size());
    return 0;
  }
  say(options, "{} would {}", source.name, source.changes.empty() ? "change nothing" : "change:");
  for (const auto& text : source.changes) say(options, "  {}", text);
  return 0;
}

int verb_space_widen(Options& options) {
  options.read(1, 1000, "[STUDY] NAME or NAME=RANGE");
  const auto [name, rest] = study_and_rest(options, 1);
  Opened study = open_study(options, name, Access::write);
  std::vector<std::string> lines;
  const auto edit = [&](Settings& settings) {
    Wishes wishes;
    for (const auto& word : rest) wishes.parameters.push_back(widened(settings.space, word));
    Change change = kilter::change(settings, wishes);
    lines = change.space;
    settings = std::move(change.settings);
  };
  Settings first = study.settings();
  edit(first);
  if (!lines.empty()) change(study, "kilter space widen: " + join(rest, " "), edit);
  if (options.manner().json) {
    print_json({{"schema", "kilter/space-widen/1"}, {"study", study.name}, {"changes", lines}},
               next_commands(options, study));
    return 0;
  }
  if (lines.empty()) say(options, "{}: nothing changes", study.name);
  for (const auto& text : lines) say(options, "{}", text);
  const StudyState state = state_of(study.history, workers(study), SystemClock().wall());
  if (const auto next = what_next(options, study, state); !next.empty()) say(options, "  next: {}", next);
  return 0;
}

int verb_space_check(Options& options) {
  options.read(0, 1, "[STUDY | study.toml]");
  SpaceSource source = space_source(options);
  const Space& space = source.settings.space;
  const auto size = count(space);
  const auto found = doubts(source.settings, true);
  if (options.manner().json) {
    Json messages = Json::array();
    for (const auto& message : found) messages.push_back(Json::parse(message_json(message)));
    print_json({{"schema", "kilter/space-check/1"},
                {"study", source.study ? Json(source.study->name) : Json(nullptr)},
                {"combinations", size ? Json(*size) : Json(nullptr)},
                {"space", Json::parse(to_json(space))},
                {"messages", std::move(messages)}},
               next_commands(options, source));
    return 0;
  }
  say(options, "{}: {} parameters, {}", source.name, space.size(),
      size ? fmt::format("{} different combinations", *size) : "infinitely many combinations");
  for (const auto& parameter : space.parameters()) say(options, "  {} = {}", parameter.name, to_json(parameter));
  for (const auto& constraint : space.constraints())
    say(options, "  always: {}", printable(constraint.expression, 200));
  for (const auto& message : found) say(options, "{}", to_text(message));
  if (found.empty()) say(options, "nothing looks wrong");
  return 0;
}

int verb_space_sample(Options& options) {
  std::optional<int> number, seed;
  options.option("-n,--number", number, "N", "How many (default 10)");
  options.option("--seed", seed, "N", "For the same ones again (default 0)");
  options.read(0, 1, "[STUDY | study.toml]");
  if (number && (*number < 1 || *number > 100'000))
    throw Error(ErrorKind::usage, fmt::format("--number {}: 1 to 100000 are possible", *number));
  SpaceSource source = space_source(options);
  const Space& space = source.settings.space;
  const Rng rng{static_cast<std::uint64_t>(std::max(seed.value_or(0), 0)), 0};
  Json list = Json::array();
  for (int i = 0; i < number.value_or(10); ++i) {
    const Params params = draw(space, rng, static_cast<std::uint64_t>(i));
    if (options.manner().json)
      list.push_back(params_json(space, params));
    else
      say(options, "{}", describe(space, params));
  }
  if (options.manner().json)
    print_json({{"schema", "kilter/space-sample/1"},
                {"study", source.study ? Json(source.study->name) : Json(nullptr)},
                {"samples", std::move(list)}},
               next_commands(options, source));
  return 0;
}

}  // namespace kilter::cli
