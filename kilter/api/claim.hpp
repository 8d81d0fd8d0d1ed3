// SPDX-License-Identifier: MIT
// A trial that was asked for and is this program's to run.
#pragma once
#include <memory>

#include "kilter/executors/run.hpp"

namespace kilter {

/// Points to its Run: `claim->suggest_float(...)`, `claim->report(...)`. Ends with Study::tell(); one that is dropped
/// untold gives its trial back, to be tried again. Must not outlive its study. Empty where there was nothing to ask
/// for, and after it was moved from. Used from one thread at a time; several claims may be used at once.
class Claim {
 public:
  Claim() noexcept;
  Claim(Claim&&) noexcept;
  Claim& operator=(Claim&&) noexcept;
  ~Claim();

  explicit operator bool() const { return state_ != nullptr; }
  Run* operator->() const;
  Run& operator*() const;

 private:
  friend class Study;
  struct State;
  explicit Claim(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace kilter
