// SPDX-License-Identifier: MIT
// The configurations that a study has had so far, whatever became of them: no sampler proposes one twice.
#pragma once
#include <cstddef>
#include <unordered_map>
#include <vector>

#include "kilter/core/fold.hpp"
#include "kilter/space/key.hpp"

namespace kilter {

/// The row with the values that parameters added later implicitly had when it was tried.
Params as_it_was(const Space& space, Params params);

/// A set of canonical keys, kept up to date with a history. Not thread-safe.
class Tried {
 public:
  /// Reads what is new in `history`; what it answers afterwards depends on that history alone.
  void read(const History& history);

  bool has(const Key& key) const { return state_->keys.contains(key); }
  bool has(const Space& space, const Params& params) const { return has(newest_key_.of(space, params)); }
  /// Stands for the whole set: two sets with equal digests have the same members.
  Key digest() const { return state_->digest; }

 private:
  struct Hash {
    std::size_t operator()(const Key& key) const { return key.high; }
  };
  /// Remembers one key: the row that was last asked about is, as a rule, the one that is read next.
  class NewestKey {
   public:
    const Key& of(const Space& space, const Params& params);

   private:
    Space space_;
    Params params_;
    Key key_ = key(space_, params_);
  };
  struct State {
    std::vector<std::optional<Key>> of;  ///< by trial
    std::unordered_map<Key, int, Hash> keys;
    Key digest;
    std::size_t dimensions = 0;

    void take(const History& history, const Entry& entry, NewestKey& newest);
    void put(const History& history, std::size_t trial, NewestKey& newest);
    void drop(std::size_t trial);
  };

  mutable NewestKey newest_key_;
  Fold<State> fold_;
  const State* state_ = nullptr;
};

}  // namespace kilter
