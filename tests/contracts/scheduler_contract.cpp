// SPDX-License-Identifier: MIT
#include "tests/contracts/scheduler_contract.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kilter/core/study.hpp"
#include "tests/contracts/register.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/races.hpp"

namespace kilter::testing {
namespace {

constexpr std::uint64_t seeds = 10;

/// A new scheduler for each question, as after a kill between any two events.
class Forgetful final : public Scheduler {
 public:
  explicit Forgetful(const MakeScheduler& make) : make_(make) {}
  std::optional<Assignment> next(const History& history, const Rng& rng) override {
    return make_()->next(history, rng);
  }
  Decision judge(const History& history, const RunId& run) override { return make_()->judge(history, run); }

 private:
  const MakeScheduler& make_;
};

std::string text(const Decision& decision) { return std::string(to_text(decision.verdict)) + ": " + decision.reason; }

std::vector<Entry> log_of(const History& history) {
  std::vector<Entry> log;
  for (Revision r = 1; r <= history.revision(); ++r) log.push_back(history.entry(r));
  return log;
}

/// What was decided after each report, without the words.
std::vector<std::pair<RunId, Verdict>> verdicts(const History& history) {
  std::vector<std::pair<RunId, Verdict>> all;
  for (const auto& entry : log_of(history))
    if (const auto* decided = std::get_if<Decided>(&entry.fact)) all.emplace_back(decided->run, decided->verdict);
  return all;
}

void check_judgement(Scheduler& scheduler, const History& history, Revision at) {
  const auto* report = std::get_if<Reported>(&history.entry(at).fact);
  if (!report) return;
  const auto* decided = at < history.revision() ? std::get_if<Decided>(&history.entry(at + 1).fact) : nullptr;
  Decision stored;
  if (decided) stored = {decided->verdict, decided->reason};
  EXPECT_EQ(text(scheduler.judge(upto(history, at), report->run)), text(stored)) << "revision " << at;
}

void check_start(Scheduler& scheduler, const History& history, Revision at) {
  const auto* started = std::get_if<Started>(&history.entry(at).fact);
  if (!started) return;
  const History then = upto(history, started->basis);
  const auto number = static_cast<std::uint64_t>(then.next());
  const auto assignment = scheduler.next(then, Rng{then.settings().seed, number});
  ASSERT_TRUE(assignment);
  EXPECT_EQ(assignment->trial.value_or(then.next()), started->run.trial) << "revision " << at;
  EXPECT_EQ(assignment->budget, started->budget) << "revision " << at;
  EXPECT_EQ(assignment->reason, started->reason) << "revision " << at;
}

void decides_the_same_warm_and_cold(const MakeScheduler& make) {
  const Race race{.trials = 24, .seed = 5, .nan_share = 0.1, .noise = 0.3};
  const auto first = make();
  const History history = run(race, *first);
  std::vector<Revision> order(history.revision());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i + 1;
  const Rng rng{9, 9};
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[rng.below(i, 0, i)]);
  for (const Revision at : order) {
    const auto cold = make();
    for (Scheduler* scheduler : {first.get(), cold.get()}) {
      check_judgement(*scheduler, history, at);
      check_start(*scheduler, history, at);
    }
  }
}

void may_be_killed_at_any_event(const MakeScheduler& make) {
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    SCOPED_TRACE(seed);
    const Race race{.seed = seed, .noise = 0.3};
    const auto remembers = make();
    Forgetful forgets(make);
    const auto one = log_of(run(race, *remembers));
    const auto two = log_of(run(race, forgets));
    EXPECT_TRUE(one == two);
  }
}

void never_stops_the_best(const MakeScheduler& make) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const auto scheduler = make();
    const History history = run({.seed = seed}, *scheduler);
    TrialNumber best = 0;
    for (TrialNumber trial = 1; trial < history.next(); ++trial)
      if (final_loss(history, trial) < final_loss(history, best)) best = trial;
    EXPECT_EQ(history.trials()[static_cast<std::size_t>(best)].state(), TrialState::complete) << "trial " << best;
  }
}

void ends_and_gives_reasons(const MakeScheduler& make) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const auto scheduler = make();
    const History history = run({.seed = seed, .nan_share = 0.2, .noise = 1}, *scheduler);
    EXPECT_EQ(history.next(), 40);
    EXPECT_TRUE(history.running().empty());
    for (const auto& entry : log_of(history)) {
      const auto* decided = std::get_if<Decided>(&entry.fact);
      if (!decided) continue;
      EXPECT_NE(decided->reason.find_first_of("0123456789"), std::string::npos) << decided->reason;
    }
  }
}

void treats_both_directions_alike(const MakeScheduler& make) {
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    SCOPED_TRACE(seed);
    const auto scheduler = make();
    const auto down = verdicts(run({.seed = seed, .noise = 0.5}, *scheduler));
    const auto up = verdicts(run({.seed = seed, .maximize = true, .noise = 0.5}, *scheduler));
    EXPECT_EQ(down, up);
  }
}

}  // namespace

bool test_scheduler(const std::string& name, MakeScheduler make) {
  const std::pair<const char*, void (*)(const MakeScheduler&)> tests[] = {
      {"DecidesTheSameWarmAndCold", decides_the_same_warm_and_cold},
      {"MayBeKilledAtAnyEvent", may_be_killed_at_any_event},
      {"NeverStopsTheBest", never_stops_the_best},
      {"EndsAndGivesReasons", ends_and_gives_reasons},
      {"TreatsBothDirectionsAlike", treats_both_directions_alike},
  };
  for (const auto& [test, body] : tests)
    register_test("SchedulerContract/" + name, test, __FILE__, [body = body, make] { body(make); });
  return true;
}

}  // namespace kilter::testing
