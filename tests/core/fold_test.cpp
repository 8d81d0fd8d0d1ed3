// SPDX-License-Identifier: MIT
#include "kilter/core/fold.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/facts.hpp"

namespace kilter::testing {
namespace {

struct Seen {
  std::vector<Revision> revisions;
};

const Seen& look(Fold<Seen>& fold, const History& history) {
  return fold.upto(history, [](Seen& s, const History&, const Entry& e) { s.revisions.push_back(e.revision); });
}

TEST(Fold, ReadsEachEntryOnce) {
  Fold<Seen> fold;
  History history;
  take(history, {changed(plain_settings()), Added{.trial = 0}});
  EXPECT_EQ(look(fold, history).revisions, (std::vector<Revision>{1, 2}));
  EXPECT_EQ(look(fold, history).revisions.size(), 2u);
  take(history, {Added{.trial = 1}});
  EXPECT_EQ(look(fold, history).revisions, (std::vector<Revision>{1, 2, 3}));
}

TEST(Fold, GoesOnAfterAReportThatIsNoNumber) {
  Fold<Seen> fold;
  History history;
  take(history, {changed(plain_settings())});
  take(history, begun(0, R"({"x":0.5})"));
  take(history, {Reported{{0, 0, 0}, 1, {{"loss", std::nan("")}}}});
  int steps = 0;
  const auto look_again = [&] { fold.upto(history, [&](Seen&, const History&, const Entry&) { ++steps; }); };
  look_again();
  look_again();
  EXPECT_EQ(steps, 5);
}

TEST(Fold, StartsOverForAnEarlierHistoryAnotherStudyAndNewSettings) {
  Fold<Seen> fold;
  History longer;
  take(longer, {changed(plain_settings()), Added{.trial = 0}, Added{.trial = 1}});
  look(fold, longer);
  History shorter;
  take(shorter, {changed(plain_settings()), Added{.trial = 0}});
  EXPECT_EQ(look(fold, shorter).revisions.size(), 2u);
  History another;
  take(another, {changed(plain_settings()), Added{.trial = 0, .given = R"({"x":1})"}, Added{.trial = 1}});
  EXPECT_EQ(look(fold, another).revisions, (std::vector<Revision>{1, 2, 3}));
  take(another, {changed(plain_settings(50))});
  EXPECT_EQ(look(fold, another).revisions, (std::vector<Revision>{1, 2, 3, 4}));
}

}  // namespace
}  // namespace kilter::testing
