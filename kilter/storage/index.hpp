// SPDX-License-Identifier: MIT
// What the rules must know of a log, kept in memory as the facts pass.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "kilter/core/fact.hpp"

namespace kilter {

/// The standing after the first revision() facts. Not thread-safe.
class Index final : public Standing {
 public:
  bool begun() const override { return revision_ > 0; }
  TrialNumber next() const override { return static_cast<TrialNumber>(trials_.size()); }
  TrialNumber trial_budget() const override { return budget_; }
  bool proposed(TrialNumber trial) const override { return at(trial).proposed; }
  std::optional<Run> run(TrialNumber trial, int part) const override;

  Revision revision() const { return revision_; }
  /// Runs that have started and not ended, with their workers.
  const std::map<RunId, WorkerId>& open() const { return open_; }

  /// Takes the next fact; false, and nothing changes, where the rules forbid it.
  bool take(const Fact& fact);

  /// From here on undo() takes everything back, until keep() gives that up.
  void begin() { trying_ = true; }
  void keep();
  void undo();

 private:
  struct Indexed {
    bool proposed = false;
    std::vector<std::pair<int, Run>> runs;  ///< the newest attempt of each part
  };
  /// One taken fact, and what it replaced.
  struct Taken {
    enum class Kind : std::uint8_t { other, added, proposed, started, ended, changed } kind = Kind::other;
    RunId run;
    std::optional<Run> run_before;
    WorkerId worker_before;
    TrialNumber budget_before = -1;
  };

  const Indexed& at(TrialNumber trial) const { return trials_[static_cast<std::size_t>(trial)]; }
  Indexed& at(TrialNumber trial) { return trials_[static_cast<std::size_t>(trial)]; }
  void set(const RunId& run, Run now);
  void forget(const RunId& run);
  Taken apply(const Added& f);
  Taken apply(const Proposed& f);
  Taken apply(const Started& f);
  Taken apply(const Ended& f);
  Taken apply(const Changed& f);
  template <class Other>
  Taken apply(const Other&) {
    return {};
  }
  void revert(const Taken& taken);

  Revision revision_ = 0;
  std::vector<Indexed> trials_;
  std::map<RunId, WorkerId> open_;
  TrialNumber budget_ = -1;
  bool trying_ = false;
  std::vector<Taken> taken_;
};

}  // namespace kilter
