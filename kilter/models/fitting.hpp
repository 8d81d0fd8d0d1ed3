// SPDX-License-Identifier: MIT
// When the hyperparameters of a model are fitted anew, from where, and how the next proposal learns of them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kilter/base/random.hpp"
#include "kilter/models/process.hpp"

namespace kilter {

/// Hyperparameters as a proposal's note keeps them, so that whoever goes on begins where the last one stopped. Rounded
/// to thousandths: what is used is what is written.
struct FitNote {
  std::vector<Hyperparameters> thetas;  ///< by model; an empty one: not fitted yet
  int rows = 0;                         ///< when they were last fitted
  int cold = 0;                         ///< when they were last fitted from the beginning
  int reliability = 100;                ///< of the model that proposed, in percent
  std::vector<Hyperparameters>::size_type size() const { return thetas.size(); }
};
std::string to_text(const FitNote& note);
/// Empty where the text is no such note.
FitNote fit_note(std::string_view text);

/// Whether a model of that many rows shall be fitted, given when it was last.
enum class Refit { no, warm, cold };
Refit refit_due(int rows, const FitNote& last);

struct RefitOptions {
  int warm_evaluations = 12;  ///< of the posterior, for one fit that goes on from the last
  int cold_evaluations = 60;  ///< for each start of one from the beginning
};

/// The hyperparameters that a process shall have: the last ones, or fitted from there or from the beginning. `last` may
/// be empty: then it is fitted in any case.
Hyperparameters fitted(Process& process, Refit refit, const Hyperparameters& last, const Rng& rng,
                       const RefitOptions& options = {});

}  // namespace kilter
