// SPDX-License-Identifier: MIT
#include "kilter/api/session.hpp"

#include <fmt/format.h>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/setup/start.hpp"
#include "kilter/storage/studies.hpp"

namespace kilter {
namespace {

std::vector<Goal> goals_of(const StudyOptions& options) {
  if (!options.goals.empty()) return options.goals;
  return {Goal{.metric = options.metric, .maximize = options.direction == maximize}};
}

/// What the options say explicitly of a study, new or not.
void say(Settings& settings, const StudyOptions& options) {
  if (options.space.size() > 0) settings.space = options.space;
  if (!options.sampler.empty()) settings.sampler = {options.sampler, options.sampler_options};
  if (!options.scheduler.empty()) settings.scheduler = {options.scheduler, options.scheduler_options};
  if (options.seed) settings.seed = *options.seed;
  if (options.trials) settings.budget.trials = *options.trials;
}

Settings beginning(const StudyOptions& options) {
  Settings settings;
  settings.name = options.name;
  settings.goals = goals_of(options);
  settings.budget.shortest = options.shortest;
  settings.budget.full = options.full;
  say(settings, options);
  make_sampler(settings.sampler);
  make_scheduler(settings.scheduler);
  return settings;
}

std::string shown(const std::vector<Goal>& goals) {
  std::vector<std::string> words;
  words.reserve(goals.size());
  for (const auto& goal : goals) words.push_back((goal.maximize ? "maximize " : "minimize ") + goal.metric);
  return join(words, ", ");
}

void refuse_another_goal(const Settings& existing, const std::vector<Goal>& now) {
  if (existing.goals == now) return;
  throw Error(ErrorKind::usage, "K114",
              fmt::format("study \"{}\" exists with another goal ({}; now: {})", existing.name, shown(existing.goals),
                          shown(now)),
              {"Give the same goal to go on with it, or another .name for a new study."});
}

}  // namespace

Session::Session(std::unique_ptr<Storage> opened, const Settings& settings, const Clock& clock, WorkerId worker)
    : storage(std::move(opened)),
      sampler(make_sampler(settings.sampler)),
      scheduler(make_scheduler(settings.scheduler)),
      study(*storage, *sampler, *scheduler, clock, std::move(worker)) {}

Opener::Opener(const StudyOptions& options, const Clock& clock)
    : settings_(beginning(options)), place_(options.storage), clock_(clock) {
  if (place_.in_memory()) {
    log_ = make_memory_log();
    const Fact first = Changed{to_json(settings_), settings_.budget.trials.value_or(-1), "the study begins"};
    open_memory(log_)->append({&first, 1}, clock_.wall());
  }
  const auto session = open();
  Settings settings = session->study.history().settings();
  refuse_another_goal(settings, settings_.goals);
  say(settings, options);
  put(session->study, settings, "the program says so");
  if (settings.space.size() > 0) enqueue_defaults(*session->storage, clock_);
}

std::unique_ptr<Storage> Opener::open_storage() {
  if (place_.in_memory()) return open_memory(log_);
  return open_or_create(study_place(place_.folder(), settings_.name), settings_, clock_).storage;
}

std::unique_ptr<Session> Opener::open() {
  auto storage = open_storage();
  const Settings settings = newest_settings(*storage);
  return std::make_unique<Session>(std::move(storage), settings, clock_,
                                   fmt::format("{}:{}", this_worker(), ++opened_));
}

void put(core::Study& study, const Settings& settings, const std::string& reason) {
  if (settings == study.history().settings()) return;
  study.write({Changed{to_json(settings), settings.budget.trials.value_or(-1), reason}});
}

}  // namespace kilter
