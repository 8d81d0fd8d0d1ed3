// SPDX-License-Identifier: MIT
// What `kilter fit` was asked for, and the table it reads for it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kilter/cli/options.hpp"
#include "kilter/fit/problem.hpp"
#include "kilter/table/table.hpp"

namespace kilter::cli {

struct FitRequest {
  std::string file;
  std::optional<std::string> target, score, test, name;
  std::optional<int> folds, jobs, trials, seed;
  std::optional<double> minutes;
  std::vector<std::string> as, drop, keep;
  bool test_again = false;
};
/// Declares the options and reads them. Throws Error(usage) for what cannot be.
FitRequest read_fit_options(Options& options);

/// The columns of a file as the user wants them read.
struct FitTable {
  RawTable raw;
  KindsByName said;
  std::vector<ColumnType> types;  ///< of all columns but those dropped
};
FitTable read_fit_table(const FitRequest& request);

/// Without a target: the columns, and the command to type.
void list_columns(const FitTable& table, const Options& options);

/// What was read and decided, line by line, before the search.
std::vector<std::string> fit_opening(const FitTable& table, const fit::Problem& problem, const FitRequest& request,
                                     int jobs);

}  // namespace kilter::cli
