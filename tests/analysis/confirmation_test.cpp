// SPDX-License-Identifier: MIT
#include "kilter/analysis/confirmation.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "kilter/analysis/ranking.hpp"
#include "kilter/base/random.hpp"
#include "tests/support/histories.hpp"

namespace kilter::testing {
namespace {

const Goal loss{"loss"};

/// A study with noise of one, whose true values are chosen, and the confirmation that follows it.
class Noisy {
 public:
  explicit Noisy(std::uint64_t seed)
      : rng_{seed, 0}, script_(Settings{.goals = {loss}, .space = Space({parse_range("x", "int(0,999)=0")})}) {}

  TrialNumber trial(double truth, std::optional<TrialNumber> repeats = {}) {
    const TrialNumber number = script_.history().next();
    const std::string params = "{\"x\":" + std::to_string(repeats.value_or(number)) + "}";
    script_.take(Added{.trial = number, .given = number == 0 ? params : "", .repeats = repeats, .from = {}});
    script_.take(Proposed{.trial = number, .params = params});
    const RunId run{number, 0, 0};
    script_.take(Started{.run = run, .worker = "w"});
    script_.take(Ended{run, {.values = {{"loss", truth + noise()}}}});
    truths_.push_back(truth);
    return number;
  }

  /// Repeats as `kilter confirm` asks for them; what they say in the end.
  Comparison confirm(std::size_t top, int seeds) {
    list = shortlist(script_.history(), top);
    for (int k = 0; k < 2; ++k)
      for (const TrialNumber number : list) again(number);
    for (;;) {
      all = candidates(script_.history(), list);
      const Comparison comparison = compare(all, loss, seeds - 1);
      bool more = false;
      if (std::count(comparison.worse.begin(), comparison.worse.end(), false) > 1)
        for (std::size_t i = 0; i < all.size(); ++i)
          if (!comparison.worse[i] && all[i].begun < seeds) again(all[i].trial), more = true;
      if (!more) return comparison;
    }
  }

  const History& history() const { return script_.history(); }
  std::vector<TrialNumber> list;
  std::vector<Candidate> all;
  double scale = 1;

 private:
  void again(TrialNumber number) { trial(truths_[static_cast<std::size_t>(number)], number); }
  double noise() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += rng_.uniform(0, index_++);
    return scale * sum;
  }

  Rng rng_;
  std::uint64_t index_ = 0;
  Script script_;
  std::vector<double> truths_;
};

TEST(Confirmation, ShortlistsTheBestAndTheDefaults) {
  Noisy study(1);
  study.scale = 0;
  for (const double truth : {9.0, 3.0, 1.0, 2.0}) study.trial(truth);
  EXPECT_EQ(shortlist(study.history(), 2), (std::vector<TrialNumber>{2, 3, 0}));
  study.trial(1.0, 2);
  EXPECT_EQ(shortlist(study.history(), 2), (std::vector<TrialNumber>{2, 3, 0})) << "a repeat is no candidate";
}

TEST(Confirmation, PureNoiseIsTheSame) {
  constexpr int studies = 200;
  int same = 0;
  for (int i = 0; i < studies; ++i) {
    Noisy study(static_cast<std::uint64_t>(i) + 10);
    for (int k = 0; k < 30; ++k) study.trial(0);
    const Comparison comparison = study.confirm(4, 5);
    same += std::none_of(comparison.worse.begin(), comparison.worse.end(), [](bool worse) { return worse; });
  }
  EXPECT_GE(same, 190);
}

TEST(Confirmation, TellsTheDefaultsFromWhatIsBetterAndDropsThemEarly) {
  int told = 0, dropped = 0;
  for (int i = 0; i < 50; ++i) {
    Noisy study(static_cast<std::uint64_t>(i) + 1000);
    study.trial(12);
    for (int k = 1; k < 20; ++k) study.trial(k == 7 ? 0 : 4);
    const Comparison comparison = study.confirm(3, 8);
    told += study.all[comparison.leader].trial == 7 && comparison.worse.back();
    dropped += study.all.back().fresh.size() < 8;
    EXPECT_EQ(best(study.history())->trial, study.all[comparison.leader].trial);
  }
  EXPECT_GE(told, 48);
  EXPECT_GE(dropped, 45);
}

TEST(Confirmation, SeesThatTheProgramIgnoresItsSeed) {
  Noisy study(1);
  study.scale = 0;
  for (const double truth : {3.0, 1.0, 2.0}) study.trial(truth);
  const Comparison comparison = study.confirm(2, 5);
  EXPECT_TRUE(comparison.ignores_seed);
  EXPECT_EQ(study.all[comparison.leader].trial, 1);
  EXPECT_EQ(std::count(comparison.worse.begin(), comparison.worse.end(), true), 2);
}

TEST(Confirmation, ALuckyTrialIsNoLongerTheBest) {
  Noisy study(1);
  study.scale = 0;
  study.trial(5);
  study.trial(1);
  study.trial(2);
  for (const auto& [truth, of] : {std::pair{4.0, 1}, std::pair{4.2, 1}, std::pair{2.1, 2}, std::pair{2.0, 2}})
    study.trial(truth, of);
  EXPECT_EQ(best(study.history())->trial, 2);
  EXPECT_NEAR(best(study.history())->value, 2.05, 1e-12);
}

}  // namespace
}  // namespace kilter::testing
