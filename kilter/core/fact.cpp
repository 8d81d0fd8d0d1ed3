// SPDX-License-Identifier: MIT
#include "kilter/core/fact.hpp"

namespace kilter {
namespace {

struct Rules {
  const Standing& standing;

  bool exists(TrialNumber trial) const { return trial >= 0 && trial < standing.next(); }

  bool newest(const RunId& run, bool running) const {
    if (!exists(run.trial)) return false;
    const auto now = standing.run(run.trial, run.part);
    return now && now->attempt == run.attempt && now->running == running;
  }

  bool operator()(const Changed&) const { return true; }
  bool operator()(const Added& f) const {
    const TrialNumber budget = standing.trial_budget();
    return f.trial == standing.next() && (budget < 0 || f.trial < budget);
  }
  bool operator()(const Proposed& f) const { return exists(f.trial) && !standing.proposed(f.trial); }
  bool operator()(const Started& f) const {
    if (!exists(f.run.trial) || !standing.proposed(f.run.trial) || f.run.part < 0) return false;
    const auto now = standing.run(f.run.trial, f.run.part);
    return now ? !now->running && f.run.attempt == now->attempt + 1 : f.run.attempt == 0;
  }
  bool operator()(const Requeued& f) const { return newest(f.run, false); }
  template <class OfARun>
  bool operator()(const OfARun& f) const {
    return newest(f.run, true);
  }
};

}  // namespace

bool is_asked(const WorkerId& worker) { return worker.starts_with("ask:"); }

const char* to_text(End end) {
  static constexpr const char* names[] = {"completed", "stopped", "paused", "failed"};
  return names[static_cast<int>(end)];
}

const char* to_text(Cause cause) {
  static constexpr const char* names[] = {"none",   "error", "oom",        "nan",     "timeout",
                                          "killed", "lost",  "infeasible", "no_value"};
  return names[static_cast<int>(cause)];
}

const char* to_text(Verdict verdict) {
  static constexpr const char* names[] = {"go_on", "stop", "pause"};
  return names[static_cast<int>(verdict)];
}

bool may_follow(const Standing& standing, const Fact& fact) {
  if (!standing.begun() && !std::holds_alternative<Changed>(fact)) return false;
  return std::visit(Rules{standing}, fact);
}

}  // namespace kilter
