// SPDX-License-Identifier: MIT
// Facts by short names, an exact comparison of entries, and the rules asked of a log without any index.
#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "kilter/core/storage.hpp"

namespace kilter::testing {

Fact changed(TrialNumber trials = -1);
Fact added(TrialNumber trial);
Fact proposed(TrialNumber trial);
Fact started(RunId run, WorkerId worker = "w");
Fact assigned(RunId run);
Fact reported(RunId run, double step = 1);
Fact noted(RunId run);
Fact decided(RunId run);
Fact ended(RunId run, End end = End::completed);
Fact requeued(RunId run);

/// Added, Proposed and Started as one ask writes them.
std::vector<Fact> asked(TrialNumber trial, WorkerId worker = "w");

/// An instant, so many milliseconds after some midnight.
WallTime at(int milliseconds);

/// All that an entry holds; equal for two entries if and only if they are equal to the last bit (any NaN is a NaN).
std::string exactly(const Entry& entry);
std::vector<std::string> exactly(const std::vector<Entry>& entries);

/// All pages.
std::vector<Entry> everything(Storage& storage);

/// The standing after some facts, found by looking through all of them at each question.
class Scan final : public Standing {
 public:
  void take(Fact fact) { facts_.push_back(std::move(fact)); }
  bool begun() const override { return !facts_.empty(); }
  TrialNumber next() const override;
  TrialNumber trial_budget() const override;
  bool proposed(TrialNumber trial) const override;
  std::optional<Run> run(TrialNumber trial, int part) const override;

 private:
  std::vector<Fact> facts_;
};

/// The first entry that breaks a rule or skips a revision; nullopt: none.
std::optional<Revision> broken_at(const std::vector<Entry>& entries);

}  // namespace kilter::testing
