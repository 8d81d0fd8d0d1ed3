// SPDX-License-Identifier: MIT
#include "kilter/cli/judged.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/setup/goals.hpp"

namespace kilter::cli {

void Judging::declare(Options& options) {
  options.option("--by", by, "METRIC", "Any recorded metric, or an expression of them, as \"val_acc - 0.1*ms\"");
  options.option("--from", from, "HOW", "How a curve becomes a value: last, best, mean_last(5)");
  options.flag("--maximize", maximize, "More of it is better, whatever its name says");
  options.flag("--minimize", minimize, "Less of it is better");
}

void read_summary(const std::string& text, Goal& goal) {
  if (text == "last") {
    goal.from = Summary::last;
    return;
  }
  if (text == "best") {
    goal.from = Summary::best;
    return;
  }
  goal.from = Summary::mean_last;
  goal.reports = 5;
  if (text == "mean_last") return;
  if (text.starts_with("mean_last(") && text.ends_with(")")) {
    const auto count = to_integer(std::string_view(text).substr(10, text.size() - 11));
    if (count && *count >= 1 && *count <= 1'000'000) {
      goal.reports = static_cast<int>(*count);
      return;
    }
  }
  throw Error(ErrorKind::usage, {},
              fmt::format("--from {}: last, best or mean_last(5) is expected", printable(text, 60)));
}

Goal goal_of(const Measure& measure, const Judging& judging, const History& history) {
  Goal goal;
  goal.metric = measure.text();
  const auto names = measure.names();
  const auto& goals = history.settings().goals;
  const auto same =
      std::find_if(goals.begin(), goals.end(), [&](const Goal& known) { return known.metric == names.front(); });
  if (same != goals.end()) goal.from = same->from, goal.reports = same->reports;
  if (judging.from) read_summary(*judging.from, goal);
  if (judging.maximize && judging.minimize) throw Error(ErrorKind::usage, "either --maximize or --minimize, not both");
  if (judging.maximize || judging.minimize) {
    goal.maximize = judging.maximize;
    return goal;
  }
  const auto known = known_direction(names.front());
  if (!known && same == goals.end())
    throw Error(ErrorKind::usage, "K103",
                fmt::format("which direction? \"{}\" is not a name Kilter knows", printable(names.front(), 80)),
                {"Add --minimize or --maximize."});
  goal.maximize = same != goals.end() ? same->maximize : *known == Direction::maximize;
  return goal;
}

}  // namespace kilter::cli
