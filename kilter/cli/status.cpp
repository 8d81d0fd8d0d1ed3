// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/analysis/words.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/code_words.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/storage/holder.hpp"

namespace kilter::cli {
namespace {

using Hours = std::chrono::duration<double, std::ratio<3600>>;

/// Failed trials by what their newest attempt died of.
std::map<std::string, int> failures(const History& history) {
  std::map<std::string, int> count;
  for (const auto& trial : history.trials()) {
    if (trial.state() != TrialState::failed) continue;
    for (const auto& part : trial.parts)
      if (part.end && part.end->end == End::failed) {
        ++count[to_text(part.end->cause)];
        break;
      }
  }
  return count;
}

/// Complete trials that break a limit.
int infeasible(const History& history) {
  const auto breaks_one = [&](const Trial& trial) {
    return trial.state() == TrialState::complete && breaks(trial, history.settings().limits);
  };
  return static_cast<int>(std::count_if(history.trials().begin(), history.trials().end(), breaks_one));
}

Json trials_json(const History& history) {
  const Counts c = counts(history);
  Json json{{"waiting", c.waiting}, {"running", c.running}, {"paused", c.paused}, {"complete", c.complete},
            {"pruned", c.pruned},   {"failed", c.failed},   {"total", c.total()}};
  if (!history.settings().limits.empty()) json["infeasible"] = infeasible(history);
  return json;
}

Json best_json(const History& history) {
  const auto top = best(history);
  if (!top) return nullptr;
  const auto& settings = history.settings();
  const Trial& trial = history.trials()[static_cast<std::size_t>(top->trial)];
  return {{"trial", top->trial},
          {"values", values_json(trial, settings.goals)},
          {"params", params_json(settings.space, trial.params)},
          {"gain", gain_json(history, trial)}};
}

Json budget_json(const History& history) {
  const Budget& budget = history.settings().budget;
  const auto left = trials_left(history);
  return {{"trials", budget.trials ? Json(*budget.trials) : Json(nullptr)},
          {"trials_left", left ? Json(*left) : Json(nullptr)},
          {"hours", number_json(budget.hours)},
          {"hours_used", Hours(history.worked()).count()},
          {"until", time_json(budget.until)}};
}

void print_as_json(const Options& options, Opened& study, const Workers& at_work, WallTime now) {
  const History& history = study.history;
  const auto& settings = history.settings();
  Json failed = Json::object();
  for (const auto& [cause, number] : failures(history)) failed[cause] = number;
  Json json{{"schema", "kilter/status/1"},
            {"study", study.name},
            {"folder", study.place.folder.string()},
            {"status", state_words(state_of(history, at_work, now))},
            {"goals", goals_json(settings.goals)},
            {"trials", trials_json(history)},
            {"failures", std::move(failed)},
            {"best", best_json(history)},
            {"budget", budget_json(history)},
            {"workers", {{"alive", at_work.alive.size()}, {"gone", at_work.gone.size()}, {"names", at_work.alive}}},
            {"expected_end", time_json(expected_end(history, now))},
            {"sampler", settings.sampler.name},
            {"scheduler", settings.scheduler.name},
            {"revision", history.revision()}};
  if (const auto held = holder_of(study.place.folder))
    json["host"] = {{"name", held->host.name}, {"since", to_text(held->since)}, {"alive", to_text(held->alive)}};
  if (settings.goals.size() > 1) json["front"] = front(history);
  print_json(json, next_commands(options, study));
}

std::string trials_line(const History& history) {
  const Counts c = counts(history);
  const auto& budget = history.settings().budget.trials;
  std::vector<std::string> parts;
  const auto add = [&](int number, const char* what) {
    if (number > 0) parts.push_back(fmt::format("{} {}", number, what));
  };
  const int beyond = infeasible(history);
  add(c.complete - beyond, "complete");
  add(beyond, "beyond a limit");
  add(c.pruned, "stopped early");
  add(c.failed, "failed");
  add(c.running, "running");
  add(c.paused, "paused");
  add(c.waiting, "waiting");
  const std::string of =
      budget ? fmt::format("{} of {} ended", c.ended(), *budget) : fmt::format("{} ended", c.ended());
  return parts.empty() ? of : of + ": " + join(parts, " · ");
}

std::string workers_line(const Workers& at_work) {
  std::string text = fmt::format("{} at work", at_work.alive.size());
  if (!at_work.gone.empty())
    text += fmt::format(", {} gone: the next kilter run takes over what they left", at_work.gone.size());
  return text;
}

void print_as_text(const Options& options, Opened& study, const Workers& at_work, WallTime now) {
  const History& history = study.history;
  const auto line = [&](const char* name, const std::string& text) { say(options, "  {:<9}{}", name, text); };
  const StudyState state = state_of(history, at_work, now);
  say(options, "{} · {} · {}", study.name, goals_words(study.settings().goals), state_words(state));
  line("trials", trials_line(history));
  if (const auto failed = failures(history); !failed.empty()) {
    std::vector<std::string> parts;
    for (const auto& [cause, number] : failed) parts.push_back(fmt::format("{} {}", number, cause));
    line("failed", join(parts, " · "));
  }
  for (const auto& text : best_lines(history)) line("best", text);
  if (state == StudyState::running || !at_work.gone.empty()) line("workers", workers_line(at_work));
  if (const auto end = expected_end(history, now))
    line("ends", fmt::format("about {} ({} from now)", to_text(*end), for_people(*end - now)));
  if (const auto held = holder_of(study.place.folder))
    line("host", fmt::format("{} since {}, its last sign of life {}", printable(held->host.name, 100),
                             to_text(held->since), to_text(held->alive)));
  for (const auto& change : code_changes(history))
    line("code", fmt::format("{} differs from trial {} on (K122)", printable(change.file, 200), change.trial));
  line("folder", printable(study.place.folder.string()));
  if (const auto next = what_next(options, study, state); !next.empty()) line("next", next);
}

}  // namespace

int verb_status(Options& options) {
  options.read(0, 1, "[STUDY]");
  const auto& words = options.words();
  Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::read);
  const Workers at_work = workers(study);
  const WallTime now = SystemClock().wall();
  if (options.manner().json)
    print_as_json(options, study, at_work, now);
  else
    print_as_text(options, study, at_work, now);
  return 0;
}

}  // namespace kilter::cli
