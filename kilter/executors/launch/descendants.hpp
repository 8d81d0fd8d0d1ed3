// SPDX-License-Identifier: MIT
// All processes that descend from one, also those that left its group and session.
#pragma once
#include <cstddef>

namespace kilter::launch {

/// Writes the living descendants of `root` into `found`, at most `capacity`, and returns how many. A snapshot taken
/// while they run: one that is born meanwhile may be missed, so whoever wants them all dead asks again.
std::size_t descendants(int root, int* found, std::size_t capacity);

}  // namespace kilter::launch
