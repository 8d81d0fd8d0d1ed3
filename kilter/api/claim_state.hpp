// SPDX-License-Identifier: MIT
// What stands behind a claim.
#pragma once
#include <atomic>

#include "kilter/api/claim.hpp"
#include "kilter/api/door.hpp"

namespace kilter {

/// A run's line through the door: reports are judged at once, in the thread that makes them.
class DoorLine final : public Run::Line {
 public:
  explicit DoorLine(Door& door) : door_(door) {}

  void post(Event event) override;
  Answer ask(Wanted wanted) override;
  Verdict verdict() const override { return verdict_; }

 private:
  Door& door_;
  std::atomic<Verdict> verdict_{Verdict::go_on};
};

struct Claim::State {
  State(Door& opened, Job job, std::string metric)
      : door(opened), line(opened), run(std::move(job), line, std::move(metric)) {}
  ~State();

  Door& door;
  DoorLine line;
  Run run;
  bool told = false;
};

}  // namespace kilter
