// SPDX-License-Identifier: MIT
// What a value in a Hydra sweep means as a parameter.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/space/parameter.hpp"

namespace kilter::cli {

struct HydraSweep {
  std::optional<Parameter> parameter;  ///< absent: no sweep, one value that is passed on
  std::vector<std::string> lost;       ///< what is not kept, in words
};

/// `ends_belong`: range(1,5) holds 5, as Hydra's Optuna sweeper reads it; else it does not, as Hydra itself does.
/// Throws std::invalid_argument with what is wrong.
HydraSweep read_hydra_sweep(const std::string& name, std::string_view text, bool ends_belong);

}  // namespace kilter::cli
