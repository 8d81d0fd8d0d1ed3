// SPDX-License-Identifier: MIT
#include "kilter/analysis/words.hpp"

#include <gtest/gtest.h>

#include "written.hpp"

namespace kilter {
namespace {

using namespace std::chrono_literals;

TEST(Words, DescribeAConfigurationInTheOrderOfTheSpace) {
  Written w({{.metric = "acc", .maximize = true}});
  w.start(R"({"act":"tanh","lr":0.081234567,"fast":true,"batch":128})");
  EXPECT_EQ(describe(w.history.settings().space, w.history.trials()[0].params), "lr 0.08123   act tanh   fast yes");
}

TEST(Words, NameWhatChangedAgainstTheDefaults) {
  Written w({{.metric = "acc", .maximize = true}});
  w.start(R"({"lr":0.01,"act":"relu","fast":false})", R"({"lr":0.01})");
  w.start(R"({"lr":0.08,"act":"relu","fast":true})");
  w.start(R"({"lr":0.01,"act":"relu"})");
  w.start(R"({"lr":0.01,"act":"relu","fast":false})");
  const auto& trials = w.history.trials();
  EXPECT_EQ(describe_changes(w.history, trials[1]), "lr 0.01 → 0.08, fast no → yes");
  EXPECT_EQ(describe_changes(w.history, trials[2]), "fast no → –");
  EXPECT_EQ(describe_changes(w.history, trials[3]), "the defaults");
}

TEST(Words, GiveTheWholeConfigurationWhereThereAreNoDefaults) {
  Written w({{.metric = "acc", .maximize = true}});
  w.start(R"({"lr":0.01,"act":"relu"})");
  w.start(R"({"lr":0.08,"act":"relu"})");
  EXPECT_EQ(describe_changes(w.history, w.history.trials()[1]), "lr 0.08   act relu");
}

TEST(Words, CutALongChoiceShort) {
  const Space space({{.name = "a", .kind = Kind::categorical, .choices = {std::string(500, 'x'), std::string("b")}}});
  EXPECT_EQ(describe(space, {0}), "a " + std::string(60, 'x') + "…");
}

TEST(Words, TellSpansOfTimeAsPeopleDo) {
  EXPECT_EQ(for_people(0ms), "0.0 s");
  EXPECT_EQ(for_people(1240ms), "1.2 s");
  EXPECT_EQ(for_people(12'400ms), "12 s");
  EXPECT_EQ(for_people(200s), "3 min 20 s");
  EXPECT_EQ(for_people(180s), "3 min");
  EXPECT_EQ(for_people(2h + 11min), "2 h 11 min");
  EXPECT_EQ(for_people(59min + 59s + 700ms), "1 h");
  EXPECT_EQ(for_people(76h), "3 days 4 h");
}

}  // namespace
}  // namespace kilter
