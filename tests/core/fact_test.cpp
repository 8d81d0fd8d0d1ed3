// SPDX-License-Identifier: MIT
#include "kilter/core/fact.hpp"

#include <gtest/gtest.h>

namespace kilter {
namespace {

/// A study of two trials within a budget of three: trial 0 is proposed and its attempt 1 runs; trial 1 is only added.
class Example final : public Standing {
 public:
  bool running = true;
  bool started = true;
  bool begun() const override { return true; }
  TrialNumber next() const override { return next_; }
  TrialNumber trial_budget() const override { return budget; }
  bool proposed(TrialNumber trial) const override { return trial == 0; }
  std::optional<Run> run(TrialNumber trial, int part) const override {
    if (trial != 0 || part != 0 || !started) return {};
    return Run{1, running};
  }
  TrialNumber next_ = 2;
  TrialNumber budget = 3;
};

class Nothing final : public Standing {
  bool begun() const override { return false; }
  TrialNumber next() const override { return 0; }
  TrialNumber trial_budget() const override { return -1; }
  bool proposed(TrialNumber) const override { return false; }
  std::optional<Run> run(TrialNumber, int) const override { return {}; }
};

TEST(Fact, AStudyBeginsWithItsSettings) {
  EXPECT_TRUE(may_follow(Nothing{}, Changed{}));
  EXPECT_FALSE(may_follow(Nothing{}, Added{.trial = 0}));
}

TEST(Fact, ATrialIsAddedUnderTheNextNumberWithinTheBudget) {
  Example study;
  EXPECT_TRUE(may_follow(study, Added{.trial = 2}));
  EXPECT_FALSE(may_follow(study, Added{.trial = 1}));
  EXPECT_FALSE(may_follow(study, Added{.trial = 3}));
  study.budget = 2;
  EXPECT_FALSE(may_follow(study, Added{.trial = 2}));
  study.budget = -1;
  EXPECT_TRUE(may_follow(study, Added{.trial = 2}));
}

TEST(Fact, ATrialIsProposedOnce) {
  EXPECT_TRUE(may_follow(Example{}, Proposed{.trial = 1}));
  EXPECT_FALSE(may_follow(Example{}, Proposed{.trial = 0}));
  EXPECT_FALSE(may_follow(Example{}, Proposed{.trial = 2}));
  EXPECT_FALSE(may_follow(Example{}, Proposed{.trial = -1}));
}

TEST(Fact, AnAttemptStartsAfterTheOneBefore) {
  Example study;
  EXPECT_FALSE(may_follow(study, Started{.run = {0, 0, 2}})) << "attempt 1 still runs";
  study.running = false;
  EXPECT_TRUE(may_follow(study, Started{.run = {0, 0, 2}}));
  EXPECT_FALSE(may_follow(study, Started{.run = {0, 0, 1}}));
  EXPECT_FALSE(may_follow(study, Started{.run = {0, 0, 3}}));
  EXPECT_TRUE(may_follow(study, Started{.run = {0, 1, 0}})) << "another part";
  EXPECT_FALSE(may_follow(study, Started{.run = {0, 1, 1}}));
  EXPECT_FALSE(may_follow(study, Started{.run = {1, 0, 0}})) << "not proposed";
  EXPECT_FALSE(may_follow(study, Started{.run = {2, 0, 0}})) << "not added";
}

TEST(Fact, OnlyTheRunningAttemptSpeaks) {
  Example study;
  const RunId now{0, 0, 1};
  for (const Fact& fact : {Fact(Reported{.run = now}), Fact(Noted{.run = now}), Fact(Decided{.run = now}),
                           Fact(Ended{.run = now}), Fact(Assigned{.run = now})}) {
    study.running = true;
    EXPECT_TRUE(may_follow(study, fact)) << fact.index();
    study.running = false;
    EXPECT_FALSE(may_follow(study, fact)) << fact.index();
  }
  study.running = true;
  EXPECT_FALSE(may_follow(study, Reported{.run = {0, 0, 0}})) << "an earlier attempt";
  EXPECT_FALSE(may_follow(study, Ended{.run = {0, 0, 2}}));
  EXPECT_FALSE(may_follow(study, Ended{.run = {7, 0, 1}}));
}

TEST(Fact, AnEndedAttemptMayBeRequeued) {
  Example study;
  EXPECT_FALSE(may_follow(study, Requeued{.run = {0, 0, 1}})) << "it runs";
  study.running = false;
  EXPECT_TRUE(may_follow(study, Requeued{.run = {0, 0, 1}}));
  EXPECT_FALSE(may_follow(study, Requeued{.run = {0, 0, 0}}));
  EXPECT_FALSE(may_follow(study, Requeued{.run = {1, 0, 0}}));
}

}  // namespace
}  // namespace kilter
