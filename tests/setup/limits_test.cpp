// SPDX-License-Identifier: MIT
#include "kilter/setup/limits.hpp"

#include <gtest/gtest.h>

#include "kilter/base/error.hpp"
#include "kilter/setup/plan.hpp"

namespace kilter {
namespace {

TEST(Limits, AreReadAsTheyAreTyped) {
  EXPECT_EQ(parse_limit("ms<=5"), (Limit{"ms", 5}));
  EXPECT_EQ(parse_limit(" val/acc > .5e0 "), (Limit{"val/acc", 0.5, true}));
  EXPECT_EQ(to_text(parse_limit("ms>=-2.5")), "ms >= -2.5");
}

TEST(Limits, AreRefusedWithASentence) {
  for (const char* text : {"", "ms", "ms=5", "<=5", "ms<=", "ms<=fast", "ms<=nan", "ms<=inf", "5<=ms<=6"})
    EXPECT_THROW(parse_limit(text), Error) << text;
}

TEST(Limits, AreCollectedLikeGoals) {
  Wishes wishes;
  wishes.goals = {{"loss"}};
  wishes.command = {"train", "{x:float(0,1)}"};
  wishes.limits = {{"ms", 5}, {"loss", 1}};
  const Plan first = plan(wishes);
  EXPECT_EQ(first.settings.limits, wishes.limits);
  EXPECT_EQ(program_of(first.settings).command.metrics, (std::vector<std::string>{"loss", "ms"}));
  Wishes later;
  later.limits = {{"ms", 4}};
  const Change changed = change(first.settings, later);
  EXPECT_EQ(changed.settings.limits, (std::vector<Limit>{{"ms", 4}, {"loss", 1}}));
  EXPECT_EQ(changed.differences, std::vector<std::string>{"limit ms <= 4"});
}

}  // namespace
}  // namespace kilter
