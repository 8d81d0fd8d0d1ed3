// SPDX-License-Identifier: MIT
// `kilter watch`: the live screen of a study that runs elsewhere; leaving it changes nothing.
#include <fmt/format.h>

#include <csignal>
#include <thread>

#include "kilter/cli/events.hpp"
#include "kilter/cli/keyboard.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/screen.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"

namespace kilter::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto between_keys = 100ms;
constexpr int looks_a_second = 10;

// A signal handler is given nothing, so what it sets has to lie here.
volatile std::sig_atomic_t left = 0;

extern "C" void leave(int) { left = 1; }

/// Follows the study until nobody works on it or the user leaves.
void follow(Opened& study, std::span<Tracker* const> trackers, Screen* screen) {
  std::optional<Keyboard> keyboard;
  if (screen) keyboard.emplace();
  const std::vector<std::string> foot{" [q] leave the view; the study runs on"};
  std::vector<Revision> shown(trackers.size(), 0);
  for (int look = 0; !left; ++look) {
    study.sync();
    for (std::size_t i = 0; i < trackers.size(); ++i) shown[i] = trackers[i]->follow(study.history, shown[i]);
    if (keyboard && keyboard->typed().find('q') != std::string::npos) left = 1;
    if (screen) screen->set_foot(keyboard->there() ? foot : std::vector<std::string>{});
    if (screen) screen->beat();
    if (look % looks_a_second == 0 && workers(study).alive.empty()) return;
    std::this_thread::sleep_for(between_keys);
  }
}

void last_words(const Options& options, Opened& study) {
  const StudyState state = state_of(study.history, workers(study), SystemClock().wall());
  for (const auto& line : best_lines(study.history)) fmt::print(stderr, "best: {}\n", line);
  if (left && state == StudyState::running)
    fmt::print(stderr, "{} runs on. Look again: {}\n", study.name, to_type(options, "watch " + study.name));
  else
    fmt::print(stderr, "{} is {}. Next: {}\n", study.name, state_words(state), what_next(options, study, state));
}

}  // namespace

int verb_watch(Options& options) {
  options.read(0, 1, "[STUDY]");
  const auto& words = options.words();
  const auto& manner = options.manner();
  Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::read);
  std::signal(SIGINT, leave);
  std::signal(SIGTERM, leave);
  std::signal(SIGHUP, leave);
  const SystemClock clock;
  const core::Steering steering;
  std::optional<Screen> screen;
  std::optional<EventLog> log;
  Tracker* tracker = nullptr;
  if (manner.terminal && !manner.json && !manner.quiet)
    tracker = &screen.emplace(stdout, ScreenForm{manner.unicode, manner.colour, 0}, study.history, clock, steering);
  else
    tracker = &log.emplace(stdout, EventForm{manner.json, manner.verbose}, study.history);
  follow(study, {&tracker, 1}, screen ? &*screen : nullptr);
  if (screen) screen->close();
  if (!manner.json && !manner.quiet) last_words(options, study);
  return 0;
}

}  // namespace kilter::cli
