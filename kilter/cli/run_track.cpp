// SPDX-License-Identifier: MIT
#include "kilter/cli/run_track.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <thread>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/background.hpp"
#include "kilter/cli/track_state.hpp"
#include "kilter/setup/plan.hpp"

namespace kilter::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto between_waits = 20ms;
constexpr int looks = 500;
constexpr int looks_at_least = 50;

}  // namespace

RunTrack::RunTrack(const Settings& settings, const StudyPlace& place,
                   const std::function<void(const std::string&)>& talk)
    : targets_(program_of(settings).track), place_(place) {
  if (targets_.empty()) return;
  const auto folder = std::filesystem::absolute(place.folder).lexically_normal();
  std::vector<std::string> words{"kilter", "track", folder.filename().string(), "--home",
                                 folder.parent_path().string()};
  for (const auto& target : targets_) words.insert(words.end(), {"--to", target});
  std::error_code ignored;
  std::filesystem::create_directories(folder / "tracked", ignored);
  try {
    process_ = start_in_background(std::move(words), folder / "tracked" / "track.log");
  } catch (const Error& error) {
    talk(error.message().headline + "; the study runs without it");
  }
}

/// A place that takes nothing is not waited for.
bool RunTrack::hopeless() const {
  return std::all_of(targets_.begin(), targets_.end(), [&](const std::string& text) {
    const auto state = TrackFiles(place_, read_track_target(text)).read();
    return state && !state->trouble.empty();
  });
}

std::vector<std::string> RunTrack::end(Revision newest) {
  if (process_ > 0) ::kill(process_, SIGTERM);
  for (int look = 0; process_ > 0 && look < looks && !(look > looks_at_least && hopeless()); ++look) {
    if (::waitpid(process_, nullptr, WNOHANG) == process_) process_ = 0;
    if (process_ > 0) std::this_thread::sleep_for(between_waits);
  }
  std::vector<std::string> lines;
  for (const auto& text : targets_) {
    const TrackTarget target = read_track_target(text);
    lines.push_back(track_line(place_, target, newest));
    if (!is_up_to_date(place_, target, newest))
      lines.back() += fmt::format("; again: kilter track {}", place_.folder.filename().string());
  }
  return lines;
}

}  // namespace kilter::cli
