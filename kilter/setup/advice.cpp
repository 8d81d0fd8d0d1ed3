// SPDX-License-Identifier: MIT
#include "kilter/setup/advice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/text.hpp"
#include "kilter/setup/goals.hpp"
#include "kilter/setup/plan.hpp"
#include "kilter/space/advice.hpp"

namespace kilter {
namespace {

const char* verb(bool maximize) { return maximize ? "maximize" : "minimize"; }

void direction_doubt(std::vector<Message>& out, const Goal& goal) {
  const auto direction = known_direction(goal.metric);
  if (!direction || (*direction == Direction::maximize) == goal.maximize) return;
  const std::string metric = printable(goal.metric, 80);
  out.push_back({Severity::warning,
                 "K104",
                 fmt::format("you asked to {} \"{}\"; {} is normally {}d", verb(goal.maximize), metric,
                             known_word(goal.metric), verb(!goal.maximize)),
                 {fmt::format("Stop: Ctrl-C, then --{} {} with a new --name. Sure: --yes-{}", verb(!goal.maximize),
                              metric, verb(goal.maximize))}});
}

void test_set_doubt(std::vector<Message>& out, const Settings& settings, const Goal& goal) {
  if (!looks_like_test_set(goal.metric)) return;
  const auto trials = settings.budget.trials;
  out.push_back({Severity::warning,
                 "K118",
                 fmt::format("the objective \"{}\" looks like the test set", printable(goal.metric, 80)),
                 {fmt::format("Choosing the best of {} trials on it makes its score too good. Report a validation "
                              "metric for the search",
                              trials ? std::to_string(*trials) : "many"),
                  fmt::format("and keep the test set for the end:  --{} val_acc", verb(goal.maximize))}});
}

void few_trials_doubt(std::vector<Message>& out, const Settings& settings) {
  const auto parameters = std::count_if(settings.space.parameters().begin(), settings.space.parameters().end(),
                                        [](const Parameter& p) { return p.kind != Kind::fixed; });
  const auto trials = settings.budget.trials;
  if (!trials || parameters < 3 || *trials >= 2 * parameters) return;
  out.push_back(
      {Severity::warning,
       "K108",
       fmt::format("{} trials for {} parameters: this will be exploration only, no learned proposals", *trials,
                   parameters),
       {fmt::format("Tune fewer (lr and weight decay usually matter most), or --trials {}. A known good start "
                    "is trial 0 anyway.",
                    default_trials(settings.space))}});
}

}  // namespace

std::vector<Message> doubts(const Settings& settings, bool sure) {
  std::vector<Message> out;
  for (const auto& goal : settings.goals) {
    if (!sure) direction_doubt(out, goal);
    test_set_doubt(out, settings, goal);
  }
  for (auto& message : warnings(settings.space)) out.push_back(std::move(message));
  few_trials_doubt(out, settings);
  return out;
}

}  // namespace kilter
