// SPDX-License-Identifier: MIT
// The view of a run: a live screen with keys on a terminal, else a line an event. The screen may go while the run goes
// on.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>

#include "kilter/base/error.hpp"
#include "kilter/cli/events.hpp"
#include "kilter/cli/keyboard.hpp"
#include "kilter/cli/options.hpp"
#include "kilter/cli/run_keys.hpp"
#include "kilter/cli/run_terminal.hpp"
#include "kilter/cli/screen.hpp"

namespace kilter::cli {

/// Not thread-safe.
class RunView final : public Tracker {
 public:
  /// All outlive it.
  RunView(const Manner& manner, EventForm form, core::Study& study, const Clock& clock, const core::Steering& steering);

  bool shows_screen() const { return screen_wanted_; }
  bool shows_events() const { return !screen_wanted_ && !manner_.quiet; }

  /// From here on there is something to see. `jobs` run at once.
  void begin(int jobs);
  Revision follow(const History& history, Revision after) override;
  /// Reads keys and redraws.
  void beat();
  void set_jobs(int jobs);
  void say(const Message& message);
  /// A line on stderr, for people.
  void talk(const std::string& line) const;
  /// The terminal is gone: what it would have shown goes to the end of `log`.
  void leave_terminal(const std::filesystem::path& log);
  void close();

 private:
  void leave_screen();

  const Manner& manner_;
  EventForm form_;
  core::Study& study_;
  const Clock& clock_;
  const core::Steering& steering_;
  RunTerminal terminal_;
  RunKeys keys_;
  bool screen_wanted_;
  bool leave_ = false;  ///< asked for by a key
  std::optional<Keyboard> keyboard_;
  std::optional<Screen> screen_;
  std::optional<EventLog> log_;
};

}  // namespace kilter::cli
