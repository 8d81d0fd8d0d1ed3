// SPDX-License-Identifier: MIT
#include "kilter/cli/screen.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>

#include <algorithm>

#include "kilter/cli/run_words.hpp"
#include "kilter/cli/screen_view.hpp"
#include "kilter/setup/units.hpp"

namespace kilter::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto between_draws = 100ms;
constexpr std::size_t kept_sentences = 20;

}  // namespace

WindowSize window_size(std::FILE* out) {
  winsize size{};
  if (ioctl(fileno(out), TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

Screen::Screen(std::FILE* out, ScreenForm form, const History& history, const Clock& clock,
               const core::Steering& steering)
    : out_(out), form_(form), history_(history), from_(history.revision()), clock_(clock), steering_(steering) {}

Revision Screen::follow(const History& history, Revision after) {
  for (Revision r = std::max(after, from_) + 1; r <= history.revision(); ++r) {
    const Entry& entry = history.entry(r);
    if (auto text = sentence(history, entry))
      last_.push_front(fmt::format("{} {}", local_time_text(entry.stamp, clock_.wall()), *text));
  }
  if (last_.size() > kept_sentences) last_.resize(kept_sentences);
  return history.revision();
}

void Screen::beat() {
  if (closed_ || clock_.now() < next_) return;
  next_ = clock_.now() + between_draws;
  draw();
}

void Screen::set_foot(std::vector<std::string> lines) {
  if (lines == foot_) return;
  foot_ = std::move(lines);
  next_ = {};
}

void Screen::write(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), out_);
  std::fflush(out_);
}

void Screen::draw() {
  const WindowSize window = window_size(out_);
  std::string text;
  // A narrower window has folded what stood there, so that its lines can no longer be counted.
  if (drawn_ > 0 && window.width < width_)
    text = "\x1b[H\x1b[2J";
  else if (drawn_ > 0)
    text = fmt::format("\x1b[{}A\r", drawn_);
  const auto lines = screen_lines({history_, clock_.wall(), window.width, window.height, form_.unicode, form_.colour,
                                   form_.jobs, steering_.haste.load(), last_, foot_});
  for (const auto& line : lines) text += line + "\x1b[K\n";
  write(text + "\x1b[J");
  drawn_ = lines.size();
  width_ = window.width;
}

void Screen::erase() {
  if (drawn_ > 0) write(fmt::format("\x1b[{}A\r\x1b[J", drawn_));
  drawn_ = 0;
}

void Screen::say(const std::string& text) {
  erase();
  write(text + "\n");
  if (!closed_) draw();
}

void Screen::close() {
  if (!closed_) erase();
  closed_ = true;
}

}  // namespace kilter::cli
