// SPDX-License-Identifier: MIT
#include "kilter/core/tune.hpp"

#include <algorithm>
#include <map>

#include "kilter/core/crash.hpp"

namespace kilter::core {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 100ms;      // between two looks at what others wrote
constexpr auto search_for_dead = 1s;  // between two looks for runs of dead workers

class Loop {
 public:
  Loop(Study& study, Storage& storage, Executor& executor, const Clock& clock, const Steering& steering,
       std::span<Tracker* const> trackers)
      : study_(study), storage_(storage), executor_(executor), clock_(clock), steering_(steering), trackers_(trackers) {
    shown_.assign(trackers.size(), 0);
  }

  Finish run() {
    for (;;) {
      storage_.beat(study_.worker(), clock_.wall());
      free_lost_runs();
      study_.sync();
      obey_outside();
      start_more();
      show();
      if (mine_.empty() && finish_ && !others_matter()) return *finish_;
      if (auto event = executor_.wait(clock_.now() + patience)) std::visit([&](auto& e) { handle(e); }, *event);
    }
  }

 private:
  struct Mine {
    bool told = false;        ///< the executor knows that it shall end
    bool given_back = false;  ///< its end is followed by Requeued
  };

  Haste haste() const { return steering_.haste.load(); }

  void free_lost_runs() {
    if (clock_.now() < next_search_) return;
    next_search_ = clock_.now() + search_for_dead;
    for (const auto& run : storage_.lost(clock_.wall())) {
      Outcome outcome{.end = End::failed, .cause = Cause::lost, .values = {}, .detail = "its worker is gone"};
      study_.write({Ended{run, std::move(outcome)}});
    }
  }

  /// Passes on stops that others asked for, and the outside's haste.
  void obey_outside() {
    for (auto& [run, mine] : mine_) {
      const Part* part = study_.history().trials()[static_cast<std::size_t>(run.trial)].part(run.part);
      const bool taken = !part->running || part->attempt != run.attempt;
      if (!mine.told && (taken || part->verdict != Verdict::go_on)) {
        mine.told = true;
        if (taken)
          executor_.stop(run, Stop::now);
        else
          executor_.answer(run, part->verdict);
      }
      if (haste() < Haste::give_back) continue;
      if (!mine.given_back || (haste() == Haste::kill && !killed_)) {
        mine.given_back = mine.told = true;
        executor_.stop(run, haste() == Haste::kill ? Stop::now : Stop::gently);
      }
    }
    killed_ = haste() == Haste::kill;
  }

  void start_more() {
    finish_.reset();
    if (haste() != Haste::none)
      finish_ = Finish::interrupted;
    else if (out_of_time())
      finish_ = Finish::out_of_time;
    while (!finish_ && executor_.room() > 0) {
      if (auto job = study_.ask()) {
        mine_.emplace(job->run, Mine{});
        show();
        executor_.start(std::move(*job));
      } else {
        finish_ = finish_for(study_.why_nothing());
        return;
      }
    }
  }

  static Finish finish_for(Nothing nothing) {
    switch (nothing) {
      case Nothing::exhausted: return Finish::exhausted;
      case Nothing::paused: return Finish::paused;
      case Nothing::later:
      case Nothing::budget_spent: return Finish::budget_spent;
    }
    return Finish::budget_spent;
  }

  bool out_of_time() const {
    const Budget& budget = study_.history().settings().budget;
    if (budget.until && clock_.wall() >= *budget.until) return true;
    return budget.hours && study_.history().worked() >= std::chrono::duration<double, std::ratio<3600>>(*budget.hours);
  }

  /// Runs of other workers may be lost, or decide what comes next: stay to take over. Those that somebody asked for may
  /// take for ever.
  bool others_matter() const {
    if (*finish_ != Finish::budget_spent && *finish_ != Finish::exhausted) return false;
    const auto& history = study_.history();
    return std::any_of(history.running().begin(), history.running().end(), [&](const auto& run) {
      return !is_asked(history.trials()[static_cast<std::size_t>(run.first)].part(run.second)->worker);
    });
  }

  void handle(Wanted& wanted) {
    try {
      executor_.answer(wanted.run, study_.extend(wanted.run, wanted.parameter));
    } catch (const std::exception& refused) {
      executor_.answer(wanted.run, Refusal{refused.what()});
    }
  }

  void handle(Reported& reported) {
    const RunId run = reported.run;
    const Verdict verdict = study_.report(std::move(reported));
    if (verdict != Verdict::go_on)
      if (const auto it = mine_.find(run); it != mine_.end()) it->second.told = true;
    executor_.answer(run, verdict);
  }

  void handle(Noted& noted) { study_.write({std::move(noted)}); }

  void handle(Ended& ended) {
    const auto it = mine_.find(ended.run);
    const bool given_back = it != mine_.end() && it->second.given_back && ended.outcome.end != End::completed;
    if (it != mine_.end()) mine_.erase(it);
    if (given_back) {
      Outcome outcome{
          .end = End::failed, .cause = Cause::lost, .values = {}, .detail = "given back: the worker was interrupted"};
      study_.write({Ended{ended.run, std::move(outcome)}, Requeued{ended.run, "given back"}});
      return;
    }
    study_.tell(ended.run, std::move(ended.outcome));
    pause_after_equal_crashes();
  }

  void pause_after_equal_crashes() {
    const History& history = study_.history();
    const auto crash = equal_crashes(history);
    if (!crash || history.settings().paused) return;
    Settings settings = history.settings();
    settings.paused = true;
    study_.write({Changed{to_json(settings), settings.budget.trials.value_or(-1), *crash}});
  }

  void show() {
    for (std::size_t i = 0; i < trackers_.size(); ++i)
      if (shown_[i] < study_.history().revision()) shown_[i] = trackers_[i]->follow(study_.history(), shown_[i]);
  }

  Study& study_;
  Storage& storage_;
  Executor& executor_;
  const Clock& clock_;
  const Steering& steering_;
  std::span<Tracker* const> trackers_;
  std::vector<Revision> shown_;
  std::map<RunId, Mine> mine_;
  std::optional<Finish> finish_;
  TimePoint next_search_{};
  bool killed_ = false;
};

}  // namespace

Finish tune(Study& study, Storage& storage, Executor& executor, const Clock& clock, const Steering& steering,
            std::span<Tracker* const> trackers) {
  return Loop(study, storage, executor, clock, steering, trackers).run();
}

}  // namespace kilter::core
