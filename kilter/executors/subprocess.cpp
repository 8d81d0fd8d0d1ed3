// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <map>
#include <system_error>
#include <variant>

#include "kilter/base/error.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/executors/device_slots.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/executors/file_template.hpp"
#include "kilter/executors/params_file.hpp"
#include "kilter/executors/socket_folder.hpp"
#include "kilter/executors/subprocess_environment.hpp"
#include "kilter/executors/subprocess_run.hpp"
#include "kilter/executors/work_folder.hpp"

namespace kilter {
namespace {

/// One loop over all pipes, sockets, report files and timers; no thread, no signal handler.
class Subprocess final : public Executor {
 public:
  Subprocess(Command command, SubprocessOptions options, const Clock& clock)
      : command_(std::move(command)),
        options_(std::move(options)),
        clock_(clock),
        words_(CommandTemplate::of(command_)),
        environment_(command_, options_),
        woken_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        changes_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
    options_.launcher = find_launcher(options_.launcher);
    options_.study_directory = std::filesystem::absolute(options_.study_directory);
    command_.directory = std::filesystem::absolute(command_.directory.empty() ? "." : command_.directory);
    if (!woken_) throw Error(ErrorKind::failure, "cannot make an eventfd: " + std::generic_category().message(errno));
  }

  ~Subprocess() override {
    for (auto& run : runs_) run->ask(EndRequest::end_now);
  }

  std::size_t room() const override {
    const auto running = std::count_if(runs_.begin(), runs_.end(), [](const auto& run) { return !run->over(); });
    const auto jobs = static_cast<std::size_t>(std::max(options_.jobs, 1));
    const std::size_t free = jobs - std::min(jobs, static_cast<std::size_t>(running));
    return options_.slots && options_.slots->required() ? std::min(free, options_.slots->free()) : free;
  }

  void start(Job job) override {
    const DeviceSlot* slot = options_.slots ? options_.slots->take(job.run) : nullptr;
    const auto refuse = [&](std::string why) {
      if (options_.slots) options_.slots->release(job.run);
      refused_.push_back(failure(job.run, std::move(why)));
    };
    try {
      begin(job, slot ? *slot : DeviceSlot{});
    } catch (const Error& error) {
      refuse(to_text(error.message()));
    } catch (const std::exception& error) {
      refuse(error.what());
    }
  }

  std::optional<Event> wait(TimePoint deadline) override {
    for (;;) {
      if (auto event = next_event()) return event;
      if (take_wake()) return {};
      const bool last = clock_.now() >= deadline;
      work(deadline);
      if (last) return next_event();
    }
  }

  void answer(const RunId& id, Answer answer) override {
    auto* run = find(id);
    if (const auto* verdict = std::get_if<Verdict>(&answer); run && verdict) run->answer(*verdict);
  }

  void stop(const RunId& id, Stop how) override {
    if (auto* run = find(id)) run->ask(how == Stop::now ? EndRequest::end_now : EndRequest::give_back);
  }

  void wake() override {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(woken_.get(), &one, sizeof one);
  }

 private:
  static Event failure(const RunId& run, std::string why) {
    return Ended{run, {.end = End::failed, .cause = Cause::error, .values = {}, .detail = std::move(why)}};
  }

  /// The folder that the run's program starts in.
  std::filesystem::path work_folder(const RunFiles& files) const {
    if (!command_.own_folder) return command_.directory;
    const auto work = files.directory / "work";
    link_project(command_.directory, work, options_.study_directory.parent_path(),
                 options_.written ? options_.written() : std::vector<std::string>{});
    return work;
  }

  void begin(const Job& job, const DeviceSlot& slot) {
    RunFiles files = run_files(options_.study_directory, job.run, options_.params_format);
    std::filesystem::create_directories(files.directory);
    if (job.from && job.run.attempt == 0)
      inherit_files(run_files(options_.study_directory, {job.from->trial, job.run.part, 0}).directory, files.directory);
    write_params_file(files.params, job, options_.params_format);
    const auto toml = std::filesystem::path(files.params).replace_extension(".toml");
    if (words_.names("params.toml")) write_params_file(toml, job, "toml");
    const std::string socket =
        fmt::format("{}/{}.{}.{}", sockets_.path(), job.run.trial, job.run.part, job.run.attempt);
    const std::map<std::string, std::string> surroundings{
        {"trial.dir", files.directory.native()},
        {"params", files.params.native()},
        {"params.toml", toml.native()},
        {"gpus", slot.shown},
        {"instance", instance_name(command_.instances, job.run.part)}};
    const auto work = work_folder(files);
    for (const auto& file : command_.templates) write_from_template(file, command_.directory, work, job, surroundings);
    const Launch launch{.launcher = options_.launcher,
                        .grace_ms = static_cast<int>(std::clamp(options_.grace, 0.0, 1e6) * 1000),
                        .lock_directory = files.directory,
                        .socket = socket,
                        .directory = work,
                        .words = words_.expand(job, surroundings),
                        .environment = environment_.of(job, files, socket, slot),
                        .cores = slot.cores,
                        .pty = command_.pty};
    std::vector<std::filesystem::path> logs;
    for (const auto& log : command_.logs) logs.push_back(launch.directory / expand_text(log, job, surroundings));
    auto run = std::make_unique<SubprocessRun>(job.run, job.from_step, std::move(files), launch, command_, options_,
                                               clock_, logs);
    watch(launch.lock_directory, IN_CREATE | IN_MOVED_TO, *run);
    watch(run->report_file().path(), IN_MODIFY, *run);  // where the program was quicker than this line
    runs_.push_back(std::move(run));
  }

  SubprocessRun* find(const RunId& id) {
    const auto at = std::find_if(runs_.begin(), runs_.end(), [&](const auto& run) { return run->id() == id; });
    return at == runs_.end() ? nullptr : at->get();
  }

  /// One run after the other, so that one that reports without end does not silence the others.
  std::optional<Event> next_event() {
    if (!refused_.empty()) {
      Event event = std::move(refused_.front());
      refused_.pop_front();
      return event;
    }
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      const std::size_t at = (turn_ + i) % runs_.size();
      auto event = runs_[at]->next_event();
      if (!event) continue;
      turn_ = at + 1;
      if (std::holds_alternative<Ended>(*event)) remove(at);
      return event;
    }
    return {};
  }

  void remove(std::size_t at) {
    if (options_.slots) options_.slots->release(runs_[at]->id());
    std::erase_if(watched_, [&](const auto& entry) {
      if (entry.second != runs_[at].get()) return false;
      ::inotify_rm_watch(changes_.get(), entry.first);
      return true;
    });
    runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(at));
  }

  bool take_wake() {
    std::uint64_t count = 0;
    return ::read(woken_.get(), &count, sizeof count) > 0;
  }

  /// Waits for anything to happen, at most until `deadline`, and deals with it.
  void work(TimePoint deadline) {
    bool more = false;
    waiting_.clear();
    waiting_.push_back({woken_.get(), POLLIN, 0});
    waiting_.push_back({changes_.get(), POLLIN, 0});
    owners_.assign(2, nullptr);
    for (const auto& run : runs_) {
      descriptors_.clear();
      run->add_descriptors(descriptors_);
      for (const int descriptor : descriptors_)
        waiting_.push_back({descriptor, POLLIN, 0}), owners_.push_back(run.get());
      if (const auto tick = run->next_tick()) deadline = std::min(deadline, *tick);
      more = more || run->more();
    }
    const int ready = ::poll(waiting_.data(), waiting_.size(), more ? 0 : milliseconds_until(deadline));
    if (ready > 0) {
      if (waiting_[1].revents != 0) read_changes();
      for (std::size_t i = 2; i < waiting_.size(); ++i)
        if (waiting_[i].revents != 0) owners_[i]->ready(waiting_[i].fd);
    }
    for (const auto& run : runs_) {
      if (const auto tick = run->next_tick(); tick && clock_.now() >= *tick) run->tick();
      if (run->more()) run->read_more();
    }
  }

  int milliseconds_until(TimePoint deadline) const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock_.now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, 60000));
  }

  void watch(const std::filesystem::path& path, std::uint32_t changes, SubprocessRun& run) {
    const int number = changes_ ? ::inotify_add_watch(changes_.get(), path.c_str(), changes) : -1;
    if (number < 0) return;
    watched_[number] = &run;
    run.report_file().changed();
  }

  /// A change of a run's folder may be its report file's beginning, which is watched from then on.
  void read_changes() {
    alignas(inotify_event) std::array<char, 4096> buffer;
    ssize_t size = 0;
    while ((size = ::read(changes_.get(), buffer.data(), buffer.size())) > 0)
      for (ssize_t at = 0; at < size;) {
        const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
        at += static_cast<ssize_t>(sizeof *event + event->len);
        if (event->mask & IN_Q_OVERFLOW)
          for (const auto& run : runs_) run->report_file().changed();
        const auto found = watched_.find(event->wd);
        if (found == watched_.end()) continue;
        SubprocessRun& run = *found->second;
        const auto& report = run.report_file().path();
        if (event->len > 0 && report.filename() != std::string_view(event->name)) continue;
        if (event->len > 0)
          watch(report, IN_MODIFY, run);
        else
          run.report_file().changed();
      }
  }

  Command command_;
  SubprocessOptions options_;
  const Clock& clock_;
  CommandTemplate words_;
  ProgramEnvironment environment_;
  SocketFolder sockets_;
  Descriptor woken_;
  Descriptor changes_;  ///< of report files; none where the system has no watch left: then they are read at the end
  std::deque<Event> refused_;
  std::vector<std::unique_ptr<SubprocessRun>> runs_;
  std::map<int, SubprocessRun*> watched_;
  std::size_t turn_ = 0;

  std::vector<pollfd> waiting_;
  std::vector<SubprocessRun*> owners_;
  std::vector<int> descriptors_;
};

}  // namespace

std::unique_ptr<Executor> make_subprocess(Command command, SubprocessOptions options, const Clock& clock) {
  return std::make_unique<Subprocess>(std::move(command), std::move(options), clock);
}

}  // namespace kilter
