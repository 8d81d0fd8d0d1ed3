// SPDX-License-Identifier: MIT
// The first and last words of a run, for programs.
#include <cmath>
#include <nlohmann/json.hpp>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/cli/run_talk.hpp"

namespace kilter::cli {
namespace {

using Json = nlohmann::ordered_json;

const char* to_text(core::Finish finish) {
  static constexpr const char* names[] = {"budget_spent", "exhausted", "out_of_time", "paused", "interrupted"};
  return names[static_cast<int>(finish)];
}

Json states(const History& history) {
  const Counts c = counts(history);
  return {{"waiting", c.waiting},   {"running", c.running}, {"paused", c.paused},
          {"complete", c.complete}, {"pruned", c.pruned},   {"failed", c.failed}};
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string started_fields(const JoinedStudy& joined, const History& history, const Jobs& jobs) {
  const Settings& settings = joined.settings;
  Json json{{"study", settings.name},
            {"folder", joined.place.folder.string()},
            {"created", joined.created},
            {"jobs", jobs.count},
            {"jobs_why", jobs.why}};
  if (settings.budget.trials) json["trials"] = *settings.budget.trials;
  if (!joined.plan.trials_why.empty()) json["trials_why"] = joined.plan.trials_why;
  json["sampler"] = settings.sampler.name;
  json["scheduler"] = settings.scheduler.name;
  json["seed"] = settings.seed;
  json["states"] = states(history);
  if (!joined.differences.empty()) json["changed"] = joined.differences;
  return dump(json);
}

std::string finished_fields(const History& history, core::Finish finish, const Manner& manner) {
  const Settings& settings = history.settings();
  Json json{{"study", settings.name}, {"finish", to_text(finish)}, {"states", states(history)}};
  if (const auto top = best(history)) {
    const Goal& goal = settings.goals.front();
    const Trial& trial = history.trials()[static_cast<std::size_t>(top->trial)];
    json["best_trial"] = top->trial;
    json["metrics"] = {{goal.metric, top->value}};
    json["params"] = Json::parse(settings.space.write(trial.params), nullptr, false);
    if (const auto over = gain(history, goal, top->value))
      json["defaults"] = over->defaults, json["gain"] = over->better_by;
  }
  json["exit_code"] = exit_code(history, finish);
  json["next"] = going_on(history, finish, manner);
  return dump(json);
}

}  // namespace kilter::cli
