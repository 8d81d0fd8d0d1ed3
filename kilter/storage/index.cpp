// SPDX-License-Identifier: MIT
#include "kilter/storage/index.hpp"

namespace kilter {

std::optional<Standing::Run> Index::run(TrialNumber trial, int part) const {
  for (const auto& [index, run] : at(trial).runs)
    if (index == part) return run;
  return {};
}

bool Index::take(const Fact& fact) {
  if (!may_follow(*this, fact)) return false;
  auto taken = std::visit([&](const auto& f) { return apply(f); }, fact);
  ++revision_;
  if (trying_) taken_.push_back(std::move(taken));
  return true;
}

void Index::keep() {
  trying_ = false;
  taken_.clear();
}

void Index::undo() {
  for (; !taken_.empty(); taken_.pop_back()) revert(taken_.back());
  trying_ = false;
}

void Index::set(const RunId& id, Run now) {
  auto& runs = at(id.trial).runs;
  for (auto& [index, run] : runs)
    if (index == id.part) {
      run = now;
      return;
    }
  runs.emplace_back(id.part, now);
}

void Index::forget(const RunId& id) {
  std::erase_if(at(id.trial).runs, [&](const auto& slot) { return slot.first == id.part; });
}

Index::Taken Index::apply(const Added&) {
  trials_.emplace_back();
  return {.kind = Taken::Kind::added};
}

Index::Taken Index::apply(const Proposed& f) {
  at(f.trial).proposed = true;
  return {.kind = Taken::Kind::proposed, .run = {.trial = f.trial}};
}

Index::Taken Index::apply(const Started& f) {
  Taken taken{.kind = Taken::Kind::started, .run = f.run, .run_before = run(f.run.trial, f.run.part)};
  set(f.run, {f.run.attempt, true});
  open_[f.run] = f.worker;
  return taken;
}

Index::Taken Index::apply(const Ended& f) {
  Taken taken{.kind = Taken::Kind::ended, .run = f.run, .run_before = run(f.run.trial, f.run.part)};
  set(f.run, {f.run.attempt, false});
  const auto open = open_.find(f.run);
  taken.worker_before = std::move(open->second);
  open_.erase(open);
  return taken;
}

Index::Taken Index::apply(const Changed& f) {
  Taken taken{.kind = Taken::Kind::changed, .budget_before = budget_};
  budget_ = f.trials;
  return taken;
}

void Index::revert(const Taken& taken) {
  --revision_;
  switch (taken.kind) {
    case Taken::Kind::added: trials_.pop_back(); break;
    case Taken::Kind::proposed: at(taken.run.trial).proposed = false; break;
    case Taken::Kind::started:
      open_.erase(taken.run);
      taken.run_before ? set(taken.run, *taken.run_before) : forget(taken.run);
      break;
    case Taken::Kind::ended:
      open_[taken.run] = taken.worker_before;
      set(taken.run, *taken.run_before);
      break;
    case Taken::Kind::changed: budget_ = taken.budget_before; break;
    case Taken::Kind::other: break;
  }
}

}  // namespace kilter
