// SPDX-License-Identifier: MIT
#include "kilter/cli/run_view.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "kilter/cli/messages.hpp"
#include "kilter/cli/screen_text.hpp"

namespace kilter::cli {

RunView::RunView(const Manner& manner, EventForm form, core::Study& study, const Clock& clock,
                 const core::Steering& steering)
    : manner_(manner),
      form_(form),
      study_(study),
      clock_(clock),
      steering_(steering),
      keys_(study, [this] { leave_ = true; }),
      screen_wanted_(manner.terminal && !manner.json && !manner.quiet) {}

void RunView::begin(int jobs) {
  if (shows_events()) log_.emplace(stdout, form_, study_.history());
  if (!screen_wanted_) return;
  screen_.emplace(stdout, ScreenForm{manner_.unicode, manner_.colour, jobs}, study_.history(), clock_, steering_);
  keyboard_.emplace();
}

Revision RunView::follow(const History& history, Revision after) {
  if (screen_) return screen_->follow(history, after);
  return log_ ? log_->follow(history, after) : history.revision();
}

void RunView::beat() {
  if (keyboard_) {
    keys_.press(keyboard_->typed());
    screen_->set_foot(keyboard_->there() ? keys_.lines() : std::vector<std::string>{});
  }
  if (screen_ && leave_) {
    leave_screen();
    talk(
        fmt::format("The study runs on here; Ctrl-C ends it. To free this terminal: Ctrl-Z, then bg. To see it again: "
                    "kilter watch {}",
                    study_.history().settings().name));
  }
  if (screen_) screen_->beat();
}

void RunView::set_jobs(int jobs) {
  if (screen_) screen_->set_jobs(jobs);
}

void RunView::say(const Message& message) {
  if (screen_)
    screen_->say(manner_.unicode ? to_text(message) : plain(to_text(message)));
  else
    print(message, manner_.json);
}

void RunView::talk(const std::string& line) const {
  if (manner_.json || manner_.quiet) return;
  // The terminal may have been closed, which ends no study: unlike fmt::print, this does not throw.
  std::fputs(((manner_.unicode ? line : plain(line)) + '\n').c_str(), stderr);
}

void RunView::leave_screen() {
  keyboard_.reset();
  screen_.reset();
  screen_wanted_ = false;
  log_.emplace(stdout, form_, study_.history());
}

void RunView::leave_terminal(const std::filesystem::path& log) {
  keyboard_.reset();
  terminal_.leave_to(log);
  if (screen_) leave_screen();
}

void RunView::close() {
  keyboard_.reset();
  if (screen_) screen_->close();
}

}  // namespace kilter::cli
