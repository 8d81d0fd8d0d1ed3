// SPDX-License-Identifier: MIT
// The door of a public study: one session behind one mutex.
#pragma once
#include <memory>
#include <mutex>
#include <optional>

#include "kilter/api/session.hpp"

namespace kilter {

/// Thread-safe. No call waits for a trial.
class Door {
 public:
  Door(std::unique_ptr<Session> session, const Clock& clock) : session_(std::move(session)), clock_(clock) {}

  std::optional<Job> ask();
  Value extend(const Wanted& wanted);
  Verdict report(Reported report);
  void note(Noted noted);
  bool tell(const RunId& run, Outcome outcome);
  /// The run ends and waits to be tried again.
  void give_back(const RunId& run);

  /// What `look` makes of the newest history.
  template <class Look>
  auto read(const Look& look) {
    std::lock_guard lock(mutex_);
    session_->study.sync();
    return look(session_->study.history());
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<Session> session_;
  const Clock& clock_;
};

}  // namespace kilter
