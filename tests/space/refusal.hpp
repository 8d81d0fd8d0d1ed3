// SPDX-License-Identifier: MIT
// The message of the Error that a call must end with.
#pragma once
#include <gtest/gtest.h>

#include <string>

#include "kilter/base/error.hpp"

namespace kilter {

/// As the user sees it: `error[K105]: ...` and the advice below; fails the test where nothing is refused.
template <class Call>
std::string refusal(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid);
    EXPECT_LE(error.message().advice.size(), 6u);
    return to_text(error.message());
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

}  // namespace kilter
