// SPDX-License-Identifier: MIT
// All that trainings of one fit share: rows made numbers, folds, and how long a training is.
#pragma once
#include <optional>
#include <vector>

#include "kilter/fit/encoding.hpp"
#include "kilter/fit/split.hpp"
#include "kilter/fit/task.hpp"

namespace kilter::fit {

struct Wanted {
  std::string target;
  std::optional<std::string> score;
  std::optional<int> folds;
  std::uint64_t seed = 0;
  double minutes = 5;
};

/// Never changes while it is searched; read by many threads.
struct Problem {
  Task task;
  Encoding encoding;
  nn::Form form;
  nn::Data open;  ///< all rows but the locked ones
  std::vector<double> open_targets;
  nn::Data locked;             ///< the test rows
  std::size_t unlabelled = 0;  ///< rows without a target, left out
  int folds = 1;
  int epochs = 100;
  std::uint64_t seed = 0;
};

/// `test`: a table of test rows; none: 15 % of the rows. Throws Error where nothing can be learnt.
Problem make_problem(const Table& table, const Table* test, const Wanted& wanted);

/// Rows of one fold, gathered.
struct Part {
  nn::Data training, validation;
  std::vector<std::size_t> validation_rows;  ///< among the open rows
};
std::vector<Part> make_parts(const Problem& problem, std::uint64_t seed);

}  // namespace kilter::fit
