// SPDX-License-Identifier: MIT
// The values of Hydra's overrides, taken apart: `tag(log, interval(1e-4, 1e-1))`, `choice(a,b)`, `1,2,3`.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kilter::cli {

/// A text, or a call with arguments.
struct HydraTerm {
  std::string key;   ///< of an argument given by name: `interval(start=1, end=2)`
  std::string text;  ///< the value, or the name of what is called
  bool quoted = false;
  bool call = false;
  std::vector<HydraTerm> arguments;
};

/// The terms between the commas at the top; of a plain value one. Throws std::invalid_argument with what is wrong.
std::vector<HydraTerm> parse_hydra(std::string_view text);

}  // namespace kilter::cli
