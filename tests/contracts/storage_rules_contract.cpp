// SPDX-License-Identifier: MIT
// Every rule of core/fact.hpp from both sides, and a long random walk beside an answer found without any index.
#include "kilter/base/random.hpp"
#include "tests/contracts/storage_contract.hpp"
#include "tests/contracts/storage_facts.hpp"

namespace kilter::testing {
namespace {

const RunId run{0, 0, 0}, again{0, 0, 1}, other_part{0, 1, 0}, other_trial{1, 0, 0};

const std::vector<Fact> nothing;
const std::vector<Fact> begun{changed(2)};
const std::vector<Fact> one_added{changed(2), added(0)};
const std::vector<Fact> one_proposed{changed(2), added(0), proposed(0)};
const std::vector<Fact> running{changed(2), added(0), proposed(0), started(run)};
const std::vector<Fact> over{changed(2), added(0), proposed(0), started(run), ended(run)};
const std::vector<Fact> running_again{changed(2), added(0), proposed(0), started(run), ended(run), started(again)};
const std::vector<Fact> full{changed(2), added(0), added(1)};

struct Case {
  const char* what;
  const std::vector<Fact>& before;
  Fact fact;
  bool allowed;
};

const Case cases[] = {
    {"a study begins with its settings", nothing, changed(), true},
    {"nothing else comes first", nothing, added(0), false},
    {"settings change at any time", running, changed(), true},
    {"settings change again", begun, changed(), true},
    {"the next number", begun, added(0), true},
    {"a number too far", begun, added(1), false},
    {"a negative number", begun, added(-1), false},
    {"a number that is taken", one_added, added(0), false},
    {"the number after it", one_added, added(1), true},
    {"beyond the budget", full, added(2), false},
    {"a proposal for an added trial", one_added, proposed(0), true},
    {"a proposal for no trial", one_added, proposed(1), false},
    {"a proposal for a negative trial", one_added, proposed(-1), false},
    {"a second proposal", one_proposed, proposed(0), false},
    {"a second proposal, later", over, proposed(0), false},
    {"a start without a proposal", one_added, started(run), false},
    {"a first start", one_proposed, started(run), true},
    {"a first start that is none", one_proposed, started(again), false},
    {"a start of no trial", one_proposed, started(other_trial), false},
    {"a start of a negative trial", one_proposed, started({-1, 0, 0}), false},
    {"a negative part", one_proposed, started({0, -1, 0}), false},
    {"a negative attempt", one_proposed, started({0, 0, -1}), false},
    {"a start while it runs", running, started(again), false},
    {"the same start while it runs", running, started(run), false},
    {"another part while one runs", running, started(other_part), true},
    {"the next attempt after the end", over, started(again), true},
    {"the same attempt after the end", over, started(run), false},
    {"an attempt that skips one", over, started({0, 0, 2}), false},
    {"a value for a run", running, assigned(run), true},
    {"a value for an ended run", over, assigned(run), false},
    {"a value for no run", one_proposed, assigned(run), false},
    {"a report of a run", running, reported(run), true},
    {"a report of an ended run", over, reported(run), false},
    {"a report of a fenced attempt", running_again, reported(run), false},
    {"a report of the attempt after it", running_again, reported(again), true},
    {"a report of an attempt to come", running, reported(again), false},
    {"a report of another part", running, reported(other_part), false},
    {"a report of another trial", running, reported(other_trial), false},
    {"a report of a negative trial", running, reported({-1, 0, 0}), false},
    {"a note on a run", running, noted(run), true},
    {"a note on an ended run", over, noted(run), false},
    {"a decision on a run", running, decided(run), true},
    {"a decision on an ended run", over, decided(run), false},
    {"a decision on a fenced attempt", running_again, decided(run), false},
    {"the end of a run", running, ended(run), true},
    {"a second end", over, ended(run), false},
    {"the end of a fenced attempt", running_again, ended(run), false},
    {"the end of what never started", one_proposed, ended(run), false},
    {"an ended run goes back", over, requeued(run), true},
    {"a running one does not", running, requeued(run), false},
    {"nor one that never started", one_proposed, requeued(run), false},
    {"nor an attempt that is not the newest", running_again, requeued(run), false},
    {"nor one of another part", over, requeued(other_part), false},
};

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : rng_{seed, 0} {}
  int below(int n) { return static_cast<int>(rng_.below(static_cast<std::uint64_t>(n), 0, index_++)); }

 private:
  Rng rng_;
  std::uint64_t index_ = 0;
};

Fact any_fact(Dice& dice, TrialNumber next) {
  const TrialNumber trial = std::max(0, next - dice.below(3));
  const RunId id{trial, dice.below(2), dice.below(3)};
  switch (dice.below(11)) {
    case 0: return changed(dice.below(4) == 0 ? -1 : next + dice.below(3));
    case 1: return added(next);
    case 2: return proposed(trial);
    case 3: return assigned(id);
    case 4: return reported(id);
    case 5: return noted(id);
    case 6: return decided(id);
    case 7: return ended(id);
    case 8: return requeued(id);
    default: return started(id);
  }
}

}  // namespace

TEST_P(StorageContract, KeepsEveryRuleFromBothSides) {
  for (const auto& c : cases) {
    const auto log = GetParam().make();
    const auto storage = log->open();
    if (!c.before.empty()) must(*storage, c.before);
    EXPECT_EQ(takes(*storage, {c.fact}), c.allowed) << c.what;
    EXPECT_EQ(takes(*log->open(), {c.before.empty() ? added(5) : changed()}), !c.before.empty()) << c.what;
  }
}

TEST_P(StorageContract, AcceptsExactlyWhatTheRulesAllow) {
  const auto one = open(), two = open();
  Dice dice(7);
  Scan scan;
  std::size_t stored = 0, refused = 0;
  for (int round = 0; round < 4000; ++round) {
    Scan trying = scan;
    std::vector<Fact> facts;
    bool allowed = true;
    for (int i = 1 + dice.below(3); i > 0; --i) {
      facts.push_back(any_fact(dice, trying.next()));
      allowed = allowed && may_follow(trying, facts.back());
      if (allowed) trying.take(facts.back());
    }
    const auto revision = (dice.below(2) ? one : two)->append(facts, at(round));
    ASSERT_EQ(revision.has_value(), allowed) << "in round " << round;
    if (allowed) scan = std::move(trying), stored += facts.size();
    refused += allowed ? 0 : 1;
  }
  EXPECT_GT(stored, 200u);
  EXPECT_GT(refused, 200u);
  EXPECT_EQ(everything(*one).size(), stored);
  EXPECT_FALSE(broken_at(everything(*two)));
}

}  // namespace kilter::testing
