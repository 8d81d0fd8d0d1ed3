// SPDX-License-Identifier: MIT
// The live screen on a terminal: follows a study, and redraws itself in place at most ten times a second.
#pragma once
#include <cstdio>
#include <deque>
#include <string>
#include <vector>

#include "kilter/core/tracker.hpp"
#include "kilter/core/tune.hpp"

namespace kilter::cli {

struct ScreenForm {
  bool unicode = true;
  bool colour = false;
  int jobs = 1;  ///< at once; 0: somebody else's run is watched
};

/// Draws below the cursor and leaves what stands above alone. Not thread-safe.
class Screen final : public Tracker {
 public:
  Screen(std::FILE* out, ScreenForm form, const History& history, const Clock& clock, const core::Steering& steering);

  /// Takes itself away, so that an error is read below what stays.
  ~Screen() override { close(); }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  Revision follow(const History& history, Revision after) override;
  /// Redraws where it is time.
  void beat();
  void set_jobs(int jobs) { form_.jobs = jobs; }
  /// Lines above the last one: which keys can be typed. Drawn at the next beat where they are new.
  void set_foot(std::vector<std::string> lines);
  /// Prints a text that stays, above the screen.
  void say(const std::string& text);
  /// Takes the screen away; nothing is drawn after that.
  void close();

 private:
  void draw();
  void erase();
  void write(const std::string& text);

  std::FILE* out_;
  ScreenForm form_;
  const History& history_;
  Revision from_;
  const Clock& clock_;
  const core::Steering& steering_;
  std::deque<std::string> last_;
  std::vector<std::string> foot_;
  std::size_t drawn_ = 0;  ///< lines that stand there
  std::size_t width_ = 0;
  TimePoint next_{};
  bool closed_ = false;
};

/// Columns and rows of the terminal; 80 x 24 where it does not say.
struct WindowSize {
  std::size_t width = 80;
  std::size_t height = 24;
};
WindowSize window_size(std::FILE* out);

}  // namespace kilter::cli
