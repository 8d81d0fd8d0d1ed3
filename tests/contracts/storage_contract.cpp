// SPDX-License-Identifier: MIT
// All or none, revisions without gaps, paging, several objects on one log, reopening.
#include "tests/contracts/storage_contract.hpp"

#include "tests/contracts/storage_facts.hpp"

namespace kilter::testing {

Revision StorageContract::must(Storage& storage, std::vector<Fact> facts) {
  const auto revision = storage.append(facts, at(1));
  EXPECT_TRUE(revision.has_value()) << "refused";
  return revision.value_or(0);
}

bool StorageContract::takes(Storage& storage, const std::vector<Fact>& facts) {
  const auto before = everything(storage).size();
  const auto revision = storage.append(facts, at(1));
  const auto after = everything(storage).size();
  EXPECT_EQ(after, before + (revision ? facts.size() : 0));
  EXPECT_EQ(revision.value_or(after), after);
  return revision.has_value();
}

TEST_P(StorageContract, IsEmptyAtFirst) {
  const auto storage = open();
  EXPECT_TRUE(storage->since(0).empty());
  EXPECT_EQ(storage->append({}, at(1)), Revision{0});
  EXPECT_TRUE(storage->lost(at(1)).empty());
}

TEST_P(StorageContract, NumbersFactsWithoutGapsInTheirOrder) {
  const auto storage = open();
  EXPECT_EQ(must(*storage, {changed()}), 1u);
  EXPECT_EQ(must(*storage, asked(0)), 4u);
  EXPECT_EQ(must(*storage, {ended({})}), 5u);
  EXPECT_EQ(storage->append({}, at(9)), Revision{5});
  const auto entries = everything(*storage);
  ASSERT_EQ(entries.size(), 5u);
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(entries[i].revision, i + 1);
  EXPECT_EQ(entries[1].fact, added(0));
  EXPECT_EQ(entries[4].fact, ended({}));
}

TEST_P(StorageContract, KeepsTheStampOfEachAppend) {
  const auto storage = open();
  const Fact first = changed(), second = added(0);
  storage->append({&first, 1}, at(86'399'999));
  storage->append({&second, 1}, at(-5));  // a clock that was set back is no business of a storage
  const auto entries = everything(*storage);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].stamp, at(86'399'999));
  EXPECT_EQ(entries[1].stamp, at(-5));
}

TEST_P(StorageContract, StoresAllFactsOfAnAppendOrNone) {
  const auto storage = open();
  must(*storage, {changed()});
  for (long place = 0; place <= 3; ++place) {
    auto facts = asked(0);
    facts.insert(facts.begin() + place, added(5));
    EXPECT_FALSE(takes(*storage, facts)) << "the wrong fact at " << place;
  }
  EXPECT_TRUE(takes(*storage, asked(0)));
}

TEST_P(StorageContract, TakesBackEachKindOfFactOfARefusedAppend) {
  const auto storage = open();
  must(*storage, {changed(9), added(0), proposed(0), started({0, 0, 0}), ended({0, 0, 0}), added(1)});
  const std::vector<Fact> good{proposed(1),         started({0, 0, 1}),
                               started({1, 0, 0}),  started({1, 3, 0}),
                               assigned({1, 0, 0}), reported({1, 0, 0}),
                               noted({1, 0, 0}),    decided({1, 0, 0}),
                               ended({1, 0, 0}),    requeued({1, 0, 0}),
                               started({1, 0, 1}),  ended({0, 0, 1}),
                               changed(3),          added(2)};
  for (std::size_t count = 0; count <= good.size(); ++count) {
    std::vector<Fact> facts(good.begin(), good.begin() + static_cast<long>(count));
    facts.push_back(added(7));
    EXPECT_FALSE(takes(*storage, facts)) << "with " << count << " good facts in front";
  }
  EXPECT_TRUE(takes(*storage, good));
  EXPECT_FALSE(takes(*storage, {added(3)})) << "beyond the new budget";
}

TEST_P(StorageContract, GivesEntriesInPages) {
  const auto storage = open();
  must(*storage, {changed()});
  std::vector<Fact> facts;
  facts.reserve(2 * page);
  for (TrialNumber n = 0; n < static_cast<TrialNumber>(2 * page); ++n) facts.push_back(added(n));
  must(*storage, facts);
  const auto other = open();
  const auto first = other->since(0);
  ASSERT_EQ(first.size(), page);
  EXPECT_EQ(first.back().revision, page);
  EXPECT_EQ(other->since(page).size(), page);
  const auto rest = other->since(2 * page);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].fact, added(static_cast<TrialNumber>(2 * page) - 1));
  EXPECT_TRUE(other->since(2 * page + 1).empty());
}

TEST_P(StorageContract, GivesWhatLiesBetweenTwoRevisions) {
  const auto storage = open();
  must(*storage, {changed(), added(0), added(1), added(2), added(3)});
  const auto middle = storage->since(1, 3);
  ASSERT_EQ(middle.size(), 2u);
  EXPECT_EQ(middle[0].fact, added(0));
  EXPECT_EQ(middle[1].revision, 3u);
  EXPECT_TRUE(storage->since(3, 3).empty());
  EXPECT_TRUE(storage->since(4, 2).empty());
  EXPECT_TRUE(storage->since(0, 0).empty());
  EXPECT_TRUE(storage->since(99).empty());
  EXPECT_TRUE(storage->since(newest).empty());
  EXPECT_EQ(storage->since(4, 99).size(), 1u);
}

TEST_P(StorageContract, ShowsEveryObjectWhatTheOthersWrote) {
  const auto one = open(), two = open();
  must(*one, {changed()});
  must(*two, asked(0));
  EXPECT_FALSE(takes(*one, asked(0)));
  must(*one, asked(1));
  must(*two, {ended({.trial = 1})});
  EXPECT_FALSE(takes(*one, {reported({.trial = 1})}));
  EXPECT_EQ(exactly(everything(*one)), exactly(everything(*two)));
}

TEST_P(StorageContract, GoesOnWhereItWasLeft) {
  {
    const auto storage = open();
    must(*storage, {changed(2), added(0), proposed(0), started({})});
  }
  const auto again = open();
  EXPECT_EQ(again->append({}, at(1)), Revision{4});
  EXPECT_FALSE(takes(*again, {proposed(0)}));
  EXPECT_FALSE(takes(*again, {started({})}));
  EXPECT_TRUE(takes(*again, {ended({}), added(1)}));
  EXPECT_FALSE(takes(*again, {added(2)}));
}

TEST_P(StorageContract, ReadsTheMiddleOfALogFirst) {
  {
    const auto storage = open();
    must(*storage, {changed(), added(0), added(1), added(2)});
  }
  const auto storage = open();
  const auto tail = storage->since(2);
  ASSERT_EQ(tail.size(), 2u);
  EXPECT_EQ(tail[0].fact, added(1));
  EXPECT_EQ(storage->since(0).size(), 4u);
  EXPECT_TRUE(takes(*storage, {added(3)}));
}

}  // namespace kilter::testing
