// SPDX-License-Identifier: MIT
#include "kilter/cli/run_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/analysis/words.hpp"
#include "kilter/base/text.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/setup/goals.hpp"

namespace kilter::cli {
namespace {

/// The last value of each number, in order of first use.
Metrics numbers_of(const Trial& trial) {
  Metrics numbers;
  for (const auto& part : trial.parts) {
    for (const auto& column : part.curve.columns) {
      const auto last =
          std::find_if(column.values.rbegin(), column.values.rend(), [](double value) { return !std::isnan(value); });
      if (last != column.values.rend()) numbers.push_back({column.metric, *last});
    }
    if (part.end) numbers.insert(numbers.end(), part.end->values.begin(), part.end->values.end());
  }
  return numbers;
}

}  // namespace

Message which_metric(const History& history, const Manner& manner) {
  const Trial& trial = history.trials().front();
  const auto& part = trial.parts.front();
  const auto numbers = numbers_of(trial);
  const std::string home = manner.home_from == "--home" ? " --home " + manner.home.string() : "";
  const std::string run = fmt::format("kilter run --name {}{}", history.settings().name, home);
  Message message{Severity::error, "K102", "no metric is named; trial 0 has run to see what the program prints", {}};
  const std::string took = "It ended after " + for_people(part.ended - part.started) + " and counts already. ";
  if (numbers.empty()) {
    message.advice = {took + "No numbers seen.",
                      fmt::format("Print one line per epoch, or at the end:  val_acc=0.93      Then the same with: "
                                  "--maximize val_acc --name {}-2",
                                  history.settings().name),
                      fmt::format("What it printed: kilter trial log {} 0{}", history.settings().name, home)};
    return message;
  }
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min<std::size_t>(numbers.size(), 12); ++i)
    shown.push_back(fmt::format("{} {}", printable(numbers[i].name, 60), rounded(numbers[i].value)));
  message.advice.push_back(took + "Numbers seen: " + join(shown, ", ") + (numbers.size() > 12 ? ", …" : "."));
  auto order = numbers;
  std::stable_sort(order.begin(), order.end(),
                   [](const Metric& a, const Metric& b) { return likely_goal(a.name) > likely_goal(b.name); });
  for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 3); ++i) {
    const auto& name = order[i].name;
    if (likely_goal(name) <= 0) break;
    message.advice.push_back(fmt::format("{}{} --{} {}", i == 0 ? "Choose what is better:  " : "or  ", run,
                                         known_direction(name) == Direction::maximize ? "maximize" : "minimize",
                                         shell_quoted({name})));
  }
  if (likely_goal(order.front().name) <= 0)
    message.advice.push_back(
        fmt::format("[K103] Which direction is better, you know:  {0} --minimize {1}   or  --maximize {1}", run,
                    shell_quoted({order.front().name})));
  return message;
}

}  // namespace kilter::cli
