// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "kilter/core/study.hpp"

namespace kilter::core {
namespace {

History upto(Storage& storage, Revision revision) {
  History history;
  while (history.revision() < revision) {
    auto entries = storage.since(history.revision(), revision);
    if (entries.empty()) break;
    for (auto& entry : entries) history.take(std::move(entry));
  }
  return history;
}

/// What stood in the facts of that trial's proposal.
struct Recorded {
  std::optional<Proposed> proposed;
  double budget = 1;
};

/// The proposal of a proposed trial stands after its basis, and its first start after it.
Recorded find(const History& history, const Trial& trial) {
  Recorded recorded;
  for (Revision r = trial.basis + 1; r <= history.revision(); ++r) {
    const Fact& fact = history.entry(r).fact;
    if (const auto* f = std::get_if<Proposed>(&fact); f && f->trial == trial.number) recorded.proposed = *f;
    if (const auto* f = std::get_if<Started>(&fact); f && f->run.trial == trial.number && recorded.proposed) {
      recorded.budget = f->budget;
      break;
    }
  }
  return recorded;
}

/// Says so where the trial cannot be replayed at all.
std::optional<Replay> impossible(const History& all, TrialNumber trial) {
  if (trial < 0 || trial >= all.next())
    return Replay{Replay::Result::not_checkable,
                  fmt::format("there is no trial {}; the study has {}", trial, all.next())};
  if (!all.trials()[static_cast<std::size_t>(trial)].proposed)
    return Replay{Replay::Result::not_checkable, fmt::format("trial {} has not been proposed yet", trial)};
  return {};
}

}  // namespace

Replay replay(const History& all, const History& then, Sampler& sampler, TrialNumber trial) {
  if (auto no = impossible(all, trial)) return *no;
  const auto number = static_cast<std::size_t>(trial);
  const auto [proposed, budget] = find(all, all.trials()[number]);
  if (!proposed)
    return {Replay::Result::disproved, fmt::format("trial {}: its proposal does not follow the facts that it names as "
                                                   "those before it",
                                                   trial)};
  const Space& space = then.settings().space;
  const Params given = trial < then.next() ? then.trials()[number].given : all.trials()[number].given;
  const Rng rng{then.settings().seed, static_cast<std::uint64_t>(trial)};
  auto again = sampler.propose(then, {trial, space, given, budget, rng});
  if (!again && proposed->by == "given/1") again = Proposal{.params = given, .by = "given/1"};
  const std::string text = again ? space.write(again->params) : "nothing left to try";
  if (again && again->by != proposed->by)
    return {Replay::Result::not_checkable,
            fmt::format("trial {} was proposed by {}, this program has {}: it cannot be checked here", trial,
                        proposed->by, again->by)};
  if (text == proposed->params)
    return {Replay::Result::proved, fmt::format("trial {}: the {} facts before it give the same proposal again, {}",
                                                trial, proposed->basis, text)};
  return {Replay::Result::disproved, fmt::format("trial {}: the {} facts before it give {}, but {} is stored", trial,
                                                 proposed->basis, text, proposed->params)};
}

Replay replay(Storage& storage, Sampler& sampler, TrialNumber trial) {
  const History all = upto(storage, newest);
  if (auto no = impossible(all, trial)) return *no;
  return replay(all, upto(storage, all.trials()[static_cast<std::size_t>(trial)].basis), sampler, trial);
}

}  // namespace kilter::core
