// SPDX-License-Identifier: MIT
// What the curves of one training say went wrong, and one thing to change.
#pragma once
#include <string>
#include <vector>

namespace kilter {

/// A training and a validation metric by report, of equal length. What is no number is NaN.
struct CurvePair {
  std::vector<double> train;
  std::vector<double> validation;
  bool maximize = false;  ///< more is better, as of an accuracy
};

enum class Flaw { diverged, not_learning, overfitting, unstable, underfitting, poor_convergence, noisy_end };
/// As it stands in JSON: "poor_convergence".
const char* to_text(Flaw flaw);

struct Finding {
  Flaw flaw = Flaw::diverged;
  std::string evidence;   ///< the numbers behind it
  std::string what;       ///< the hyperparameter to change by its plain name: learning_rate, epochs, regularization
  std::string direction;  ///< raise or lower

  /// Verdict, evidence and advice in one sentence.
  std::string text() const;
};

/// At most one finding; none where nothing is wrong or the curves do not tell. Below five reports they only tell of a
/// loss that still falls at the last one.
/// The thresholds were set on the recorded curves of docs/diagnosis.md.
std::vector<Finding> diagnose(CurvePair curves);

}  // namespace kilter
