// SPDX-License-Identifier: MIT
// The study file that `kilter init` writes: what is tuned, what stays as it is, and why.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kilter/setup/program_help.hpp"
#include "kilter/setup/proposal.hpp"

namespace kilter::cli {

/// An option with what is made of it.
struct PlannedOption {
  ProgramOption option;
  OptionPlan plan;
};

struct InitFile {
  std::vector<std::string> command;  ///< as it was typed
  std::vector<PlannedOption> options;
  std::optional<std::string> metric;  ///< with a known direction
  /// A script whose constants are tuned: its path, and that of the template made of it.
  std::optional<std::pair<std::string, std::string>> script;
  std::filesystem::path folder;
};

/// `weight-decay` as the name of a parameter: weight_decay.
std::string parameter_name(const std::string& option);

std::string to_toml(const InitFile& file);

/// The script with `{name}` in place of the values of these constants.
std::string with_placeholders(const std::string& source, const std::vector<SourceConstant>& constants);

}  // namespace kilter::cli
