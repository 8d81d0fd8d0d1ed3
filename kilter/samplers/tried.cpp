// SPDX-License-Identifier: MIT
#include "kilter/samplers/tried.hpp"

#include <cmath>

namespace kilter {
namespace {

/// The row with the values that parameters added later implicitly had when it was tried.
Params as_it_was(const Space& space, Params params) {
  params.resize(space.size(), std::nan(""));
  for (const std::size_t i : space.order())
    if (space[i].was && std::isnan(params[i]) && space.active(i, params)) params[i] = space.code(i, *space[i].was);
  return params;
}

Key key_of(const Space& space, const Params& params) {
  for (std::size_t i = 0; i < space.size(); ++i)
    if (space[i].was) return key(space, as_it_was(space, params));
  return key(space, params);
}

}  // namespace

void Tried::read(const History& history) {
  state_ = &fold_.upto(history, [](State& state, const History& seen, const Entry& entry) { state.take(seen, entry); });
}

// A row grows by Assigned, and the space with it. The key is always that of the row as the history has it now, so that
// it does not matter how far the history reached when an entry was read.
void Tried::State::take(const History& history, const Entry& entry) {
  const auto* proposed = std::get_if<Proposed>(&entry.fact);
  const auto* assigned = std::get_if<Assigned>(&entry.fact);
  if (!proposed && !assigned) return;
  const auto trial = static_cast<std::size_t>(proposed ? proposed->trial : assigned->run.trial);
  if (dimensions != history.settings().space.size()) {
    dimensions = history.settings().space.size();
    for (std::size_t earlier = 0; earlier < of.size(); ++earlier)
      if (of[earlier]) put(history, earlier);
  }
  put(history, trial);
}

void Tried::State::put(const History& history, std::size_t trial) {
  if (of.size() <= trial) of.resize(trial + 1);
  const Key now = key_of(history.settings().space, history.trials()[trial].params);
  if (of[trial] == now) return;
  drop(trial);
  of[trial] = now;
  if (++keys[now] == 1) digest.high += now.high, digest.low += now.low;
}

void Tried::State::drop(std::size_t trial) {
  if (!of[trial]) return;
  const auto at = keys.find(*of[trial]);
  if (--at->second == 0) {
    digest.high -= at->first.high;
    digest.low -= at->first.low;
    keys.erase(at);
  }
}

}  // namespace kilter
