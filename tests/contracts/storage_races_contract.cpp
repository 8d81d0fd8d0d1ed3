// SPDX-License-Identifier: MIT
// Several writers on one log.
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "tests/contracts/storage_contract.hpp"
#include "tests/contracts/storage_facts.hpp"

namespace kilter::testing {
namespace {

/// What the writers were told, by revision.
class Confirmed {
 public:
  void add(Revision last, std::size_t count, const std::string& begin) {
    std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < count; ++i) by_revision_[last - i] = i + 1 == count ? begin : "";
  }
  std::size_t size() const { return by_revision_.size(); }
  const std::map<Revision, std::string>& all() const { return by_revision_; }

 private:
  std::mutex mutex_;
  std::map<Revision, std::string> by_revision_;
};

/// Adds trials until the budget is spent, reading again after each lost race, as a study does.
void work(Storage& storage, const WorkerId& worker, Confirmed& confirmed) {
  Scan seen;
  Revision revision = 0;
  const auto read = [&] {
    for (;;) {
      const auto entries = storage.since(revision);
      if (entries.empty()) return;
      for (const auto& entry : entries) seen.take(entry.fact);
      revision = entries.back().revision;
    }
  };
  const auto write = [&](const std::vector<Fact>& facts) {
    const auto last = storage.append(facts, at(1));
    if (last) confirmed.add(*last, facts.size(), exactly({*last - facts.size() + 1, at(1), facts[0]}));
    return last.has_value();
  };
  for (read(); seen.next() < seen.trial_budget(); read()) {
    const TrialNumber number = seen.next();
    if (!write(asked(number, worker))) continue;
    write({reported({.trial = number})});
    write({ended({.trial = number})});
  }
}

}  // namespace

TEST_P(StorageContract, DealsEachNumberOnceToRacingWriters) {
  constexpr TrialNumber trials = 60;
  const auto storage = open();
  must(*storage, {changed(trials)});
  Confirmed confirmed;
  {
    std::vector<std::jthread> writers;
    writers.reserve(8);
    for (int w = 0; w < 4; ++w)
      writers.emplace_back([&, w] {
        const auto mine = open();
        work(*mine, "w" + std::to_string(w), confirmed);
      });
  }
  const auto entries = everything(*storage);
  EXPECT_FALSE(broken_at(entries));
  ASSERT_EQ(entries.size(), 1u + trials * 5u);
  EXPECT_EQ(confirmed.size(), trials * 5u);
  for (const auto& [revision, text] : confirmed.all())
    if (!text.empty()) {
      EXPECT_EQ(exactly(entries[revision - 1]), text);
    }
}

TEST_P(StorageContract, LetsOneOfManyTakeARun) {
  const auto storage = open();
  must(*storage, {changed(), added(0), proposed(0)});
  std::atomic<int> taken{0};
  {
    std::vector<std::jthread> writers;
    writers.reserve(8);
    for (int w = 0; w < 8; ++w)
      writers.emplace_back([&, w] {
        const auto mine = open();
        const Fact start = started({}, "w" + std::to_string(w));
        if (mine->append({&start, 1}, at(1))) ++taken;
      });
  }
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(everything(*storage).size(), 4u);
}

TEST_P(StorageContract, ShowsAReaderOnlyWholeAppends) {
  const auto storage = open();
  must(*storage, {changed(200)});
  std::atomic<bool> stop{false};
  std::jthread writer([&, mine = open()] {
    for (TrialNumber n = 0; n < 200; ++n) mine->append(asked(n), at(1));
    stop = true;
  });
  std::size_t seen = 1;
  while (!stop || seen < 601) {
    const auto entries = storage->since(seen);
    ASSERT_EQ(entries.size() % 3, 0u) << "half of an append";
    for (const auto& entry : entries) ASSERT_GT(entry.revision, seen);
    seen += entries.size();
  }
  EXPECT_EQ(seen, 601u);
}

TEST_P(StorageContract, GivesTheTurnToOneAtATime) {
  std::atomic<int> inside{0}, most{0}, turns{0};
  {
    std::vector<std::jthread> writers;
    writers.reserve(8);
    for (int w = 0; w < 4; ++w)
      writers.emplace_back([&] {
        const auto mine = open();
        for (int i = 0; i < 25; ++i) {
          const auto turn = mine->turn();
          const int now = ++inside;
          if (now > most) most = now;
          ++turns;
          --inside;
        }
      });
  }
  EXPECT_EQ(most, 1);
  EXPECT_EQ(turns, 100);
}

TEST_P(StorageContract, LeavesATurnThatOutlivesItsStorage) {
  auto storage = open();
  auto turn = storage->turn();
  storage.reset();
  turn.reset();
  EXPECT_TRUE(open()->turn());
}

}  // namespace kilter::testing
