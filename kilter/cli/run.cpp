// SPDX-License-Identifier: MIT
// `kilter run`: tunes a program, or goes on with it.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/code_words.hpp"
#include "kilter/cli/events.hpp"
#include "kilter/cli/launcher.hpp"
#include "kilter/cli/messages.hpp"
#include "kilter/cli/run_detach.hpp"
#include "kilter/cli/run_dry.hpp"
#include "kilter/cli/run_first.hpp"
#include "kilter/cli/run_numbers.hpp"
#include "kilter/cli/run_options.hpp"
#include "kilter/cli/run_places.hpp"
#include "kilter/cli/run_pulse.hpp"
#include "kilter/cli/run_signals.hpp"
#include "kilter/cli/run_study.hpp"
#include "kilter/cli/run_talk.hpp"
#include "kilter/cli/run_track.hpp"
#include "kilter/cli/run_view.hpp"
#include "kilter/cli/run_watch.hpp"
#include "kilter/cli/run_words.hpp"
#include "kilter/cli/screen_text.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/setup/advice.hpp"
#include "kilter/setup/code_state.hpp"
#include "kilter/setup/gpu_look.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/setup/start.hpp"
#include "kilter/setup/track_target.hpp"

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
    view_.emplace(manner_, form_, *study_, clock_, steering_);
    places_.emplace(joined_.settings, asked_.all, usable_cores(), find_gpus());
    jobs_ = places_->jobs();
    refuse_to_overwrite(program_of(joined_.settings));
    warn();
    if (history().settings().paused) return still_paused();
    open();
    if (looking() && !history().trials().empty()) try_again();
    if (budget_spent(history(), clock_.wall()) && history().running().empty() && history().waiting().empty())
      return nothing_to_do();
    if (asked_.detach) return leave();
    const auto started = clock_.now();
    RunTrack track(joined_.settings, joined_.place, [&](const std::string& line) { talk(line); });
    const core::Finish finish = tune();
    const Revision newest = history().revision();
    for (const auto& line : track.end(newest)) talk(line);
    return close(finish, std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - started));
  }

 private:
  const History& history() const { return study_->history(); }

  void talk(const std::string& line) const { view_->talk(line); }
  void result(const std::string& line) const { fmt::print("{}\n", manner_.unicode ? line : plain(line)); }
  void event(const std::string& name, const std::string& fields) const {
    if (manner_.quiet) return;
    fmt::print("{}\n", event_line(clock_.wall(), name, fields, form_));
    std::fflush(stdout);
  }
  void warn() const {
    if (!joined_.space.empty()) {
      Message message{Severity::notice, "K113", "the space changed since the last start", joined_.space};
      for (auto& line : space_advice(history(), joined_)) message.advice.push_back(std::move(line));
      print(message, manner_.json);
    }
    if (!joined_.created && joined_.differences.empty()) return;
    for (auto& message : doubts(joined_.settings, asked_.sure)) {
      const Goal goal = looking() ? Goal{} : joined_.settings.goals.front();
      const auto top = message.code == "K104" ? best(history()) : std::nullopt;
      if (top)
        message.advice.insert(message.advice.begin(), fmt::format("Best so far is trial {} with the {} {}, {}.",
                                                                  top->trial, goal.maximize ? "highest" : "lowest",
                                                                  printable(goal.metric, 60), rounded(top->value)));
      if (!manner_.quiet) print(message, manner_.json);
    }
  }

  void open() const {
    for (const auto& line : opening(joined_, history(), jobs_)) talk(line);
    if (view_->shows_events() && !asked_.detach) event("study.started", started_fields(joined_, history(), jobs_));
  }

  int still_paused() const {
    print(explain_pause(history(), pause_reason(history())), manner_.json);
    return exit_code(history(), core::Finish::paused);
  }

  /// No metric is named anywhere: one trial shall tell what there is to choose from.
  bool looking() const { return history().settings().goals.empty(); }

  /// The one trial of a study without a goal, where it failed.
  void try_again() {
    const Trial& trial = history().trials().front();
    if (trial.state() != TrialState::failed) return;
    const Part& part = trial.parts.front();
    study_->write({Requeued{{trial.number, part.index, part.attempt}, "asked for: the same command again"}});
  }

  int nothing_to_do() const {
    if (looking()) return tell_numbers();
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
    view_.reset();
    study_.reset();
    joined_.storage.reset();
    return detach(options_, joined_.place, joined_.created);
  }

  int tell_numbers() const {
    const Trial& trial = history().trials().front();
    if (trial.state() != TrialState::complete) return static_cast<int>(ErrorKind::nothing_succeeded);
    print(which_metric(history(), manner_), manner_.json);
    return static_cast<int>(ErrorKind::usage);
  }

  /// Whether trial 0 must run by itself first, because nobody knows yet where it writes.
  bool first_alone(const Program& program) const {
    const bool first = history().trials().empty() || history().trials().front().parts.empty();
    const bool prepared = CommandTemplate::of(program.command).names("trial.dir");
    return first && jobs_.count > 1 && !prepared && program.workdir != Workdir::shared;
  }

  /// Those in which what appears is not the program's.
  std::vector<std::filesystem::path> folders_of_ours(const Program& program) const {
    const auto study = std::filesystem::absolute(joined_.place.folder);
    std::vector<std::filesystem::path> folders{study.parent_path()};
    for (const auto& text : program.track)
      if (const auto target = read_track_target(text); !is_server(target))
        folders.push_back(track_folder(target, study));
    return folders;
  }

  /// Throws K123 where trials side by side would overwrite what they are known to write.
  void refuse_to_overwrite(const Program& program) const {
    const auto files = written_files(history());
    const bool told = program.workdir || CommandTemplate::of(program.command).names("trial.dir");
    if (files.empty() || told || looking() || jobs_.count < 2) return;
    const Message message = explain_writing(history(), files, jobs_.count, manner_);
    throw Error(ErrorKind::failure, message.code, message.headline, message.advice);
  }

  /// Looks once a minute whether GPUs have become free or have been taken; the loop does not wait for the answer.
  void look_at_gpus(const std::function<void(const Message&)>& say) {
    if (!places_->on_gpus()) return;
    if (gpu_look_ && gpu_look_->over()) {
      const auto gpus = gpu_look_->found();
      gpu_look_.reset();
      if (!gpus && !told_silent_)
        say({Severity::warning, {}, "nvidia-smi does not answer; the GPUs are used as they were", {}});
      told_silent_ = !gpus;
      if (gpus)
        for (const auto& sentence : places_->look_again(*gpus)) say({Severity::notice, {}, sentence, {}});
    }
    if (clock_.now() < next_look_) return;
    next_look_ = clock_.now() + std::chrono::minutes(1);
    if (looked_) gpu_look_.emplace();
    looked_ = true;
  }

  core::Finish tune() {
    const auto programs = make_executor();
    const Program program = program_of(joined_.settings);
    std::optional<FirstAlone> alone;
    if (first_alone(program))
      alone.emplace(*programs, clock_,
                    FirstAlone::Place{program.command.directory, std::filesystem::absolute(joined_.place.trial(0)),
                                      folders_of_ours(program)},
                    [&] {
                      if (program.workdir || looking()) return;
                      held_ = true;
                      steering_.haste = core::Haste::drain;
                    });
    Executor* const inner = alone ? static_cast<Executor*>(&*alone) : programs.get();
    SignalsToSteering signals(steering_, *inner);
    view_->begin(jobs_.count);
    const auto say = [&](const Message& message) { view_->say(message); };
    Watch watch(say, history());
    std::vector<Tracker*> trackers{&*view_, &watch};
    Pulse executor(*inner, places_->most(), [&] {
      if (hung_up() && !terminal_gone_) {
        terminal_gone_ = true;
        view_->leave_terminal(log_of(joined_.place));
      }
      view_->beat();
      look_at_gpus(say);
      tell_haste();
      follow_jobs(executor);
    });
    CodeWatch code(program.command);
    executor.note(code_key, [&] { return code.now(); });
    const core::Finish finish = core::tune(*study_, *joined_.storage, executor, clock_, steering_, trackers);
    view_->close();
    return finish;
  }

  /// `kilter set` may change how many trials run at once.
  void follow_jobs(Pulse& executor) {
    if (settings_seen_ == history().settings_revision()) return;
    const bool first = settings_seen_ == 0;
    settings_seen_ = history().settings_revision();
    const auto set = program_of(history().settings()).jobs;
    const bool same = set == jobs_set_;
    jobs_set_ = set;
    if (first || same) return;
    jobs_.count = set.value_or(places_->most());
    const bool too_many = places_->slots().required() && jobs_.count > places_->most();
    if (too_many) jobs_.count = places_->most();
    executor.limit(jobs_.count);
    view_->set_jobs(jobs_.count);
    if (!view_->shows_screen()) talk(fmt::format("Now {} at a time, as kilter set said.", jobs_.count));
    if (too_many)
      view_->say({Severity::notice,
                  {},
                  fmt::format("{} at a time were asked for, and the GPUs here have room for {}", *set, jobs_.count),
                  {fmt::format("From the next start on they share more: kilter run --name {} --jobs {}",
                               history().settings().name, *set)}});
  }

  std::unique_ptr<Executor> make_executor() {
    const Program program = program_of(joined_.settings);
    SubprocessOptions options;
    options.jobs = most_jobs;
    options.slots = &places_->slots();
    options.parts = joined_.settings.parts;
    options.part_kind = joined_.settings.part_kind;
    options.written = [this] { return written_files(history()); };
    options.study = joined_.settings.name;
    options.study_directory = std::filesystem::absolute(joined_.place.folder);
    options.launcher = launcher();
    options.timeout = program.timeout;
    options.memory = program.memory;
    options.grace = program.grace;
    options.cores_per_job = places_->cores_per_job();
    return make_subprocess(program.command, options, clock_);
  }

  /// Without a screen, a Ctrl-C is answered by a word.
  void tell_haste() {
    const core::Haste now = steering_.haste.load();
    if (now == told_ || held_) return;
    told_ = now;
    if (view_->shows_screen()) return;
    const auto running = history().running().size();
    if (now == core::Haste::drain)
      talk(fmt::format(
          "Ending: nothing new starts, {} running trials may end. Again: stop them now and give them back.", running));
    if (now == core::Haste::give_back)
      talk("Ending: the running trials are stopped and wait to go on. Again: kill them.");
    if (now == core::Haste::kill) talk("Ending at once.");
  }

  int close(core::Finish finish, std::chrono::milliseconds took) const {
    if (held_) refuse_to_overwrite(program_of(joined_.settings));
    if (looking() && finish == core::Finish::budget_spent) return tell_numbers();
    if (finish == core::Finish::exhausted) tell_exhausted();
    if (finish == core::Finish::paused) still_paused();
    if (view_->shows_events()) event("study.finished", finished_fields(history(), finish, manner_));
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
  bool terminal_gone_ = false;
  SystemClock clock_;
  JoinedStudy joined_;
  std::unique_ptr<Sampler> sampler_;
  std::unique_ptr<Scheduler> scheduler_;
  std::optional<core::Study> study_;
  core::Steering steering_;
  std::optional<RunView> view_;
  std::optional<Places> places_;
  Jobs jobs_;
  std::optional<int> jobs_set_;
  Revision settings_seen_ = 0;
  TimePoint next_look_{};
  bool looked_ = false;
  std::optional<GpuLook> gpu_look_;
  bool told_silent_ = false;
  bool held_ = false;  ///< nothing more starts, since trials would disturb each other
  core::Haste told_ = core::Haste::none;
};

}  // namespace

int verb_run(Options& options) {
  SystemClock clock;
  const RunRequest request = read_run_options(options, clock.wall());
  const Asked asked = gather(request, options.manner(), clock.wall());
  if (asked.dry_run) return dry_run(foresee_study(asked, options.manner(), clock), asked, options);
  survive_hang_up();
  return Session(asked, options).run();
}

}  // namespace kilter::cli
