// SPDX-License-Identifier: MIT
// Socket: what remembers the facts of one study.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "kilter/core/fact.hpp"

namespace kilter {

constexpr Revision newest = ~Revision{0};
/// since() returns at most this many entries at once.
constexpr std::size_t page = 4096;

/// Held while it is somebody's turn to ask; given up when destroyed.
class Turn {
 public:
  virtual ~Turn() = default;
};

/// A log of facts shared by threads, processes or machines. Each object is used from one thread at a time; several
/// objects may be open on one study. Throws Error(storage) where the outside world is broken; what append() confirmed
/// is then still there.
class Storage {
 public:
  virtual ~Storage() = default;
  /// All or none, in order, each under the next revision; returns the last one. nullopt: may_follow refused one of
  /// them, because somebody was quicker. No facts: the newest revision.
  virtual std::optional<Revision> append(std::span<const Fact> facts, WallTime stamp) = 0;
  /// Entries with after < revision <= upto in order, at most a page: call again until none come.
  virtual std::vector<Entry> since(Revision after, Revision upto = newest) = 0;
  /// Waits until it is this caller's turn to ask. A courtesy that saves proposals made in vain, never correctness.
  virtual std::unique_ptr<Turn> turn() = 0;
  /// Says that this worker lives. The first call makes it known. Does nothing for one of whom is_asked() holds.
  virtual void beat(const WorkerId& worker, WallTime now) = 0;
  /// The runs whose workers are dead; never those of a worker of whom is_asked() holds.
  virtual std::vector<RunId> lost(WallTime now) = 0;
};

}  // namespace kilter
