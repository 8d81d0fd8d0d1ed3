// SPDX-License-Identifier: MIT
// A history written line by line: settings, then trials as they start, report and end.
#pragma once
#include <limits>

#include "kilter/core/history.hpp"

namespace kilter {

struct Written {
  History history;
  WallTime now{};

  explicit Written(std::vector<Goal> goals, std::optional<int> trials = 30) {
    settings.goals = std::move(goals);
    settings.space =
        Space({{.name = "lr", .scale = Scale::log, .low = 1e-4, .high = 1},
               {.name = "act", .kind = Kind::categorical, .choices = {std::string("relu"), std::string("tanh")}},
               {.name = "fast", .kind = Kind::boolean},
               {.name = "batch", .kind = Kind::fixed, .choices = {std::int64_t{128}}}});
    settings.budget.trials = trials;
    change();
  }

  void change() { take(Changed{to_json(settings), settings.budget.trials.value_or(-1), ""}); }
  void take(Fact fact) { history.take({history.revision() + 1, now, std::move(fact)}); }
  void pass(std::chrono::milliseconds span) { now += span; }

  /// A trial that runs; `given`: what the user gave, a JSON object.
  RunId start(const std::string& params, const std::string& given = {}, double budget = 1) {
    const TrialNumber number = history.next();
    take(Added{.trial = number, .given = given});
    take(Proposed{.trial = number, .params = params, .basis = history.revision(), .by = "random/1"});
    take(Started{.run = {number, 0, 0}, .worker = "w", .budget = budget});
    return {number, 0, 0};
  }
  void end(const RunId& run, Metrics values, End how = End::completed, Cause cause = Cause::none) {
    take(Ended{run, {how, cause, std::move(values), ""}});
  }
  TrialNumber complete(Metrics values, const std::string& params = R"({"lr":0.1})", const std::string& given = {}) {
    const RunId run = start(params, given);
    end(run, std::move(values));
    return run.trial;
  }

  Settings settings;
};

}  // namespace kilter
