// SPDX-License-Identifier: MIT
#include "kilter/base/error.hpp"

#include <gtest/gtest.h>

namespace kilter {
namespace {

TEST(Message, ReadsLikeASentenceWithAdviceBelow) {
  const Message message{Severity::warning, "K108", "10 trials for 9 parameters", {"Tune fewer.", "Or --trials 45."}};
  EXPECT_EQ(to_text(message), "warning[K108]: 10 trials for 9 parameters\n   Tune fewer.\n   Or --trials 45.");
}

TEST(Message, ShowsNoEmptyCode) { EXPECT_EQ(to_text(Message{Severity::notice, {}, "done", {}}), "notice: done"); }

TEST(Error, CarriesItsMessageAndKind) {
  const Error error(ErrorKind::invalid, "K105", "a log range must start above 0", {"log = [1e-6, 1]"});
  EXPECT_STREQ(error.what(), "a log range must start above 0");
  EXPECT_EQ(error.kind(), ErrorKind::invalid);
  EXPECT_EQ(error.message().severity, Severity::error);
  EXPECT_EQ(to_text(error.message()), "error[K105]: a log range must start above 0\n   log = [1e-6, 1]");
}

}  // namespace
}  // namespace kilter
