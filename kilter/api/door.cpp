// SPDX-License-Identifier: MIT
#include "kilter/api/door.hpp"

namespace kilter {

std::optional<Job> Door::ask() {
  std::lock_guard lock(mutex_);
  auto& [storage, sampler, scheduler, study] = *session_;
  storage->beat(study.worker(), clock_.wall());
  for (const auto& run : storage->lost(clock_.wall()))
    study.write({Ended{run, Outcome{End::failed, Cause::lost, {}, "its worker is gone"}}});
  auto job = study.ask();
  const auto& history = study.history();
  // Nobody has asked for a parameter yet, so nobody knows how many configurations there are.
  if (!job && study.why_nothing() == core::Nothing::exhausted && history.settings().space.size() == 0)
    if (study.write({Added{.trial = history.next()}})) job = study.ask();
  return job;
}

Value Door::extend(const Wanted& wanted) {
  std::lock_guard lock(mutex_);
  return session_->study.extend(wanted.run, wanted.parameter);
}

Verdict Door::report(Reported report) {
  std::lock_guard lock(mutex_);
  return session_->study.report(std::move(report));
}

void Door::note(Noted noted) {
  std::lock_guard lock(mutex_);
  session_->study.write({std::move(noted)});
}

bool Door::tell(const RunId& run, Outcome outcome) {
  std::lock_guard lock(mutex_);
  return session_->study.tell(run, std::move(outcome));
}

void Door::give_back(const RunId& run) {
  std::lock_guard lock(mutex_);
  Outcome outcome{End::failed, Cause::lost, {}, "given back: it was not told how it went"};
  session_->study.write({Ended{run, std::move(outcome)}, Requeued{run, "given back"}});
}

}  // namespace kilter
