// SPDX-License-Identifier: MIT
#include "kilter/api/claim_state.hpp"

namespace kilter {

void DoorLine::post(Event event) {
  if (auto* report = std::get_if<Reported>(&event)) {
    const Verdict verdict = door_.report(std::move(*report));
    if (verdict != Verdict::go_on) verdict_ = verdict;
  } else if (auto* noted = std::get_if<Noted>(&event)) {
    door_.note(std::move(*noted));
  }
}

Answer DoorLine::ask(Wanted wanted) { return door_.extend(wanted); }

Claim::State::~State() {
  if (told) return;
  try {
    door.give_back(run.job().run);
  } catch (...) {
    // A study whose storage broke takes the trial for lost when this process ends.
    return;
  }
}

Claim::Claim() noexcept = default;
Claim::Claim(Claim&&) noexcept = default;
Claim& Claim::operator=(Claim&&) noexcept = default;
Claim::~Claim() = default;
Claim::Claim(std::unique_ptr<State> state) : state_(std::move(state)) {}

Run* Claim::operator->() const { return &state_->run; }
Run& Claim::operator*() const { return state_->run; }

}  // namespace kilter
