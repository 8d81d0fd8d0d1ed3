// SPDX-License-Identifier: MIT
// A process that dies before or after any append, for every append there is: the next one goes on as if nothing had
// happened.
#include <gtest/gtest.h>

#include "kilter/samplers/samplers.hpp"
#include "tests/lives/life.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/scripted_sampler.hpp"
#include "tests/support/scripted_schedulers.hpp"

namespace kilter::testing {
namespace {

using Side = FaultPoint::Side;

constexpr int few_trials = 6;
constexpr double steps = 3;

Settings study_of(int count) {
  Settings settings = plain_settings(count);
  settings.space = Space(
      {parse_range("x", "float(0,1)"), parse_range("n", "int(1,8)"), parse_range("act", "choice(relu,tanh,gelu)")});
  settings.budget.full = settings.budget.shortest = steps;
  return settings;
}

Plugs plugs_of(const std::string& sampler, const std::string& scheduler) {
  Plugs plugs{[sampler]() -> std::unique_ptr<Sampler> {
                if (sampler == "random") return make_random();
                if (sampler == "quasi_random") return make_quasi_random();
                return std::make_unique<LearningSampler>();
              },
              [scheduler] { return make_scripted_scheduler(scheduler); }};
  return plugs;
}

/// The same at every stop: parameters, states, curves.
std::vector<std::string> results(const History& history) {
  std::vector<std::string> lines;
  for (const auto& trial : history.trials()) {
    std::string line = history.settings().space.write(trial.params) + " " + to_text(trial.state());
    for (const double loss : *trial.parts.at(0).curve.find("loss")) line += " " + std::to_string(loss);
    lines.push_back(std::move(line));
  }
  return lines;
}

using MakePlace = std::unique_ptr<Place> (*)();
class EveryAppend : public ::testing::TestWithParam<std::tuple<const char*, const char*, int, MakePlace>> {};

TEST_P(EveryAppend, MayBeTheLast) {
  const auto [sampler, scheduler, jobs, make_place] = GetParam();
  const Plugs plugs = plugs_of(sampler, scheduler);
  const bool repeatable = jobs == 1 && std::string(scheduler) == "none";

  int appends = 0;
  std::vector<std::string> undisturbed;
  {
    const auto place = make_place();
    FakeClock clock;
    Life life{*place, plugs, clock, static_cast<std::size_t>(jobs)};
    life.begin(study_of(few_trials));
    ASSERT_EQ(life.work({}, &appends), core::Finish::budget_spent);
    undisturbed = results(life.history());
  }
  ASSERT_GE(appends, 3 * few_trials);

  for (int at = 0; at < appends; ++at)
    for (const Side side : {Side::before, Side::after}) {
      SCOPED_TRACE(std::string(side == Side::before ? "before" : "after") + " append " + std::to_string(at));
      const auto place = make_place();
      FakeClock clock;
      Life life{*place, plugs, clock, static_cast<std::size_t>(jobs)};
      life.begin(study_of(few_trials));
      ASSERT_FALSE(life.work({side, at}));
      ASSERT_EQ(life.work(), core::Finish::budget_spent);
      const History history = life.history();
      EXPECT_EQ(faults_of(history, few_trials, steps), "");
      if (repeatable) {
        EXPECT_EQ(results(history), undisturbed);
      }
      EXPECT_EQ(unproved(*place->open(), plugs), "");
    }
}

INSTANTIATE_TEST_SUITE_P(InMemory, EveryAppend,
                         ::testing::Combine(::testing::Values("learning", "random", "quasi_random"),
                                            ::testing::Values("none", "dominated"), ::testing::Values(1, 2),
                                            ::testing::Values(in_memory)));
INSTANTIATE_TEST_SUITE_P(InSqlite, EveryAppend,
                         ::testing::Combine(::testing::Values("learning"), ::testing::Values("none"),
                                            ::testing::Values(1, 2), ::testing::Values(in_sqlite)));

TEST(TwoDeaths, AtEveryPairOfAppends) {
  const Plugs plugs = plugs_of("learning", "none");
  constexpr int few = 3;
  std::vector<std::string> undisturbed;
  for (int first = -1; first < 16; ++first)
    for (int second = 0; second < 16; ++second) {
      SCOPED_TRACE(std::to_string(first) + ", " + std::to_string(second));
      const auto place = in_memory();
      FakeClock clock;
      Life life{*place, plugs, clock};
      life.begin(study_of(few));
      if (first >= 0) {
        life.work({first % 2 ? Side::before : Side::after, first});
        life.work({second % 3 ? Side::before : Side::after, second});
      }
      ASSERT_EQ(life.work(), core::Finish::budget_spent);
      const History history = life.history();
      if (first < 0) undisturbed = results(history);
      EXPECT_EQ(faults_of(history, few, steps), "");
      EXPECT_EQ(results(history), undisturbed);
    }
}

TEST(AFailingStorage, LeavesWhatItConfirmed) {
  const Plugs plugs = plugs_of("learning", "none");
  const auto place = in_memory();
  FakeClock clock;
  Life life{*place, plugs, clock};
  life.begin(study_of(few_trials));
  Revision before = 1;
  for (int at = 0; !life.work({Side::after, at % 5}); ++at) {
    const Revision now = life.history().revision();
    EXPECT_GT(now, before) << "each life gets a little further";
    before = now;
    ASSERT_LT(at, 200);
  }
  EXPECT_EQ(unproved(*place->open(), plugs), "");
}

}  // namespace
}  // namespace kilter::testing
