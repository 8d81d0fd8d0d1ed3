// SPDX-License-Identifier: MIT
#include "kilter/setup/registry.hpp"

#include <gtest/gtest.h>

#include "kilter/base/error.hpp"

namespace kilter {
namespace {

template <class Make>
std::string refusal(Make make) {
  try {
    make();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid);
    return to_text(error.message());
  }
  return {};
}

TEST(Registry, MakesEveryPlugThatItDescribes) {
  for (const auto& help : sampler_help()) {
    EXPECT_NE(make_sampler({help.name}), nullptr) << help.name;
    EXPECT_FALSE(help.sentence.empty());
  }
  for (const auto& help : scheduler_help()) EXPECT_NE(make_scheduler({help.name}), nullptr) << help.name;
  EXPECT_EQ(sampler_help().size(), 6u);
  EXPECT_EQ(scheduler_help().size(), 11u);
}

TEST(Registry, TakesOptions) {
  EXPECT_NE(make_sampler({"grid", R"({"points":7,"numbers":{"lr":9}})"}), nullptr);
  EXPECT_NE(make_scheduler({"patience", R"({"then":{"name":"median","startup_trials":3}})"}), nullptr);
  EXPECT_NE(make_scheduler({"patience", R"({"then":"asha"})"}), nullptr);
  EXPECT_NE(make_scheduler({"asha", R"({"eta":4,"promote":true,"shortest":2})"}), nullptr);
}

TEST(Registry, SaysWhatIsWrong) {
  EXPECT_EQ(refusal([] { make_sampler({"quasi_randm"}); }),
            "error: there is no sampler \"quasi_randm\"\n   Did you mean quasi_random?\n"
            "   There are: auto, gp, quasi_random, random, grid, tpe");
  EXPECT_EQ(refusal([] { make_sampler({"grid", R"({"point":7})"}); }),
            "error: grid has no option \"point\"\n   Did you mean points?");
  EXPECT_EQ(refusal([] { make_sampler({"grid", R"({"points":0})"}); }),
            "error: grid: points lies between 1 and 1000000000");
  EXPECT_EQ(refusal([] { make_sampler({"random", R"({"x":1})"}); }), "error: random has no option \"x\"");
  EXPECT_EQ(refusal([] { make_scheduler({"asha", R"({"promote":1})"}); }), "error: asha: promote is true or false");
  EXPECT_EQ(refusal([] { make_scheduler({"patience", R"({"then":7})"}); }),
            "error: patience: then is a name, or a table with a name");
  EXPECT_EQ(refusal([] { make_scheduler({"patience", R"({"then":{"name":"median","x":1}})"}); }),
            "error: median has no option \"x\"\n   Known are: startup_trials, warmup_steps, interval");
  EXPECT_EQ(refusal([] { make_scheduler({"median", "[]"}); }), "error: median: its options are a table");
  EXPECT_EQ(refusal([] { make_scheduler({"median", "{"}); }), "error: median: its options are a table");
}

}  // namespace
}  // namespace kilter
