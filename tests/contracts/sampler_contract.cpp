// SPDX-License-Identifier: MIT
#include "tests/contracts/sampler_contract.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <thread>

#include "kilter/base/error.hpp"
#include "kilter/core/study.hpp"
#include "kilter/space/count.hpp"
#include "kilter/space/draw.hpp"
#include "kilter/space/key.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/contracts/register.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/spaces.hpp"

namespace kilter::testing {
namespace {

constexpr std::uint64_t spaces = 100;

Settings settings_of(Space space, std::uint64_t seed) {
  Settings settings{.name = "contract", .goals = {{"loss"}}, .space = std::move(space), .seed = seed};
  return settings;
}

std::string text(const std::optional<Proposal>& p, const Space& space) {
  return p ? space.write(p->params) + " " + p->by + " [" + p->note + "] " + p->reason : "nothing";
}

/// Ends trials in some order, some of them badly; others stay pending.
void end_some(Script& script, Dice& dice) {
  for (const auto& trial : script.history().trials()) {
    if (!trial.parts.front().running || dice.chance(0.4)) continue;
    if (dice.chance(0.5)) script.report(trial.number, 1, dice.uniform());
    const End how = dice.chance(0.2) ? End::failed : dice.chance(0.2) ? End::stopped : End::completed;
    script.end(trial.number, how, {{"loss", dice.uniform()}});
  }
}

/// Some codes of an allowed configuration.
Params some_of(const Space& space, Dice& dice) {
  Params given = draw(space, Rng{dice.bits(), 0}, 0);
  for (double& code : given)
    if (dice.chance(0.5)) code = std::nan("");
  return given;
}

void check(const Space& space, const Params& given, const Proposal& proposal) {
  ASSERT_EQ(proposal.params.size(), space.size());
  Params settled = proposal.params;
  space.settle(settled);
  EXPECT_EQ(space.write(settled), space.write(proposal.params)) << "not settled";
  EXPECT_EQ(space.broken(proposal.params), nullptr) << space.write(proposal.params);
  for (std::size_t i = 0; i < space.size(); ++i) {
    EXPECT_EQ(std::isnan(proposal.params[i]), !space.active(i, proposal.params)) << space[i].name;
    if (i < given.size() && !std::isnan(given[i]) && !std::isnan(proposal.params[i])) {
      EXPECT_EQ(proposal.params[i], given[i]) << space[i].name << " was given";
    }
  }
  EXPECT_NE(proposal.by.find('/'), std::string::npos) << "name and version: " << proposal.by;
  EXPECT_FALSE(proposal.reason.empty());
}

void proposes_what_is_allowed(const MakeSampler& make) {
  for (std::uint64_t seed = 0; seed < spaces; ++seed) {
    SCOPED_TRACE(seed);
    const Space space = random_space(seed);
    Script script(settings_of(space, seed));
    const auto sampler = make();
    Dice dice(seed);
    for (int i = 0; i < 30; ++i) {
      const Params given = dice.chance(0.2) ? some_of(space, dice) : Params{};
      const auto asked = script.ask(*sampler, given);
      if (!asked.proposal) break;
      check(space, given, *asked.proposal);
      end_some(script, dice);
    }
  }
}

void never_repeats_itself(const MakeSampler& make) {
  for (std::uint64_t seed = 0; seed < spaces; ++seed) {
    SCOPED_TRACE(seed);
    const Space space = random_space(seed, {.finite = seed % 2 == 0});
    if (count(space) == 0u) continue;
    Script script(settings_of(space, seed));
    const auto sampler = make();
    Dice dice(seed);
    std::set<Key> keys;
    for (int i = 0; i < 60; ++i) {
      const auto asked = script.ask(*sampler);
      if (!asked.proposal) break;
      EXPECT_TRUE(keys.insert(key(space, asked.proposal->params)).second) << space.write(asked.proposal->params);
      end_some(script, dice);
    }
  }
}

void is_pure(const MakeSampler& make) {
  for (std::uint64_t seed = 0; seed < spaces / 2; ++seed) {
    SCOPED_TRACE(seed);
    const Space space = random_space(seed);
    Script script(settings_of(space, seed));
    const auto sampler = make();
    Dice dice(seed);
    std::vector<Asked> asked;
    for (int i = 0; i < 24; ++i) {
      asked.push_back(script.ask(*sampler, dice.chance(0.2) ? some_of(space, dice) : Params{}));
      end_some(script, dice);
      if (i == 12) {
        Settings later = script.history().settings();
        later.budget.trials = 100;
        script.take(Changed{to_json(later), 100, "more"});
      }
    }
    for (std::size_t i = asked.size(); i > 1; --i) std::swap(asked[i - 1], asked[dice.below(i)]);
    for (const auto& question : asked) {
      const std::string first = text(question.proposal, space);
      EXPECT_EQ(first, text(script.again(*sampler, question), space)) << "warm, trial " << question.number;
      EXPECT_EQ(first, text(script.again(*make(), question), space)) << "cold, trial " << question.number;
    }
  }
}

void ends_when_all_is_tried(const MakeSampler& make) {
  for (std::uint64_t seed = 0; seed < spaces; ++seed) {
    SCOPED_TRACE(seed);
    const Space space = random_space(seed, {.most_parameters = 4, .finite = true});
    const std::uint64_t all = *count(space);
    Script script(settings_of(space, seed));
    const auto sampler = make();
    std::uint64_t proposed = 0;
    try {
      while (proposed <= all && script.ask(*sampler).proposal) ++proposed;
      EXPECT_FALSE(script.ask(*sampler).proposal) << "asked once more";
    } catch (const Error& error) {
      EXPECT_EQ(all, 0u) << error.what();
    }
    EXPECT_EQ(proposed, all);
  }
}

/// One writer: asks and tells until nothing is left.
void work(const MakeSampler& make, const std::shared_ptr<MemoryLog>& log, const std::string& name) {
  const auto storage = open_memory(log);
  const auto sampler = make();
  Scheduler scheduler;
  SystemClock clock;
  core::Study study(*storage, *sampler, scheduler, clock, name);
  while (const auto job = study.ask())
    study.tell(job->run, {.values = {{"loss", static_cast<double>(job->run.trial)}}});
}

void race(const MakeSampler& make, const Space& space, std::uint64_t seed, std::uint64_t expected) {
  SCOPED_TRACE(seed);
  const auto log = make_memory_log();
  Settings settings = settings_of(space, seed);
  settings.budget.trials = 60;
  const Fact begin = Changed{to_json(settings), 60, "created"};
  ASSERT_TRUE(open_memory(log)->append({&begin, 1}, {}));
  {
    std::jthread one([&] { work(make, log, "one"); });
    std::jthread two([&] { work(make, log, "two"); });
  }
  const auto storage = open_memory(log);
  History history;
  for (auto& entry : storage->since(0)) history.take(entry);
  ASSERT_EQ(static_cast<std::uint64_t>(history.next()), expected);
  std::set<Key> keys;
  const auto warm = make();
  for (const auto& trial : history.trials()) {
    EXPECT_TRUE(keys.insert(key(space, trial.params)).second) << "twins: trial " << trial.number;
    const auto cold = make();
    for (Sampler* sampler : {warm.get(), cold.get()}) {
      const auto replay = core::replay(*storage, *sampler, trial.number);
      EXPECT_EQ(replay.result, core::Replay::Result::proved) << replay.sentence;
    }
  }
}

void racing_writers_replay(const MakeSampler& make) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Space open(
        {parse_range("lr", "log(1e-4,1)"), parse_range("n", "int(1,9)"), parse_range("a", "choice(x,y,z)")});
    race(make, open, seed, 60);
    const Space finite({parse_range("n", "int(1,5)"), parse_range("a", "choice(x,y,z)"), parse_range("b", "bool")});
    race(make, finite, seed, 30);
  }
}

void answers_about_one_parameter_more(const MakeSampler& make) {
  const Parameter extra[] = {parse_range("x", "float(0,1)"), parse_range("n", "int(1,3)"), parse_range("b", "bool")};
  Script script(settings_of(Space(), 3));
  const auto sampler = make();
  ASSERT_TRUE(script.ask(*sampler).proposal) << "an empty space has one configuration";
  EXPECT_FALSE(script.ask(*sampler).proposal) << "and only one";
  for (const auto& parameter : extra) EXPECT_FALSE(std::isnan(script.extend(*sampler, 0, parameter)));
  for (TrialNumber trial = 1; trial < 12; ++trial) {
    const auto asked = script.ask(*sampler);
    ASSERT_TRUE(asked.proposal) << trial;
    check(script.history().settings().space, {}, *asked.proposal);
  }
  const double late = script.extend(*sampler, 11, parse_range("late", "int(1,3)"));
  EXPECT_TRUE(late >= 1 && late <= 3) << late;
}

void keeps_a_whole_configuration_that_is_given(const MakeSampler& make) {
  const Space space({parse_range("n", "int(1,2)"), parse_range("b", "bool")});
  Script script(settings_of(space, 1));
  const auto sampler = make();
  for (int i = 0; i < 3; ++i) {
    const auto asked = script.ask(*sampler, {2, 1});
    ASSERT_TRUE(asked.proposal) << "a repetition that somebody asked for";
    EXPECT_EQ(asked.proposal->params, (Params{2, 1}));
  }
  for (int i = 0; i < 3; ++i) {
    const auto asked = script.ask(*sampler, {2, std::nan("")});
    ASSERT_TRUE(asked.proposal) << "a given code leaves nothing new";
    EXPECT_EQ(asked.proposal->params[0], 2);
  }
}

}  // namespace

bool test_sampler(const std::string& name, MakeSampler make) {
  const std::pair<const char*, void (*)(const MakeSampler&)> tests[] = {
      {"ProposesWhatIsAllowed", proposes_what_is_allowed},
      {"NeverRepeatsItself", never_repeats_itself},
      {"IsPureWarmAndColdAtAnyBasis", is_pure},
      {"EndsWhenAllIsTried", ends_when_all_is_tried},
      {"RacingWritersReplay", racing_writers_replay},
      {"AnswersAboutOneParameterMore", answers_about_one_parameter_more},
      {"KeepsAWholeConfigurationThatIsGiven", keeps_a_whole_configuration_that_is_given},
  };
  for (const auto& [test, body] : tests)
    register_test("SamplerContract/" + name, test, __FILE__, [body = body, make] { body(make); });
  return true;
}

}  // namespace kilter::testing
