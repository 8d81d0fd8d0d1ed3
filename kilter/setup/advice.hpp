// SPDX-License-Identifier: MIT
// Doubts about settings that are valid but probably not what was meant.
#pragma once
#include <vector>

#include "kilter/base/error.hpp"
#include "kilter/core/settings.hpp"

namespace kilter {

/// K104 (a loss maximized; not where `sure`), K118 (the test set as the objective), what the space gives rise to
/// (K107), K108 (few trials for many parameters).
std::vector<Message> doubts(const Settings& settings, bool sure);

}  // namespace kilter
