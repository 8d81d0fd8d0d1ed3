// SPDX-License-Identifier: MIT
#include "kilter/setup/goals.hpp"

#include <gtest/gtest.h>

namespace kilter {
namespace {

TEST(Direction, IsKnownFromTheWordsOfAName) {
  for (const char* name : {"loss", "val_loss", "valLoss", "eval/loss", "test-rmse", "log_loss", "perplexity",
                           "acc_error", "loss_mean", "loss/val"})
    EXPECT_EQ(known_direction(name), Direction::minimize) << name;
  for (const char* name : {"acc", "val_acc", "valAcc", "AUC", "eval/f1", "top1", "mean_reward", "r2", "loss_score"})
    EXPECT_EQ(known_direction(name), Direction::maximize) << name;
}

TEST(Direction, IsNotGuessedFromPartsOfWords) {
  for (const char* name : {"reward_gap", "gloss", "accent", "value", "", "x", "_", "flossing"})
    EXPECT_EQ(known_direction(name), std::nullopt) << name;
}

TEST(Direction, NamesTheWordThatDecided) {
  EXPECT_EQ(known_word("val_loss"), "loss");
  EXPECT_EQ(known_word("whatever"), "");
}

TEST(TestSet, IsSeenInTheName) {
  EXPECT_TRUE(looks_like_test_set("test_acc"));
  EXPECT_TRUE(looks_like_test_set("acc/test"));
  EXPECT_FALSE(looks_like_test_set("latest_acc"));
  EXPECT_FALSE(looks_like_test_set("val_acc"));
}

}  // namespace
}  // namespace kilter
