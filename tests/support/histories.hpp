// SPDX-License-Identifier: MIT
// A study that a test writes fact by fact, without storage, clock or programs.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kilter/core/sampler.hpp"
#include "kilter/core/scheduler.hpp"

namespace kilter::testing {

/// The history of the facts up to that revision, as a reader at that time had it.
History upto(const History& history, Revision revision);

/// What a proposal was made from, and what came out.
struct Asked {
  TrialNumber number = 0;
  Revision basis = 0;
  Params given;
  std::optional<Proposal> proposal;
};

class Script {
 public:
  explicit Script(Settings settings);

  const History& history() const { return history_; }
  void take(Fact fact);

  /// Asks for the next trial and, where there is a proposal, writes it down and starts it.
  Asked ask(Sampler& sampler, const Params& given = {}, double budget = 1);
  /// The same question once more, at the revision it was asked.
  std::optional<Proposal> again(Sampler& sampler, const Asked& asked) const;
  /// Asks for one parameter more of a running trial and writes it down.
  double extend(Sampler& sampler, TrialNumber trial, const Parameter& parameter);

  void start(TrialNumber trial, double budget, const std::string& reason = {});
  void report(TrialNumber trial, double step, const Metrics& metrics);
  void report(TrialNumber trial, double step, double loss) { report(trial, step, {{"loss", loss}}); }
  void end(TrialNumber trial, End how = End::completed, Metrics values = {});

  /// A trial with this curve from step 1 on; completed unless told otherwise.
  TrialNumber trial(const std::vector<double>& losses, std::optional<End> how = End::completed);

 private:
  RunId newest(TrialNumber trial) const;

  History history_;
};

}  // namespace kilter::testing
