// SPDX-License-Identifier: MIT
// Schedulers small enough to be read at a glance, one for each way to spend a budget.
#pragma once
#include <memory>
#include <string>

#include "kilter/core/scheduler.hpp"

namespace kilter::testing {

/// "none"; "halving": pause at step 1, promote the best third to the full length; "folds": all parts of a trial, in
/// parallel, given up when surely beaten; "population": generations of four, each a child of its parent's checkpoint;
/// "dominated": stop what more than half of the others dominate at its step.
std::unique_ptr<Scheduler> make_scripted_scheduler(const std::string& name);

}  // namespace kilter::testing
