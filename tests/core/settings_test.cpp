// SPDX-License-Identifier: MIT
#include "kilter/core/settings.hpp"

#include <gtest/gtest.h>

#include "kilter/base/error.hpp"

namespace kilter {
namespace {

Settings everything() {
  Settings s;
  s.name = "wide \"net\"";
  s.note = "Ist breiter besser? \n é";
  s.goals = {{"acc", true, Summary::mean_last, 3}, {"ms", false, Summary::best, 1, Aggregate::iqm}};
  s.limits = {{"size", 5}, {"auc", 0.75, true}};
  s.space = Space({parse_range("lr", "log(1e-4,1)=0.1"), parse_range("width", "int(16,256,16)")},
                  {{"fits", "lr * width < 9"}});
  s.sampler = {"grid", R"({"points":3})"};
  s.scheduler = {"asha", R"({"eta":4})"};
  s.budget = {.trials = 60,
              .hours = 0.1,
              .until = WallTime{std::chrono::milliseconds{1'790'000'000'123}},
              .shortest = 3,
              .full = 90};
  s.retry = {.lost = 5, .error = 2};
  s.parts = 5;
  s.test_metric = "test_acc";
  s.seed = 0xFFFFFFFFFFFFFFFFull;
  s.paused = true;
  s.job = R"({"run":["python","train.py","{lr}"]})";
  return s;
}

TEST(Settings, ReadBackWhatTheyWrite) {
  EXPECT_EQ(settings_from_json(to_json(everything())), everything());
  EXPECT_EQ(settings_from_json(to_json(Settings{})), Settings{});
  EXPECT_EQ(to_json(settings_from_json(to_json(everything()))), to_json(everything()));
}

TEST(Settings, ThrowASentenceForForeignText) {
  for (const char* text : {"", "{", "[]", "{}", "null", R"({"name":3})"})
    EXPECT_THROW(settings_from_json(text), Error) << text;
  std::string wrong = to_json(everything());
  wrong.replace(wrong.find("mean_last"), 9, "mean_evil");
  EXPECT_THROW(settings_from_json(wrong), Error);
}

}  // namespace
}  // namespace kilter
