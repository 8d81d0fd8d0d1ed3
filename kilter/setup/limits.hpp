// SPDX-License-Identifier: MIT
// Limits on what a trial measures, as users write them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kilter/core/settings.hpp"

namespace kilter {

/// `ms<=5`, `val_acc >= 0.9`. Throws Error(usage) with an example.
Limit parse_limit(std::string_view text);
/// `ms <= 5`, in the words in which it is written.
std::string to_text(const Limit& limit);
/// Those of `upper` take the place of the same metric's and direction's.
std::vector<Limit> joined(std::vector<Limit> lower, const std::vector<Limit>& upper);

}  // namespace kilter
