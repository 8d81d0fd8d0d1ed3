// SPDX-License-Identifier: MIT
// `kilter ask --preview`: what would be proposed next, and what the models think of a configuration. Nothing is
// written.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kilter/cli/opened.hpp"

namespace kilter::cli {

/// `words`: a study, how many, or both. Prints the next proposals, each as if those before it ran; or, where `params`
/// (a JSON object) is given, what the models expect of that configuration: what it leaves out has its declared default
/// or the middle of its range. Returns the exit code.
int preview(const Options& options, std::vector<std::string> words, const std::optional<std::string>& params);

}  // namespace kilter::cli
