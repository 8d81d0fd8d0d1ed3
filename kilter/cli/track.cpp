// SPDX-License-Identifier: MIT
// `kilter track`: follows a study to where its people look, from a process that can never stop or slow it.
#include <fmt/format.h>

#include <csignal>
#include <thread>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/track_state.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/setup/plan.hpp"

namespace kilter::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto between_rounds = 250ms;
constexpr auto longest_pause = 15s;  // between two tries where nothing can be delivered
constexpr auto last_patience = 60s;  // with a place that takes nothing, once the study has ended

// A signal handler is given nothing, so what it sets has to lie here.
volatile std::sig_atomic_t left = 0;  // end now
volatile std::sig_atomic_t last = 0;  // end when what there is has been delivered

extern "C" void leave_now(int) { left = 1; }
extern "C" void leave_soon(int) { last = 1; }

/// Follows one study to one place until nobody works on it and all is delivered.
class Following {
 public:
  Following(Opened study, TrackTarget target, bool once)
      : study_(std::move(study)), target_(std::move(target)), once_(once), files_(study_.place, target_) {}

  void run() {
    const File held = files_.lock();
    while (!try_lock(held, Hold::exclusive)) {
      study_.sync();
      const bool done =
          workers(study_).alive.empty() && is_up_to_date(study_.place, target_, study_.history.revision());
      if (left || last || once_ || done) return;
      std::this_thread::sleep_for(between_rounds);
    }
    const auto tracker = make_tracker(target_, study_.place.folder, clock_);
    for (auto pause = between_rounds; !left;) {
      const bool ending = over();  // before the look, so that what is written until then is seen
      study_.sync();
      const bool went = deliver(*tracker);
      const bool all = went && at_ == study_.history.revision();
      if ((all && ending) || (!went && give_up())) return;
      pause = went ? between_rounds : std::min<std::chrono::milliseconds>(pause * 2, longest_pause);
      if (all || !went) rest(pause);
    }
  }

 private:
  bool deliver(Tracker& tracker) {
    const Revision before = at_;
    std::string trouble;
    try {
      while (!left && at_ < study_.history.revision()) at_ = tracker.follow(study_.history, at_);
    } catch (const Error& error) {
      trouble = error.message().headline;
    }
    if (trouble.empty()) refused_since_.reset();
    if (!trouble.empty() && !refused_since_) refused_since_ = clock_.now();
    if (at_ != before || trouble != trouble_) files_.write({at_, trouble});
    trouble_ = trouble;
    return trouble.empty();
  }

  bool give_up() { return once_ || (clock_.now() - *refused_since_ > last_patience && over()); }

  /// Whether nothing more is to be waited for.
  bool over() { return once_ || last || workers(study_).alive.empty(); }

  static void rest(std::chrono::milliseconds pause) {
    const bool soon = last;
    for (auto slept = 0ms; slept < pause && !left && last == soon; slept += between_rounds)
      std::this_thread::sleep_for(between_rounds);
  }

  Opened study_;
  TrackTarget target_;
  bool once_;
  TrackFiles files_;
  SystemClock clock_;
  Revision at_ = 0;
  std::string trouble_;
  std::optional<TimePoint> refused_since_;
};

std::vector<TrackTarget> targets_of(const std::vector<std::string>& typed, const Settings& settings) {
  std::vector<TrackTarget> targets;
  for (const auto& text : typed) targets.push_back(absolute(read_track_target(text), std::filesystem::current_path()));
  if (typed.empty())
    for (const auto& text : program_of(settings).track) targets.push_back(read_track_target(text));
  if (targets.empty())
    throw Error(ErrorKind::usage, {}, fmt::format("where shall {} be tracked?", settings.name),
                {fmt::format("For example: kilter track {} --to tensorboard=runs", settings.name)});
  return targets;
}

}  // namespace

int verb_track(Options& options) {
  std::vector<std::string> typed;
  bool once = false;
  options.option("--to", typed, "WHERE", "tensorboard[=DIR], csv[=DIR] or mlflow[=URI]; several may be given");
  options.flag("--once", once, "Write what there is, and end, though the study runs on");
  options.read(0, 1, "[STUDY]");
  const auto& words = options.words();
  const auto name = words.empty() ? std::nullopt : std::optional(words.front());
  std::signal(SIGINT, leave_now);
  std::signal(SIGTERM, leave_soon);
  std::signal(SIGHUP, SIG_IGN);
  const auto targets = targets_of(typed, open_study(options, name, Access::read).settings());
  std::vector<std::thread> threads;
  for (const auto& target : targets)
    threads.emplace_back([&] {
      try {
        Following(open_study(options, name, Access::read), target, once).run();
      } catch (const std::exception& error) {
        fmt::print(stderr, "{}: {}\n", target.kind, printable(error.what()));
      }
    });
  for (auto& thread : threads) thread.join();
  const Opened study = open_study(options, name, Access::read);
  const Revision newest = study.history.revision();
  bool all = true;
  for (const auto& target : targets) {
    say(options, track_line(study.place, target, newest));
    all = all && is_up_to_date(study.place, target, newest);
  }
  return all ? 0 : static_cast<int>(ErrorKind::failure);
}

}  // namespace kilter::cli
