// SPDX-License-Identifier: MIT
// What every fuzz target asks of the code under test: what must hold holds, and nothing but an Error is thrown.
#pragma once
#include <cstdlib>

#include "kilter/base/error.hpp"

namespace kilter::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

template <class Use>
void survive(const Use& use) {
  try {
    use();
  } catch (const Error&) {
    return;
  }
}

}  // namespace kilter::fuzz
