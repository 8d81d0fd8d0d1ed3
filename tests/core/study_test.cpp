// SPDX-License-Identifier: MIT
#include "kilter/core/study.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kilter/base/error.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/scripted_sampler.hpp"

namespace kilter::testing {
namespace {

class StudyTest : public ::testing::Test {
 protected:
  StudyTest() { begin(plain_settings()); }

  void begin(const Settings& settings) {
    const Fact fact = changed(settings);
    ASSERT_TRUE(storage->append({&fact, 1}, clock.wall()));
  }

  FakeClock clock;
  std::shared_ptr<MemoryLog> log = make_memory_log();
  std::unique_ptr<Storage> storage = open_memory(log);
  ScriptedSampler sampler;
  Scheduler scheduler;
};

TEST_F(StudyTest, AsksSeedsThatStayWithATrial) {
  core::Study study(*storage, sampler, scheduler, clock, "a");
  const auto first = *study.ask();
  const auto second = *study.ask();
  EXPECT_NE(first.seed, second.seed);
  study.tell(first.run, {.end = End::failed, .cause = Cause::lost});
  const auto again = *study.ask();
  EXPECT_EQ(again.run, (RunId{0, 0, 1}));
  EXPECT_EQ(again.seed, first.seed);
  EXPECT_EQ(again.params, first.params);
}

TEST_F(StudyTest, TrialsThatAreGivenRunAsGiven) {
  const Fact given = Added{.trial = 0, .given = R"({"x":0.125})"};
  ASSERT_TRUE(storage->append({&given, 1}, clock.wall()));
  core::Study study(*storage, sampler, scheduler, clock, "a");
  EXPECT_EQ(study.ask()->params, Params{0.125});
}

TEST_F(StudyTest, EndsWhereTheSamplerHasNothingLeft) {
  class Empty final : public Sampler {
    std::optional<Proposal> propose(const History& history, const Request& request) override {
      if (history.next() >= 2) return {};
      return ScriptedSampler{}.propose(history, request);
    }
  } two;
  core::Study study(*storage, two, scheduler, clock, "a");
  EXPECT_TRUE(study.ask());
  EXPECT_TRUE(study.ask());
  EXPECT_FALSE(study.ask());
  EXPECT_EQ(study.why_nothing(), core::Nothing::exhausted);
}

TEST_F(StudyTest, KeepsANameToOneKind) {
  core::Study study(*storage, sampler, scheduler, clock, "a");
  const auto job = *study.ask();
  EXPECT_EQ(study.extend(job.run, parse_range("depth", "int(3,3)")), Value(std::int64_t{3}));
  EXPECT_THROW(study.extend(study.ask()->run, parse_range("depth", "bool")), Error);
}

TEST_F(StudyTest, FailsARunWithoutAFiniteValueForEachGoal) {
  Settings two = plain_settings();
  two.goals = {{"loss"}, {"ms"}};
  begin(two);
  core::Study study(*storage, sampler, scheduler, clock, "a");
  const auto end = [&](Metrics values) {
    const auto job = *study.ask();
    study.tell(job.run, {.values = std::move(values)});
    return *study.history().trials()[static_cast<std::size_t>(job.run.trial)].part(0)->end;
  };
  EXPECT_EQ(end({{"loss", 1}, {"ms", 2}}).end, End::completed);
  const Outcome missing = end({{"loss", 1}});
  EXPECT_EQ(missing.cause, Cause::no_value);
  EXPECT_NE(missing.detail.find("\"ms\""), std::string::npos);
  EXPECT_EQ(end({{"loss", std::nan("")}, {"ms", 2}}).cause, Cause::nan);
}

TEST_F(StudyTest, ReplayDisprovesAChangedHistory) {
  LearningSampler learning;
  core::Study study(*storage, learning, scheduler, clock, "a");
  for (int i = 0; i < 6; ++i) {
    const auto job = *study.ask();
    study.report({job.run, 1, {{"loss", job.params[0]}}});
    study.tell(job.run, {});
  }
  const auto copy = [&](double loss) {
    auto changed_log = make_memory_log();
    const auto to = open_memory(changed_log);
    for (auto& entry : storage->since(0)) {
      if (auto* f = std::get_if<Reported>(&entry.fact); f && f->run.trial == 2) f->metrics[0].value = loss;
      EXPECT_TRUE(to->append({&entry.fact, 1}, entry.stamp));
    }
    LearningSampler fresh;
    return core::replay(*open_memory(changed_log), fresh, 5).result;
  };
  EXPECT_EQ(copy(study.history().trials()[2].params[0]), core::Replay::Result::proved);
  EXPECT_EQ(copy(17), core::Replay::Result::disproved);
  EXPECT_EQ(core::replay(*storage, sampler, 5).result, core::Replay::Result::not_checkable) << "another sampler";
  EXPECT_EQ(core::replay(*storage, learning, 99).result, core::Replay::Result::not_checkable);
}

}  // namespace
}  // namespace kilter::testing
