// SPDX-License-Identifier: MIT
// Socket: what follows the facts.
#pragma once
#include "kilter/core/history.hpp"

namespace kilter {

/// A reader of the log. It must never stop a study: what it cannot deliver it is shown again.
class Tracker {
 public:
  virtual ~Tracker() = default;
  /// Shows history.entry(r) for after < r <= history.revision(). Returns how far they are safely delivered.
  virtual Revision follow(const History& history, Revision after) = 0;
};

}  // namespace kilter
