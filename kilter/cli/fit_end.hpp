// SPDX-License-Identifier: MIT
// How `kilter fit` ends: its result as one JSON object, and what that says to people.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "kilter/cli/json_out.hpp"
#include "kilter/fit/baselines.hpp"
#include "kilter/fit/confirmation.hpp"

namespace kilter::cli {

/// All that is known when the search is over.
struct FitEnd {
  std::string study;
  double minutes = 0;
  fit::Found found;
  const fit::Problem* problem = nullptr;
  const std::vector<fit::Baseline>* baselines = nullptr;  ///< with their test scores where the test was opened
  fit::Confirmed* confirmed = nullptr;
  bool opened = false;
  int looks = 0;
  WallTime now;
  const Json* before = nullptr;  ///< an earlier result
};

/// `validation` and `test` map the names of scores to numbers.
Json fit_result(const FitEnd& end);
/// The same for people.
std::vector<std::string> fit_closing(const Json& result);

}  // namespace kilter::cli
