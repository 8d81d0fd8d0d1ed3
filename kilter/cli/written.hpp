// SPDX-License-Identifier: MIT
// How a verb changes a study from outside: by facts, tried again where another writer was quicker.
#pragma once
#include <functional>
#include <vector>

#include "kilter/cli/opened.hpp"

namespace kilter::cli {

using FactsOf = std::function<std::vector<Fact>(const History&)>;

/// Appends what `facts` makes of the newest history; none: nothing is written. False in that case.
bool append(Opened& study, const FactsOf& facts);

/// Writes new settings, in one append with what `more` makes of the history. `edit` is given the settings that stand,
/// and once more those of another writer that came between, so that nobody's change is lost.
void change(Opened& study, const std::string& reason, const std::function<void(Settings&)>& edit,
            const FactsOf& more = {});

}  // namespace kilter::cli
