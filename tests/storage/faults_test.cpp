// SPDX-License-Identifier: MIT
// A disk that fails at the n-th operation, for every n of a life of a study: what was confirmed is there, nothing else
// but what was being written, and the study goes on.
#include <gtest/gtest.h>

#include <algorithm>

#include "kilter/base/error.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/contracts/storage_facts.hpp"
#include "tests/support/failing_filesystem.hpp"
#include "tests/support/scratch.hpp"

namespace kilter::testing {
namespace {

using Fault = FailingFilesystem::Fault;

/// Small, so that a short life writes the log back to the database several times.
const SqliteOptions options{.patience = std::chrono::seconds(10), .checkpoint_pages = 6};

struct Attempt {
  std::vector<Fact> facts;
  WallTime stamp;  ///< its own, so that a repetition is not taken for it
  std::optional<Revision> confirmed;
};

/// What a worker would write next, from what it reads.
std::vector<Fact> next_facts(const std::vector<Entry>& entries) {
  if (entries.empty()) return {changed()};
  Scan scan;
  for (const auto& entry : entries) scan.take(entry.fact);
  const TrialNumber last = scan.next() - 1;
  const auto run = last < 0 ? std::nullopt : scan.run(last, 0);
  if (!run || !run->running) return asked(scan.next());
  auto facts = std::vector{reported({.trial = last}), ended({.trial = last})};
  if (last % 2) std::get<Ended>(facts[1]).outcome.detail.assign(9000, 'x');
  return facts;
}

/// A study that is opened twice and written to; `goes_on`: after a failure it is used further as it is.
class Life {
 public:
  Life(const std::filesystem::path& file, bool goes_on) : file_(file), goes_on_(goes_on) {}

  void live() {
    for (int session = 0; session < 2; ++session) {
      std::unique_ptr<Storage> storage;
      if (!survives([&] { storage = open_sqlite(file_, Access::create, options); })) return;
      for (int i = 0; storage && i < 6; ++i)
        if (!survives([&] { write(*storage); })) return;
    }
  }

  const std::vector<Attempt>& attempts() const { return attempts_; }
  int failures() const { return failures_; }

 private:
  void write(Storage& storage) {
    const auto facts = next_facts(everything(storage));
    const WallTime stamp = at(static_cast<int>(attempts_.size()));
    attempts_.push_back({facts, stamp, {}});
    attempts_.back().confirmed = storage.append(facts, stamp);
    EXPECT_TRUE(attempts_.back().confirmed) << "there is nobody to race with";
  }

  template <class Step>
  bool survives(const Step& step) {
    try {
      step();
      return true;
    } catch (const Error& error) {
      ++failures_;
      EXPECT_EQ(error.kind(), ErrorKind::storage) << error.what();
      EXPECT_NE(std::string(error.what()).find(file_.parent_path().string()), std::string::npos) << error.what();
      return goes_on_;
    }
  }

  std::filesystem::path file_;
  bool goes_on_;
  std::vector<Attempt> attempts_;
  int failures_ = 0;
};

bool stands_at(const std::vector<Entry>& entries, std::size_t place, const Attempt& attempt) {
  const auto& facts = attempt.facts;
  if (place + facts.size() > entries.size()) return false;
  for (std::size_t i = 0; i < facts.size(); ++i)
    if (entries[place + i] != Entry{place + i + 1, attempt.stamp, facts[i]}) return false;
  return true;
}

/// What is there is what was confirmed, in order, with a failed attempt between at most.
void expect_confirmed(const std::vector<Entry>& entries, const std::vector<Attempt>& attempts) {
  EXPECT_FALSE(broken_at(entries));
  std::size_t place = 0;
  for (const auto& attempt : attempts) {
    const bool there = stands_at(entries, place, attempt);
    if (there) place += attempt.facts.size();
    if (!attempt.confirmed) continue;
    ASSERT_TRUE(there) << "revision " << *attempt.confirmed << " was confirmed and is gone";
    EXPECT_EQ(place, *attempt.confirmed);
  }
  EXPECT_EQ(place, entries.size()) << "more is there than was ever written";
}

void try_every_operation(Fault fault, bool for_ever, bool goes_on) {
  FailingFilesystem disk;
  long last = 0;
  {
    Scratch folder;
    disk.heal();
    Life life(folder / "study.db", goes_on);
    life.live();
    ASSERT_EQ(life.failures(), 0);
    last = disk.operations();
  }
  ASSERT_GT(last, 100);
  int harmless = 0;
  for (long n = 1; n <= last; ++n) {
    Scratch folder;
    disk.fail(n, fault, for_ever);
    Life life(folder / "study.db", goes_on);
    life.live();
    harmless += life.failures() == 0;
    disk.heal();
    const auto storage = open_sqlite(folder / "study.db", Access::create, options);
    const auto entries = everything(*storage);
    expect_confirmed(entries, life.attempts());
    EXPECT_TRUE(storage->append(next_facts(entries), at(-1)));
    EXPECT_EQ(exactly(everything(*open_sqlite(folder / "study.db", Access::read, options))),
              exactly(everything(*storage)));
    if (::testing::Test::HasFailure()) FAIL() << "when operation " << n << " of " << last << " fails";
  }
  // Only writing the log back may fail unnoticed: it is done again later.
  EXPECT_LT(harmless, last / 2);
}

}  // namespace

TEST(Faults, OfTheDiskOnceEndAStudyThatComesBackWhole) { try_every_operation(Fault::io, false, false); }

TEST(Faults, OfTheDiskOnceAreSurvivedByTheSameObject) { try_every_operation(Fault::io, false, true); }

TEST(Faults, ThatTearAWriteLeaveNoHalf) { try_every_operation(Fault::torn, false, true); }

TEST(Faults, OfAFullDiskLastUntilThereIsRoom) { try_every_operation(Fault::full, true, true); }

TEST(Faults, OfADiskThatIsGoneLastUntilItIsBack) { try_every_operation(Fault::io, true, true); }

TEST(Faults, AreSaidAsWhatTheyAre) {
  Scratch folder;
  const auto file = folder / "study.db";
  FailingFilesystem disk;
  auto storage = open_sqlite(file, Access::create);
  const auto said_by = [&](Fault fault) {
    disk.fail(1, fault, true);
    try {
      storage->append(next_facts(everything(*storage)), at(1));
      return std::string("nothing");
    } catch (const Error& error) {
      return error.message().code + " " + error.what();
    }
  };
  disk.heal();
  storage->append(std::vector{changed()}, at(1));
  EXPECT_EQ(said_by(Fault::full), "K146 the disk is full: " + file.string() + " cannot grow");
  EXPECT_EQ(said_by(Fault::io), "K147 " + file.string() + ": disk I/O error");
  disk.heal();
  EXPECT_TRUE(storage->append(asked(0), at(1)));
  EXPECT_EQ(everything(*storage).size(), 4u);
  storage.reset();
}

}  // namespace kilter::testing
