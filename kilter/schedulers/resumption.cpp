// SPDX-License-Identifier: MIT
#include "kilter/schedulers/resumption.hpp"

namespace kilter {
namespace {

/// A checkpoint may be a step or some behind the last report, but not most of them.
bool begins_anew(double step, double from) { return from > 1 && step <= from / 2; }

void take(Resumption::Seen& seen, const Fact& fact) {
  if (const auto* ended = std::get_if<Ended>(&fact)) {
    if (ended->outcome.end == End::paused) seen.paused.insert(ended->run.trial);
  } else if (const auto* started = std::get_if<Started>(&fact)) {
    if (seen.paused.erase(started->run.trial) > 0 && started->from_step > 0)
      seen.due[started->run] = started->from_step;
  } else if (const auto* report = std::get_if<Reported>(&fact)) {
    const auto at = seen.due.find(report->run);
    if (at == seen.due.end()) return;
    if (begins_anew(report->step, at->second)) {
      ++seen.begun_anew;
      seen.trial = report->run.trial, seen.step = report->step, seen.from = at->second;
    }
    seen.due.erase(at);
  }
}

}  // namespace

const Resumption::Seen& Resumption::read(const History& history) {
  return fold_.upto(history, [](Seen& seen, const History&, const Entry& entry) { take(seen, entry.fact); });
}

}  // namespace kilter
