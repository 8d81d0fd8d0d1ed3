// SPDX-License-Identifier: MIT
#include "kilter/setup/parts.hpp"

#include <fmt/format.h>

#include <fstream>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {
namespace {

constexpr int most_parts = 100'000;

std::string some(const Settings& settings) {
  return settings.parts == 1 ? "one part" : fmt::format("{} {}s", settings.parts, to_text(settings.part_kind));
}

/// Whether the scheduler starts trials with a part of their length and lets them go on later.
bool pauses(const Plug& plug) {
  const bool promotes = plug.options.find("\"promote\":true") != std::string::npos;
  const bool asynchronous = plug.options.find("\"asynchronous\":true") != std::string::npos;
  return plug.name == "successive_halving" || (plug.name == "hyperband" && !asynchronous) || promotes;
}

}  // namespace

void take_parts(Wishes& wishes, PartKind kind, int count, const std::string& option) {
  if (count < 1 || count > most_parts)
    throw Error(ErrorKind::usage, fmt::format("{} {}: from 1 to {} are possible", option, count, most_parts));
  if (wishes.parts && wishes.part_kind != kind)
    throw Error(ErrorKind::usage, {},
                fmt::format("a study has {}s or {}s, not both", to_text(*wishes.part_kind), to_text(kind)),
                {"Repeated folds are more folds: with 10 of them the program may take 0 to 4 as one repetition and 5 "
                 "to 9 as another."});
  wishes.parts = count;
  wishes.part_kind = kind;
}

void read_instances(Wishes& wishes, const std::string& text, const std::string& option) {
  if (const auto count = to_integer(text)) {
    take_parts(wishes, PartKind::instance, static_cast<int>(std::clamp(*count, 0LL, 1LL << 30)), option);
    return;
  }
  std::ifstream in(text);
  std::string line;
  while (in && std::getline(in, line) && wishes.instances.size() <= most_parts)
    if (const auto name = trim(line); !name.empty()) wishes.instances.emplace_back(name);
  if (wishes.instances.empty())
    throw Error(ErrorKind::usage, {}, fmt::format("{}: {} names no instance", option, printable(text, 200)),
                {"Give their number, or a file with the name of one in each line."});
  take_parts(wishes, PartKind::instance, static_cast<int>(wishes.instances.size()), option);
}

Aggregate aggregate_from(const std::string& text, const std::string& option) {
  if (text == "mean") return Aggregate::mean;
  if (text == "median") return Aggregate::median;
  if (text == "iqm") return Aggregate::iqm;
  if (text == "worst") return Aggregate::worst;
  throw Error(ErrorKind::usage,
              fmt::format("{} is mean, median, iqm (the mean of the middle half) or worst, not \"{}\"", option,
                          printable(text, 60)));
}

void wish_parts(Settings& settings, Command& command, const Wishes& wishes) {
  if (wishes.parts) {
    settings.parts = *wishes.parts;
    settings.part_kind = *wishes.part_kind;
    command.instances = wishes.instances;
  }
  if (wishes.aggregate)
    for (auto& goal : settings.goals) goal.over = *wishes.aggregate;
  if (wishes.test_metric) settings.test_metric = *wishes.test_metric;
}

void check_parts(const Settings& settings) {
  for (const auto& goal : settings.goals)
    if (goal.metric == settings.test_metric)
      throw Error(ErrorKind::usage, "K118",
                  fmt::format("{} is both the goal and the test metric", printable(goal.metric, 80)),
                  {"A test set that was searched on is none any more. Choose by a validation metric."});
  if (settings.parts == 1 || !pauses(settings.scheduler)) return;
  throw Error(ErrorKind::usage, {},
              fmt::format("the scheduler {} lets trials go on later, and cannot do so with {}", settings.scheduler.name,
                          some(settings)),
              {fmt::format("Leave the scheduler out: {}s are raced (cv_race), and hopeless trials end early.",
                           to_text(settings.part_kind))});
}

void compare_parts(std::vector<std::string>& differences, const Settings& before, const Settings& after) {
  if (before.parts != after.parts || before.part_kind != after.part_kind)
    differences.push_back(fmt::format("{} → {}", some(before), some(after)));
  if (before.test_metric != after.test_metric) differences.push_back("test_metric → " + after.test_metric);
}

void keep_parts(const Settings& before, const Settings& after) {
  if (before.parts == after.parts && before.part_kind == after.part_kind) return;
  throw Error(ErrorKind::usage, {},
              fmt::format("study \"{}\" has trials of {}; with {} they could not be compared", before.name,
                          some(before), some(after)),
              {"Start another study: --new"});
}

}  // namespace kilter
