// SPDX-License-Identifier: MIT
// Many processes on one database: started at once, killed at any moment, suspended.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <thread>

#include "kilter/base/error.hpp"
#include "kilter/base/random.hpp"
#include "kilter/storage/storages.hpp"
#include "kilter/storage/studies.hpp"
#include "tests/contracts/storage_facts.hpp"
#include "tests/storage/child.hpp"
#include "tests/support/scratch.hpp"

namespace kilter::testing {

TEST(Processes, SixtyFourStartAtOnceOnAFreshStudy) {
  Scratch root;
  std::vector<Child> children;
  children.reserve(64);
  for (int i = 0; i < 64; ++i)
    children.push_back(Child({"race", root.path().string(), "fresh", "host:" + std::to_string(i) + ":1"}));
  int creators = 0, trials = 0;
  for (auto& child : children) {
    const auto line = child.line().value_or("nothing 0");
    EXPECT_EQ(child.wait(), 0);
    creators += line.starts_with("created ");
    trials += std::stoi(line.substr(line.find(' ')));
  }
  EXPECT_EQ(creators, 1);
  EXPECT_EQ(trials, 128);
  const auto storage = open_sqlite(study_place(root.path(), "fresh").database(), Access::read);
  const auto entries = everything(*storage);
  EXPECT_FALSE(broken_at(entries));
  EXPECT_EQ(entries.size(), 1u + 128 * 4);
  EXPECT_TRUE(storage->lost(at(0)).empty());
}

TEST(Processes, KeepWhatWasConfirmedWhenKilledAtAnyMoment) {
  Scratch folder;
  const auto file = folder / "study.db";
  const Rng rng{20, 26};
  Revision confirmed = 0;
  for (std::uint32_t round = 0; round < 40; ++round) {
    Child child({"fill", file.string()});
    // In every fourth round before anything is confirmed, in the others somewhere in the middle of the next appends.
    if (round % 4 == 0) std::this_thread::sleep_for(std::chrono::microseconds(rng.below(6000, round, 0)));
    for (auto lines = round % 4 == 0 ? 0 : rng.below(200, round, 1); lines > 0; --lines)
      if (const auto line = child.line()) confirmed = std::max<Revision>(confirmed, std::stoull(*line));
    child.signal(SIGKILL);
    EXPECT_EQ(child.wait(), -SIGKILL);
    while (const auto line = child.line()) confirmed = std::max<Revision>(confirmed, std::stoull(*line));
  }
  const auto storage = open_sqlite(file, Access::write);
  EXPECT_GT(confirmed, 1000u);
  EXPECT_GE(storage->append({}, at(0)), confirmed);
  Revision read = 0;
  for (auto entries = storage->since(0); !entries.empty(); entries = storage->since(read))
    read = entries.back().revision;
  EXPECT_GE(read, confirmed) << "and no rule is broken, or since() would have said so";
}

TEST(Processes, LeaveACompleteDatabaseOrNoneWhenKilledWhileTheyCreateIt) {
  const Rng rng{1, 2};
  for (std::uint32_t round = 0; round < 25; ++round) {
    Scratch folder;
    const auto file = folder / "study.db";
    Child child({"fill", file.string()});
    std::this_thread::sleep_for(std::chrono::microseconds(500 + rng.below(5000, round, 0)));
    child.signal(SIGKILL);
    child.wait();
    if (std::filesystem::exists(file)) {
      EXPECT_NO_THROW(open_sqlite(file, Access::read)) << "in round " << round;
    }
    const auto storage = open_sqlite(file, Access::create);
    const Fact fact = changed();
    EXPECT_TRUE(storage->append({&fact, 1}, at(0)));
  }
}

TEST(Processes, LoseTheirRunsByDeathAlone) {
  Scratch folder;
  const auto file = folder / "study.db";
  const auto storage = open_sqlite(file, Access::create);
  const Fact fact = changed();
  storage->append({&fact, 1}, at(0));
  Child killed({"hold", file.string(), "host:1:1"});
  ASSERT_EQ(killed.line(), "holds");
  Child ending({"hold", file.string(), "host:2:1"});
  ASSERT_EQ(ending.line(), "holds");
  EXPECT_TRUE(storage->lost(at(0)).empty());
  EXPECT_TRUE(open_sqlite(file, Access::read)->lost(at(0)).empty()) << "a reader looks without a lock of its own";

  killed.signal(SIGSTOP);
  EXPECT_TRUE(storage->lost(at(2'000'000'000)).empty()) << "a suspended worker comes back";
  killed.signal(SIGKILL);
  killed.wait();
  EXPECT_EQ(storage->lost(at(0)), (std::vector<RunId>{{0, 0, 0}}));
  ending.close_input();
  EXPECT_EQ(ending.wait(), 0);
  EXPECT_EQ(storage->lost(at(0)), (std::vector<RunId>{{0, 0, 0}, {1, 0, 0}}));
}

TEST(Processes, ThatAWorkerStartedDoNotKeepItAlive) {
  Scratch folder;
  const auto file = folder / "study.db";
  const auto watcher = open_sqlite(file, Access::create);
  auto worker = open_sqlite(file, Access::write);
  worker->beat("host:1:1", at(0));
  auto facts = asked(0, "host:1:1");
  facts.insert(facts.begin(), changed());
  worker->append(facts, at(0));
  // A program that outlives the worker: it has inherited none of the locks.
  Child program({"hold", file.string(), "host:2:1"});
  ASSERT_EQ(program.line(), "holds");
  EXPECT_TRUE(watcher->lost(at(0)).empty());
  worker.reset();
  EXPECT_EQ(watcher->lost(at(0)), (std::vector<RunId>{{0, 0, 0}}));
}

TEST(Processes, ThatAWorkerStartsInheritNoneOfItsFiles) {
  Scratch folder;
  const auto storage = open_sqlite(folder / "study.db", Access::create);
  storage->beat("host:1:1", at(0));
  const auto turn = storage->turn();
  int files = 0;
  for (const auto& item : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    const auto target = std::filesystem::read_symlink(item.path(), gone);
    if (gone || !target.string().starts_with(folder.path().string())) continue;
    ++files;
    EXPECT_TRUE(fcntl(std::stoi(item.path().filename().string()), F_GETFD) & FD_CLOEXEC) << target;
  }
  EXPECT_GE(files, 5) << "database, write-ahead log, its index, worker, turn";
}

TEST(Processes, ComeBackWhereSomebodyRemovedTheLocks) {
  Scratch folder;
  const auto file = folder / "study.db";
  const auto watcher = open_sqlite(file, Access::create);
  const auto worker = open_sqlite(file, Access::write);
  worker->beat("host:1:1", at(0));
  auto facts = asked(0, "host:1:1");
  facts.insert(facts.begin(), changed());
  worker->append(facts, at(0));
  std::filesystem::remove_all(folder / "workers");
  EXPECT_EQ(watcher->lost(at(0)).size(), 1u);
  worker->beat("host:1:1", at(0));
  EXPECT_TRUE(watcher->lost(at(0)).empty());
}

TEST(Processes, CleanUpTheLocksOfTheDead) {
  Scratch folder;
  const auto file = folder / "study.db";
  const auto storage = open_sqlite(file, Access::create);
  const Fact fact = changed();
  storage->append({&fact, 1}, at(0));
  {
    Child killed({"hold", file.string(), "host:1:1"});
    ASSERT_EQ(killed.line(), "holds");
  }
  EXPECT_TRUE(std::filesystem::exists(folder / "workers/host:1:1.lock"));
  storage->beat("host:2:1", at(0));
  EXPECT_FALSE(std::filesystem::exists(folder / "workers/host:1:1.lock"));
  EXPECT_TRUE(std::filesystem::exists(folder / "workers/host:2:1.lock"));
  EXPECT_EQ(storage->lost(at(0)).size(), 1u);
}

TEST(Processes, OfOneNameAreTwoMistakes) {
  Scratch folder;
  const auto one = open_sqlite(folder / "study.db", Access::create);
  const auto two = open_sqlite(folder / "study.db", Access::write);
  one->beat("host:1:1", at(0));
  EXPECT_THROW(two->beat("host:1:1", at(0)), Error);
}

}  // namespace kilter::testing
