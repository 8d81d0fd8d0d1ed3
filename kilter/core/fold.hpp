// SPDX-License-Identifier: MIT
// The only memory that a plug may keep: the state that results from a prefix of the log.
#pragma once
#include "kilter/core/history.hpp"

namespace kilter {

/// Starts over where the history it is shown is not an extension of the one it read, and after a change of settings,
/// so that warm and cold give the same. What a step reads must be in the entry itself or fixed before it.
template <class State>
class Fold {
 public:
  /// `step(State&, const History&, const Entry&)` is called for each entry not seen yet.
  template <class Step>
  const State& upto(const History& history, Step step) {
    const bool shorter = history.revision() < read_;
    const bool another = !shorter && read_ > 0 && !(history.entry(read_) == newest_);
    if (shorter || another || history.settings_revision() > read_) state_ = {}, read_ = 0;
    if (read_ == history.revision()) return state_;
    while (read_ < history.revision()) step(state_, history, history.entry(++read_));
    newest_ = history.entry(read_);
    return state_;
  }

 private:
  State state_{};
  Revision read_ = 0;
  Entry newest_;
};

}  // namespace kilter
