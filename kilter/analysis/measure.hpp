// SPDX-License-Identifier: MIT
// Trials judged afterwards by any number that they gave, or by an expression of several.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kilter/analysis/ranking.hpp"
#include "kilter/core/history.hpp"
#include "kilter/space/expression.hpp"

namespace kilter {

/// The names of all numbers that the trials gave, in order of first use.
std::vector<std::string> recorded_metrics(const History& history);

/// A metric's name, or an expression of metrics as "val_acc - 0.1*ms" (names with other characters in backticks).
class Measure {
 public:
  /// Throws Error(usage) where the text is neither a metric of the study nor an expression of such; "did you mean".
  static Measure parse(const std::string& text, const History& history);

  const std::string& text() const { return text_; }
  /// The metrics that it needs, in order of first use.
  std::vector<std::string> names() const;
  /// The trial with this measure in place of its numbers, so that value_of() with a goal of that name gives its value:
  /// step by step, each number standing until the next of its name.
  Trial of(const Trial& trial) const;

 private:
  std::string text_;
  std::optional<Expression> expression_;  ///< none: a plain name
};

/// As ranking(), by a measure; `goal` says the direction and how a curve becomes a value.
std::vector<Scored> ranking(const History& history, const Measure& measure, const Goal& goal,
                            const Accept& accept = {});

/// A condition on recorded metrics, as "ms < 5 and val_acc > 0.9", as which trials it holds for. Throws Error(usage)
/// where the text is none, or names what no trial has given.
Accept condition(const std::string& text, const History& history);

/// The standard error that the program gave for a metric (`score_se`), of the report that makes its value; nullopt:
/// none.
std::optional<double> error_of(const Trial& trial, const Goal& goal);

}  // namespace kilter
