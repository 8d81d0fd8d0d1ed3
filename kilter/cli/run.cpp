// SPDX-License-Identifier: MIT
// `kilter run`: tunes a program, or goes on with it.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/events.hpp"
#include "kilter/cli/launcher.hpp"
#include "kilter/cli/messages.hpp"
#include "kilter/cli/run_detach.hpp"
#include "kilter/cli/run_dry.hpp"
#include "kilter/cli/run_options.hpp"
#include "kilter/cli/run_pulse.hpp"
#include "kilter/cli/run_signals.hpp"
#include "kilter/cli/run_study.hpp"
#include "kilter/cli/run_talk.hpp"
#include "kilter/cli/run_terminal.hpp"
#include "kilter/cli/run_watch.hpp"
#include "kilter/cli/run_words.hpp"
#include "kilter/cli/screen.hpp"
#include "kilter/cli/screen_text.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/setup/advice.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/setup/start.hpp"

namespace kilter::cli {
namespace {

constexpr int most_jobs = 10'000;  // what runs at once is limited by the pulse, which can be changed

std::filesystem::path launcher() {
  auto found = find_launcher();
  if (!found.empty()) return found;
  throw Error(ErrorKind::failure, {}, "kilter-launch is missing beside the kilter program",
              {"The two programs belong together: copy both."});
}

/// One run of a study from the first to the last word.
class Session {
 public:
  Session(const Asked& asked, const Options& options)
      : asked_(asked), options_(options), manner_(options.manner()), form_{manner_.json, manner_.verbose} {}

  int run() {
    joined_ = join_study(asked_, manner_, clock_);
    sampler_ = make_sampler(joined_.settings.sampler);
    scheduler_ = make_scheduler(joined_.settings.scheduler);
    study_.emplace(*joined_.storage, *sampler_, *scheduler_, clock_, this_worker());
    jobs_ = choose_jobs(asked_.all, joined_.settings, usable_cores());
    warn();
    if (history().settings().paused) return still_paused();
    open();
    if (budget_spent(history(), clock_.wall()) && history().running().empty() && history().waiting().empty())
      return nothing_to_do();
    if (asked_.detach) return leave();
    const auto started = clock_.now();
    const core::Finish finish = tune();
    return close(finish, std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - started));
  }

 private:
  const History& history() const { return study_->history(); }

  void talk(const std::string& line) const {
    if (!manner_.json && !manner_.quiet) fmt::print(stderr, "{}\n", manner_.unicode ? line : plain(line));
  }
  void result(const std::string& line) const { fmt::print("{}\n", manner_.unicode ? line : plain(line)); }
  void event(const std::string& name, const std::string& fields) const {
    if (manner_.quiet) return;
    fmt::print("{}\n", event_line(clock_.wall(), name, fields, form_));
    std::fflush(stdout);
  }
  bool shows_screen() const { return manner_.terminal && !terminal_gone_ && !manner_.json && !manner_.quiet; }
  bool shows_events() const { return !shows_screen() && !manner_.quiet; }

  void warn() const {
    if (!joined_.space.empty()) {
      Message message{Severity::notice, "K113", "the space changed since the last start", joined_.space};
      message.advice.push_back(
          fmt::format("{} ended trials stay and are used where they fit.", counts(history()).ended()));
      print(message, manner_.json);
    }
    if (!joined_.created && joined_.differences.empty()) return;
    for (const auto& message : doubts(joined_.settings, asked_.sure))
      if (!manner_.quiet) print(message, manner_.json);
  }

  void open() const {
    for (const auto& line : opening(joined_, history(), jobs_)) talk(line);
    if (shows_events() && !asked_.detach) event("study.started", started_fields(joined_, history(), jobs_));
  }

  int still_paused() const {
    print(explain_pause(history(), pause_reason(history())), manner_.json);
    return exit_code(history(), core::Finish::paused);
  }

  int nothing_to_do() const {
    if (manner_.json) {
      event("study.finished", finished_fields(history(), core::Finish::budget_spent, manner_));
      return 0;
    }
    result(nothing_left(history(), clock_.wall()));
    if (const auto line = best_line(history()); !line.empty()) result("Best:    " + line);
    const bool time = trials_left(history()) != 0;
    result("Go on:   " + going_on(history(), time ? core::Finish::out_of_time : core::Finish::budget_spent, manner_));
    return 0;
  }

  /// The study is ready; another process runs it.
  int leave() {
    study_.reset();
    joined_.storage.reset();
    return detach(options_, joined_.place, joined_.created);
  }

  core::Finish tune() {
    const auto inner = make_executor();
    SignalsToSteering signals(steering_, *inner);
    TrackerPlace shown;
    std::vector<Tracker*> trackers{&shown};
    std::optional<Screen> screen;
    std::optional<EventLog> log;
    if (shows_screen())
      shown.set(screen.emplace(stdout, ScreenForm{manner_.unicode, manner_.colour, jobs_.count}, history(), clock_,
                               steering_));
    if (shows_events()) shown.set(log.emplace(stdout, form_, history()));
    const auto say = [&](const Message& message) {
      if (screen)
        screen->say(manner_.unicode ? to_text(message) : plain(to_text(message)));
      else
        print(message, manner_.json);
    };
    Watch watch(say, history());
    trackers.push_back(&watch);
    Pulse executor(*inner, jobs_.count, [&] {
      if (hung_up() && !terminal_gone_) {
        leave_terminal();
        screen.reset();
        shown.set(log.emplace(stdout, form_, history()));
      }
      if (screen) screen->beat();
      tell_haste();
      follow_jobs(executor, screen ? &*screen : nullptr);
    });
    const core::Finish finish = core::tune(*study_, *joined_.storage, executor, clock_, steering_, trackers);
    if (screen) screen->close();
    return finish;
  }

  /// The study goes on without its terminal, and prints to its log what it would have shown.
  void leave_terminal() {
    terminal_gone_ = true;
    terminal_.leave_to(log_of(joined_.place));
  }

  /// `kilter set` may change how many trials run at once.
  void follow_jobs(Pulse& executor, Screen* screen) {
    if (settings_seen_ == history().settings_revision()) return;
    const bool first = settings_seen_ == 0;
    settings_seen_ = history().settings_revision();
    const auto set = program_of(history().settings()).jobs;
    const bool same = set == jobs_set_;
    jobs_set_ = set;
    if (first || same) return;
    jobs_.count = set.value_or(usable_cores().count);
    executor.limit(jobs_.count);
    if (screen) screen->set_jobs(jobs_.count);
    if (!shows_screen()) talk(fmt::format("Now {} at a time, as kilter set said.", jobs_.count));
  }

  std::unique_ptr<Executor> make_executor() const {
    const Program program = program_of(joined_.settings);
    SubprocessOptions options;
    options.jobs = most_jobs;
    options.study = joined_.settings.name;
    options.study_directory = std::filesystem::absolute(joined_.place.folder);
    options.launcher = launcher();
    options.timeout = program.timeout;
    options.memory = program.memory;
    options.grace = program.grace;
    options.cores_per_job = program.cores.value_or(std::max(1, usable_cores().count / jobs_.count));
    return make_subprocess(program.command, options, clock_);
  }

  /// Without a screen, a Ctrl-C is answered by a word.
  void tell_haste() {
    const core::Haste now = steering_.haste.load();
    if (now == told_) return;
    told_ = now;
    if (shows_screen()) return;
    const auto running = history().running().size();
    if (now == core::Haste::drain)
      talk(fmt::format(
          "Ending: nothing new starts, {} running trials may end. Again: stop them now and give them back.", running));
    if (now == core::Haste::give_back)
      talk("Ending: the running trials are stopped and wait to go on. Again: kill them.");
    if (now == core::Haste::kill) talk("Ending at once.");
  }

  int close(core::Finish finish, std::chrono::milliseconds took) const {
    if (finish == core::Finish::exhausted) tell_exhausted();
    if (finish == core::Finish::paused) still_paused();
    if (shows_events()) event("study.finished", finished_fields(history(), finish, manner_));
    if (!manner_.json)
      for (const auto& line : closing(history(), finish, joined_.place, manner_, took)) result(line);
    return exit_code(history(), finish);
  }

  void tell_exhausted() const {
    Message message{
        Severity::notice,
        "K120",
        fmt::format("all {} combinations have been tried; the study is complete", history().trials().size()),
        {}};
    const auto top = best(history());
    message.advice.push_back(fmt::format("{}To go on: widen a range, as with --param 'NAME=RANGE'.",
                                         top ? fmt::format("Best: trial {}. ", top->trial) : ""));
    print(message, manner_.json);
  }

  const Asked& asked_;
  const Options& options_;
  const Manner& manner_;
  EventForm form_;
  RunTerminal terminal_;
  bool terminal_gone_ = false;
  SystemClock clock_;
  JoinedStudy joined_;
  std::unique_ptr<Sampler> sampler_;
  std::unique_ptr<Scheduler> scheduler_;
  std::optional<core::Study> study_;
  Jobs jobs_;
  std::optional<int> jobs_set_;
  Revision settings_seen_ = 0;
  core::Steering steering_;
  core::Haste told_ = core::Haste::none;
};

}  // namespace

int verb_run(Options& options) {
  SystemClock clock;
  const RunRequest request = read_run_options(options, clock.wall());
  const Asked asked = gather(request, options.manner(), clock.wall());
  if (asked.dry_run) return dry_run(foresee_study(asked, options.manner(), clock), asked, options.manner());
  survive_hang_up();
  return Session(asked, options).run();
}

}  // namespace kilter::cli
