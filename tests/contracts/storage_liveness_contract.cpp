// SPDX-License-Identifier: MIT
// Whose runs are lost: those of workers that are gone, and nobody else's, whatever the clocks say.
#include "tests/contracts/storage_contract.hpp"
#include "tests/contracts/storage_facts.hpp"

namespace kilter::testing {
namespace {

const RunId first{0, 0, 0}, second{1, 0, 0};

}  // namespace

TEST_P(StorageContract, LosesTheRunsOfAWorkerThatIsGone) {
  const auto watcher = open();
  auto worker = open(), survivor = open();
  must(*watcher, {changed()});
  worker->beat("a", at(0));
  survivor->beat("b", at(0));
  must(*worker, asked(0, "a"));
  must(*survivor, asked(1, "b"));
  EXPECT_TRUE(watcher->lost(at(1)).empty());
  worker.reset();
  EXPECT_EQ(watcher->lost(at(2)), std::vector{first});
  EXPECT_EQ(survivor->lost(at(2)), std::vector{first});
  survivor.reset();
  EXPECT_EQ(watcher->lost(at(3)), (std::vector{first, second}));
}

TEST_P(StorageContract, LosesNobodyToAClock) {
  const auto watcher = open(), worker = open();
  must(*watcher, {changed()});
  worker->beat("a", at(0));
  must(*worker, asked(0, "a"));
  for (const int jump : {0, 1'000'000'000, -1'000'000'000}) EXPECT_TRUE(watcher->lost(at(jump)).empty());
  worker->beat("a", at(-5000));
  EXPECT_TRUE(watcher->lost(at(2'000'000'000)).empty());
}

TEST_P(StorageContract, LosesRunsOfWorkersThatNeverWereKnown) {
  const auto storage = open();
  must(*storage, {changed()});
  must(*storage, asked(0, "nobody"));
  EXPECT_EQ(storage->lost(at(0)), std::vector{first});
  storage->beat("nobody", at(1));
  EXPECT_TRUE(storage->lost(at(1)).empty()) << "it has come";
}

TEST_P(StorageContract, FindsARunThatIsTakenOverWithItsNewWorker) {
  auto one = open();
  const auto two = open();
  one->beat("a", at(0));
  must(*one, {changed()});
  must(*one, asked(0, "a"));
  one.reset();
  ASSERT_EQ(two->lost(at(1)), std::vector{first});
  two->beat("b", at(1));
  must(*two, {ended(first, End::failed), started({0, 0, 1}, "b")});
  EXPECT_TRUE(two->lost(at(2)).empty());
  const auto late = open();
  EXPECT_TRUE(late->lost(at(2)).empty());
  EXPECT_FALSE(takes(*late, {ended(first)})) << "the fenced attempt counts no more";
}

TEST_P(StorageContract, LosesNothingThatHasEnded) {
  const auto storage = open();
  must(*storage, {changed()});
  must(*storage, asked(0, "gone"));
  must(*storage, {started({0, 7, 0}, "gone"), ended(first)});
  EXPECT_EQ(storage->lost(at(0)), (std::vector<RunId>{{0, 7, 0}}));
  must(*storage, {ended({0, 7, 0})});
  EXPECT_TRUE(storage->lost(at(0)).empty());
}

TEST_P(StorageContract, KnowsManyWorkersOfOneObject) {
  auto storage = open();
  const auto watcher = open();
  must(*storage, {changed()});
  std::vector<RunId> all;
  for (TrialNumber n = 0; n < 5; ++n) {
    const WorkerId worker = "host:" + std::to_string(n) + ":1";
    storage->beat(worker, at(0));
    must(*storage, asked(n, worker));
    all.push_back({n, 0, 0});
  }
  EXPECT_TRUE(watcher->lost(at(1)).empty());
  storage.reset();
  EXPECT_EQ(watcher->lost(at(1)), all);
}

TEST_P(StorageContract, TakesWorkersOfAnyName) {
  auto storage = open();
  const auto watcher = open();
  must(*storage, {changed()});
  const std::vector<WorkerId> names{"../../etc/passwd", "/", ".", "..", "", "a b\nc", "Größe:1:2", "%2F", "%", ".lock"};
  TrialNumber n = 0;
  for (const auto& name : names) {
    storage->beat(name, at(0));
    must(*storage, asked(n++, name));
  }
  EXPECT_TRUE(watcher->lost(at(1)).empty());
  storage.reset();
  EXPECT_EQ(watcher->lost(at(1)).size(), names.size());
}

}  // namespace kilter::testing
