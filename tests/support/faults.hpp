// SPDX-License-Identifier: MIT
// A storage in front of another, with a fault point before and after every append.
#pragma once
#include "kilter/core/storage.hpp"

namespace kilter::testing {

/// Thrown at a fault point: the process is gone. No std::exception, so that nobody catches it by the way.
struct Died {};

/// Which append it dies at, counted from 0 over all its life, and on which side of it.
struct FaultPoint {
  enum class Side { before, after } side = Side::before;
  int append = -1;  ///< -1: never
};

class FaultyStorage final : public Storage {
 public:
  FaultyStorage(std::unique_ptr<Storage> inner, FaultPoint fault) : inner_(std::move(inner)), fault_(fault) {}

  std::optional<Revision> append(std::span<const Fact> facts, WallTime stamp) override;
  std::vector<Entry> since(Revision after, Revision upto) override { return inner_->since(after, upto); }
  std::unique_ptr<Turn> turn() override { return inner_->turn(); }
  void beat(const WorkerId& worker, WallTime now) override { inner_->beat(worker, now); }
  std::vector<RunId> lost(WallTime now) override { return inner_->lost(now); }

  int appends() const { return appends_; }

 private:
  std::unique_ptr<Storage> inner_;
  FaultPoint fault_;
  int appends_ = 0;
};

}  // namespace kilter::testing
