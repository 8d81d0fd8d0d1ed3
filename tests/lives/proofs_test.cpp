// SPDX-License-Identifier: MIT
// A proposal is proved by the facts before it, and disproved where one of them is another.
#include <gtest/gtest.h>

#include "kilter/samplers/samplers.hpp"
#include "tests/lives/life.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/scripted_sampler.hpp"

namespace kilter::testing {
namespace {

using core::Replay;

constexpr int many_trials = 30;

Plugs with(std::unique_ptr<Sampler> (*make)()) {
  return {make, [] { return std::make_unique<Scheduler>(); }};
}
std::unique_ptr<Sampler> learns() { return std::make_unique<LearningSampler>(); }
std::unique_ptr<Sampler> quasi_random() { return make_quasi_random(); }

class Proofs : public ::testing::TestWithParam<std::unique_ptr<Place> (*)()> {
 protected:
  std::unique_ptr<Place> lived(const Plugs& plugs) const {
    auto place = GetParam()();
    FakeClock clock;
    Life life{*place, plugs, clock};
    life.begin(plain_settings(many_trials));
    EXPECT_EQ(life.work(), core::Finish::budget_spent);
    return place;
  }

  /// A copy whose log says something else.
  std::unique_ptr<Place> retold(Place& place, const std::function<void(Fact&)>& change) const {
    const History history = read(*place.open());
    auto copy = GetParam()();
    const auto storage = copy->open();
    for (Revision r = 1; r <= history.revision(); ++r) {
      Fact fact = history.entry(r).fact;
      change(fact);
      EXPECT_TRUE(storage->append({&fact, 1}, history.entry(r).stamp));
    }
    return copy;
  }

  static Replay::Result replayed(Place& place, const Plugs& plugs, TrialNumber trial) {
    return core::replay(*place.open(), *plugs.sampler(), trial).result;
  }
};

TEST_P(Proofs, AnEarlierResultThatIsAnotherDisproves) {
  const Plugs plugs = with(learns);
  const auto place = lived(plugs);
  EXPECT_EQ(replayed(*place, plugs, 17), Replay::Result::proved);
  const auto same = retold(*place, [](Fact&) {});
  EXPECT_EQ(replayed(*same, plugs, 17), Replay::Result::proved);
  const auto other = retold(*place, [](Fact& fact) {
    if (auto* f = std::get_if<Reported>(&fact); f && f->run.trial == 16) f->metrics.front().value += 0.1;
  });
  EXPECT_EQ(replayed(*other, plugs, 16), Replay::Result::proved) << "it was proposed before";
  EXPECT_EQ(replayed(*other, plugs, 17), Replay::Result::disproved);
}

TEST_P(Proofs, AnotherSeedDisproves) {
  const Plugs plugs = with(quasi_random);
  const auto place = lived(plugs);
  EXPECT_EQ(replayed(*place, plugs, 17), Replay::Result::proved);
  const auto other = retold(*place, [](Fact& fact) {
    auto* f = std::get_if<Changed>(&fact);
    if (!f) return;
    Settings settings = settings_from_json(f->settings);
    ++settings.seed;
    f->settings = to_json(settings);
  });
  EXPECT_EQ(replayed(*other, plugs, 17), Replay::Result::disproved);
}

TEST_P(Proofs, ParametersThatAreOthersDisproveTheirOwnProposalAlone) {
  const Plugs plugs = with(quasi_random);
  const auto place = lived(plugs);
  const auto other = retold(*place, [](Fact& fact) {
    if (auto* f = std::get_if<Proposed>(&fact); f && f->trial == 17) f->params = R"({"x":0.123})";
  });
  for (const TrialNumber n : {16, 17, 18})
    EXPECT_EQ(replayed(*other, plugs, n), n == 17 ? Replay::Result::disproved : Replay::Result::proved) << n;
}

TEST_P(Proofs, AnotherVersionOfTheSamplerCannotTell) {
  const Plugs plugs = with(quasi_random);
  const auto place = lived(plugs);
  EXPECT_EQ(replayed(*place, with(learns), 17), Replay::Result::not_checkable);
}

INSTANTIATE_TEST_SUITE_P(InMemory, Proofs, ::testing::Values(in_memory));
INSTANTIATE_TEST_SUITE_P(InSqlite, Proofs, ::testing::Values(in_sqlite));

}  // namespace
}  // namespace kilter::testing
