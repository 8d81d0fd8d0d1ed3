// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

#include "kilter/samplers/samplers.hpp"
#include "kilter/samplers/tpe_split.hpp"
#include "kilter/space/key.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

using Value = std::function<double(const Params&)>;

Settings tpe_settings(Space space, std::uint64_t seed = 1) {
  return {.name = "tpe", .goals = {{"loss"}}, .space = std::move(space), .seed = seed};
}

/// Asks and tells; checks that each proposal is new and gives a reason.
std::vector<Asked> run(Script& script, Sampler& sampler, int trials, const Value& value) {
  std::vector<Asked> all;
  const Space& space = script.history().settings().space;
  std::vector<Key> keys;
  for (int i = 0; i < trials; ++i) {
    all.push_back(script.ask(sampler));
    const auto& proposal = all.back().proposal;
    if (!proposal) break;
    EXPECT_FALSE(proposal->reason.empty());
    EXPECT_EQ(space.broken(proposal->params), nullptr);
    keys.push_back(key(space, proposal->params));
    EXPECT_EQ(std::count(keys.begin(), keys.end(), keys.back()), 1) << space.write(proposal->params);
    script.end(all.back().number, End::completed, {{"loss", value(proposal->params)}});
  }
  return all;
}

double branin(const Params& x) {
  using std::numbers::pi;
  const double bend = x[1] - 5.1 / (4 * pi * pi) * x[0] * x[0] + 5 / pi * x[0] - 6;
  return bend * bend + 10 * (1 - 1 / (8 * pi)) * std::cos(x[0]) + 10;
}

Space branin_space() { return Space({parse_range("x", "float(-5,10)"), parse_range("y", "float(0,15)")}); }

double best_after(const std::function<std::unique_ptr<Sampler>()>& make, const Space& space, int trials,
                  const Value& value, std::uint64_t seed) {
  Script script(tpe_settings(space, seed));
  double best = std::numeric_limits<double>::infinity();
  const auto sampler = make();
  run(script, *sampler, trials, [&](const Params& x) {
    best = std::min(best, value(x));
    return value(x);
  });
  return best;
}

double median_best(const std::function<std::unique_ptr<Sampler>()>& make, const Space& space, int trials,
                   const Value& value, int runs) {
  std::vector<double> best;
  for (int seed = 0; seed < runs; ++seed)
    best.push_back(best_after(make, space, trials, value, static_cast<std::uint64_t>(seed)));
  std::sort(best.begin(), best.end());
  return best[best.size() / 2];
}

std::unique_ptr<Sampler> tpe() { return make_tpe(); }

TEST(Tpe, FindsBraninsValleysWithinFiftyTrials) {
  const double found = median_best(tpe, branin_space(), 50, branin, 40);
  EXPECT_LT(found, 0.9);
  EXPECT_LT(found, median_best([] { return make_quasi_random(); }, branin_space(), 50, branin, 40));
}

TEST(Tpe, BeginsWithDeclaredDefaults) {
  Script script(tpe_settings(Space({parse_range("x", "float(0,1)=0.125"), parse_range("n", "int(1,9)")})));
  const auto sampler = make_tpe();
  EXPECT_EQ(script.ask(*sampler).proposal->params, (Params{0.125, 5}));
  EXPECT_NE(script.ask(*sampler).proposal->params[0], 0.125);
}

TEST(Tpe, LearnsWhichBranchIsGood) {
  Parameter left = parse_range("a", "float(0,1)"), right = parse_range("b", "float(0,1)");
  left.when = "model == 'one'", right.when = "model == 'two'";
  const Space space({parse_range("model", "choice(one,two,three)"), left, right});
  const Value value = [](const Params& x) {
    if (x[0] == 0) return 0.3 + std::abs(x[1] - 0.2);
    if (x[0] == 1) return std::abs(x[2] - 0.8);
    return 0.5;
  };
  EXPECT_LT(median_best(tpe, space, 60, value, 20), 0.02);
}

TEST(Tpe, FindsTheBestOfSixtyCategories) {
  Parameter many;
  many.name = "many", many.kind = Kind::categorical;
  for (std::int64_t i = 0; i < 60; ++i) many.choices.emplace_back(i);
  const Space space({many, parse_range("x", "float(0,1)")});
  const Value value = [](const Params& x) { return (x[0] == 17 ? 0 : 1 + x[0] / 60) + std::abs(x[1] - 0.5); };
  EXPECT_LT(median_best(tpe, space, 200, value, 10), 0.1);
}

TEST(Tpe, AddingAConstantOrScalingTheValuesChangesNothing) {
  Script plain(tpe_settings(branin_space())), shifted(tpe_settings(branin_space()));
  const auto one = make_tpe(), two = make_tpe();
  const auto first = run(plain, *one, 40, [](const Params& x) { return std::round(branin(x)); });
  const auto second = run(shifted, *two, 40, [](const Params& x) { return 1024 + 4 * std::round(branin(x)); });
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].proposal->params, second[i].proposal->params) << i;
}

TEST(Tpe, MaximisesWhatShallBeMaximised) {
  Settings up = tpe_settings(branin_space());
  up.goals[0].maximize = true;
  Script down(tpe_settings(branin_space())), script(up);
  const auto one = make_tpe(), two = make_tpe();
  const auto first = run(down, *one, 40, branin);
  const auto second = run(script, *two, 40, [](const Params& x) { return -branin(x); });
  for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(first[i].proposal->params, second[i].proposal->params) << i;
}

TEST(Tpe, KeepsAwayFromTrialsThatFail) {
  const Space space({parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)")});
  Script script(tpe_settings(space));
  const auto sampler = make_tpe();
  int failed = 0;
  for (int i = 0; i < 80; ++i) {
    const auto asked = script.ask(*sampler);
    const Params& x = asked.proposal->params;
    const bool fails = x[0] > 0.5;
    if (fails && i >= 40) ++failed;
    script.end(asked.number, fails ? End::failed : End::completed,
               {{"loss", std::abs(x[1] - 0.5) + std::abs(x[0] - 0.3)}});
  }
  EXPECT_LT(failed, 6);
}

TEST(Tpe, KeepsAwayFromFailuresBehindACliff) {
  const Space space({parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)")});
  int failed = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Script script(tpe_settings(space, seed));
    const auto sampler = make_tpe();
    for (int i = 0; i < 80; ++i) {
      const auto asked = script.ask(*sampler);
      const Params& x = asked.proposal->params;
      const bool fails = x[0] > 0.5;
      if (fails && i >= 40) ++failed;
      script.end(asked.number, fails ? End::failed : End::completed, {{"loss", std::abs(x[1] - 0.5) - x[0]}});
    }
  }
  EXPECT_LT(failed, 140) << "of 400, though values become better up to the cliff";
}

TEST(Tpe, ApproachesAFrontOfTwoGoals) {
  Settings settings = tpe_settings(Space({parse_range("x", "float(0,1)"), parse_range("y", "float(0,1)")}));
  settings.goals = {{"left"}, {"right"}};
  Script script(settings);
  const auto sampler = make_tpe();
  double near_left = 1, near_right = 1, off = 0;
  for (int i = 0; i < 80; ++i) {
    const auto asked = script.ask(*sampler);
    const Params& x = asked.proposal->params;
    const double left = x[0] * x[0] + x[1], right = (1 - x[0]) * (1 - x[0]) + x[1];
    near_left = std::min(near_left, left), near_right = std::min(near_right, right);
    if (i >= 60) off += x[1] / 20;
    script.end(asked.number, End::completed, {{"left", left}, {"right", right}});
  }
  EXPECT_LT(near_left, 0.08);
  EXPECT_LT(near_right, 0.08);
  EXPECT_LT(off, 0.15) << "y costs both goals";
}

TEST(Tpe, SurvivesSeveralGoalsWithHostileValues) {
  for (const std::size_t goals : {2u, 3u, 5u}) {
    Settings settings = tpe_settings(branin_space());
    settings.goals.clear();
    for (std::size_t g = 0; g < goals; ++g) settings.goals.push_back({"g" + std::to_string(g), g == 1});
    Script script(settings);
    const auto sampler = make_tpe();
    const double values[] = {1e300, -1e300, 0, -0.0, std::nan(""), 3, 3};
    for (std::size_t i = 0; i < 50; ++i) {
      const auto asked = script.ask(*sampler);
      ASSERT_TRUE(asked.proposal);
      Metrics metrics;
      for (std::size_t g = 0; g < goals; ++g) metrics.push_back({settings.goals[g].metric, values[(i * (g + 1)) % 7]});
      script.end(asked.number, End::completed, metrics);
    }
  }
}

TEST(Tpe, ProposesDifferentThingsToManyWorkers) {
  Script script(tpe_settings(branin_space()));
  const auto sampler = make_tpe();
  run(script, *sampler, 20, branin);
  std::vector<Params> pending;
  for (int i = 0; i < 64; ++i) pending.push_back(script.ask(*sampler).proposal->params);
  double closest = 1e9;
  for (std::size_t a = 0; a < 8; ++a)
    for (std::size_t b = 0; b < a; ++b)
      closest = std::min(closest, std::hypot(pending[a][0] - pending[b][0], pending[a][1] - pending[b][1]));
  EXPECT_GT(closest, 1e-3);
}

TEST(Tpe, SaysWhyInNumbers) {
  Script script(tpe_settings(branin_space()));
  const auto sampler = make_tpe();
  const auto asked = run(script, *sampler, 31, branin);
  EXPECT_NE(asked.front().proposal->reason.find("Sobol'"), std::string::npos) << asked.front().proposal->reason;
  const std::string& reason = asked.back().proposal->reason;
  EXPECT_NE(reason.find("of 30 trials"), std::string::npos) << reason;
  EXPECT_EQ(asked.back().proposal->by, "tpe/1");
}

/// Values that no model should meet, and spaces that are hard to draw from: always a proposal.
void survives(const Space& space, int trials, const std::function<double(int, const Params&)>& value) {
  Script script(tpe_settings(space));
  const auto sampler = make_tpe();
  int number = 0;
  const auto asked = run(script, *sampler, trials, [&](const Params& x) { return value(number++, x); });
  EXPECT_EQ(asked.size(), static_cast<std::size_t>(trials));
  EXPECT_TRUE(asked.back().proposal);
}

TEST(Tpe, SurvivesAConstantObjective) {
  survives(branin_space(), 60, [](int, const Params&) { return 7.0; });
}

TEST(Tpe, SurvivesValuesAtTheEndsOfDoubles) {
  survives(branin_space(), 80, [](int i, const Params& x) {
    const double values[] = {1e300, -1e300, -0.0, 0.0, std::nan(""), HUGE_VAL, -HUGE_VAL, 5e-324};
    return i % 9 == 8 ? x[0] : values[i % 9];
  });
}

TEST(Tpe, SurvivesWhereAllFails) {
  Script script(tpe_settings(branin_space()));
  const auto sampler = make_tpe();
  std::string reason;
  for (int i = 0; i < 40; ++i) {
    const auto asked = script.ask(*sampler);
    ASSERT_TRUE(asked.proposal);
    script.end(asked.number, End::failed);
    reason = asked.proposal->reason;
  }
  EXPECT_NE(reason.find("none of which has a value"), std::string::npos) << reason;
}

TEST(Tpe, SurvivesTwoHundredDimensions) {
  std::vector<Parameter> parameters;
  for (int i = 0; i < 200; ++i)
    parameters.push_back(parse_range("p" + std::to_string(i), i % 2 == 0 ? "float(0,1)" : "int(1,9)"));
  survives(Space(std::move(parameters)), 40, [](int, const Params& x) { return x[0] + x[1]; });
}

TEST(Tpe, SurvivesThirtyDecadesAndRangesOfOneValue) {
  const Space space({parse_range("wide", "log(1e-15,1e15)"), parse_range("narrow", "float(3,3)"),
                     parse_range("one", "choice(only)"), parse_range("decay", "log(1e-6,1e-2) or 0.0")});
  survives(space, 60, [](int, const Params& x) { return std::abs(std::log(x[0])) + x[3]; });
}

TEST(Tpe, EndsWithItsSpace) {
  Script script(tpe_settings(Space({parse_range("n", "int(1,3)"), parse_range("b", "bool")})));
  const auto sampler = make_tpe({.startup = 2});
  const auto asked = run(script, *sampler, 10, [](const Params& x) { return x[0]; });
  EXPECT_EQ(asked.size(), 7u);
  EXPECT_FALSE(asked.back().proposal);
}

TEST(Tpe, UsesTrialsFromOutsideTheRangeAndOfANarrowerSpace) {
  Script script(tpe_settings(Space({parse_range("x", "float(0,100)"), parse_range("c", "choice(a,b,c)")})));
  const auto sampler = make_tpe();
  run(script, *sampler, 20, [](const Params& x) { return x[0]; });
  Settings narrower = script.history().settings();
  narrower.space = Space({parse_range("x", "float(1,2)"), parse_range("c", "choice(b,c)")});
  script.take(Changed{to_json(narrower), -1, "narrower"});
  for (int i = 0; i < 20; ++i) {
    const auto asked = script.ask(*sampler);
    ASSERT_TRUE(asked.proposal);
    EXPECT_GE(asked.proposal->params[0], 1);
    EXPECT_LE(asked.proposal->params[0], 2);
    script.end(asked.number, End::completed, {{"loss", asked.proposal->params[0]}});
  }
}

Ranked::State ranked(int trials) {
  Ranked::State state;
  for (int i = 0; i < trials; ++i) {
    const Merit merit{Merit::Class::complete, static_cast<double>(trials - i), 0, i};
    state.trials.push_back({.merit = merit, .values = {merit.first}});
    state.stamps.push_back(static_cast<std::uint64_t>(i) + 1);
    state.in_order.insert(state.in_order.begin(), merit);
  }
  state.complete = static_cast<std::size_t>(trials);
  return state;
}

TEST(TpeSplit, CountsTheGoodOnes) {
  const std::pair<int, std::size_t> expected[] = {{1, 1},    {10, 1},   {11, 2},   {50, 5},   {100, 10},
                                                  {249, 25}, {250, 25}, {251, 25}, {1000, 25}};
  for (const auto& [trials, good] : expected) {
    const TpeSplit parts = split(ranked(trials), {.below = 0.1, .most_below = 25, .most_above = 2000}, -1);
    EXPECT_EQ(parts.good.size(), good) << trials;
    EXPECT_EQ(parts.rest.size(), static_cast<std::size_t>(trials) - good);
    EXPECT_EQ(parts.good.back(), trials - 1) << "the newest is the best";
  }
}

TEST(TpeSplit, KeepsTheNewestOfTheRestAndSomeOfTheOlder) {
  const TpeSplit parts = split(ranked(5000), {.most_above = 1000}, -1);
  EXPECT_NEAR(static_cast<double>(parts.rest.size()), 1000, 70);
  EXPECT_TRUE(std::is_sorted(parts.rest.begin(), parts.rest.end()));
  EXPECT_LT(parts.rest.front(), 100);
  EXPECT_EQ(parts.rest[parts.rest.size() - 500] + 499, parts.rest.back());
  const TpeSplit next = split(ranked(5001), {.most_above = 1000}, -1);
  std::vector<TrialNumber> both;
  std::set_intersection(parts.rest.begin(), parts.rest.end(), next.rest.begin(), next.rest.end(),
                        std::back_inserter(both));
  EXPECT_GT(both.size() + 5, parts.rest.size()) << "so that a model changes little from trial to trial";
}

}  // namespace
}  // namespace kilter::testing
