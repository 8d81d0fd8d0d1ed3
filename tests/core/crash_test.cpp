// SPDX-License-Identifier: MIT
#include "kilter/core/crash.hpp"

#include <gtest/gtest.h>

#include "tests/support/facts.hpp"

namespace kilter::testing {
namespace {

History after(const std::vector<Outcome>& outcomes) {
  History history;
  take(history, {changed(plain_settings())});
  for (TrialNumber i = 0; i < static_cast<TrialNumber>(outcomes.size()); ++i) {
    take(history, begun(i, "{}"));
    take(history, {Ended{{i, 0, 0}, outcomes[static_cast<std::size_t>(i)]}});
  }
  return history;
}

Outcome crash(const std::string& detail) { return {End::failed, Cause::error, {}, detail}; }

TEST(Crash, ThreeAlikeAreASign) {
  const Outcome same = crash("exit 1\nTraceback\nModuleNotFoundError: No module named 'timm'\n");
  EXPECT_FALSE(core::equal_crashes(after({same, same})));
  const auto sign = core::equal_crashes(after({same, same, same}));
  ASSERT_TRUE(sign);
  EXPECT_NE(sign->find("K111"), sign->npos);
  EXPECT_NE(sign->find("No module named 'timm'"), sign->npos);
}

TEST(Crash, ADifferenceOrASuccessIsNone) {
  EXPECT_FALSE(core::equal_crashes(after({crash("a"), crash("b"), crash("a"), crash("a")})));
  EXPECT_FALSE(core::equal_crashes(after({crash("a"), Outcome{}, crash("a"), crash("a")})));
  EXPECT_FALSE(core::equal_crashes(after({{End::failed, Cause::oom, {}, "a"}, crash("a"), crash("a")})));
}

TEST(Crash, CountsAnewAfterTheSettingsChanged) {
  History history = after({crash("a"), crash("a"), crash("a")});
  take(history, {changed(plain_settings())});
  EXPECT_FALSE(core::equal_crashes(history));
}

}  // namespace
}  // namespace kilter::testing
