// SPDX-License-Identifier: MIT
#include "kilter/samplers/tried.hpp"

#include <cmath>

#include "kilter/samplers/same_row.hpp"

namespace kilter {
namespace {

bool has_grown(const Space& space) {
  for (std::size_t i = 0; i < space.size(); ++i)
    if (space[i].was) return true;
  return false;
}

}  // namespace

Params as_it_was(const Space& space, Params params) {
  params.resize(space.size(), std::nan(""));
  for (const std::size_t i : space.order())
    if (space[i].was && std::isnan(params[i]) && space.active(i, params)) params[i] = space.code(i, *space[i].was);
  return params;
}

const Key& Tried::NewestKey::of(const Space& space, const Params& params) {
  const bool same = same_row(params, params_) && space == space_;
  if (!same) space_ = space, params_ = params, key_ = key(space, params);
  return key_;
}

void Tried::read(const History& history) {
  state_ = &fold_.upto(
      history, [this](State& state, const History& seen, const Entry& entry) { state.take(seen, entry, newest_key_); });
}

// A row grows by Assigned, and the space with it. The key is always that of the row as the history has it now, so that
// it does not matter how far the history reached when an entry was read.
void Tried::State::take(const History& history, const Entry& entry, NewestKey& newest) {
  const auto* proposed = std::get_if<Proposed>(&entry.fact);
  const auto* assigned = std::get_if<Assigned>(&entry.fact);
  if (!proposed && !assigned) return;
  const auto trial = static_cast<std::size_t>(proposed ? proposed->trial : assigned->run.trial);
  if (dimensions != history.settings().space.size()) {
    dimensions = history.settings().space.size();
    for (std::size_t earlier = 0; earlier < of.size(); ++earlier)
      if (of[earlier]) put(history, earlier, newest);
  }
  put(history, trial, newest);
}

void Tried::State::put(const History& history, std::size_t trial, NewestKey& newest) {
  if (of.size() <= trial) of.resize(trial + 1);
  const Space& space = history.settings().space;
  const Params& params = history.trials()[trial].params;
  const Key now = has_grown(space) ? key(space, as_it_was(space, params)) : newest.of(space, params);
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
