// SPDX-License-Identifier: MIT
// What to tune in a program, and over which range, by the names and defaults of its options.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/setup/program_help.hpp"

namespace kilter {

struct OptionPlan {
  enum class Role { tune, length, output, fixed };
  Role role = Role::fixed;
  std::string range;  ///< tune: as in a command, "log(1e-5,0.1)=0.001"; output: what stands for the value
  std::string why;    ///< "name known: learning rate"
};

/// How to treat an option. Never a range that its default lies outside of.
OptionPlan plan_option(const ProgramOption& option);

}  // namespace kilter
