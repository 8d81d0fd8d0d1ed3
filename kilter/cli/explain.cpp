// SPDX-License-Identifier: MIT
// `kilter explain`: why a trial was tried, went on, stopped and ended, fact by fact; and where a study stands, and why.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "kilter/analysis/confirmation.hpp"
#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/analysis/words.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/curve_pair.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"

namespace kilter::cli {
namespace {

struct Event {
  WallTime stamp;
  std::string what;
};

/// The life of a trial in sentences, from its facts.
class Story {
 public:
  Story(const Opened& study, const Trial& trial) : study_(study), trial_(trial) {
    for (Revision r = 1; r <= study.history.revision(); ++r) {
      const Entry& entry = study.history.entry(r);
      now_ = entry.stamp;
      std::visit([this](const auto& fact) { tell(fact); }, entry.fact);
    }
  }

  const std::vector<Event>& events() const { return events_; }

 private:
  void add(const std::string& what) { events_.push_back({now_, printable(what, 1000)}); }
  bool mine(const RunId& run) const { return run.trial == trial_.number; }

  std::string part(const RunId& run) const {
    const Settings& settings = study_.settings();
    return settings.parts > 1 ? fmt::format(", {} {} of {}", to_text(settings.part_kind), run.part + 1, settings.parts)
                              : "";
  }

  template <class Other>
  void tell(const Other&) {}

  void tell(const Added& f) {
    if (f.trial != trial_.number) return;
    if (f.repeats)
      add(fmt::format("added: the settings of trial {} once more, with a fresh seed", *f.repeats));
    else if (!f.given.empty())
      add("added with settings that were given");
  }

  void tell(const Proposed& f) {
    if (f.trial == trial_.number) add(fmt::format("proposed by {}: {}", f.by, f.reason));
  }

  void tell(const Started& f) {
    if (!mine(f.run)) return;
    std::string what = fmt::format("started{}", part(f.run));
    if (f.from_step > 0) what += fmt::format(", goes on from step {}", rounded(f.from_step, 9));
    if (study_.settings().budget.full > 1) what += fmt::format(", to step {}", rounded(f.budget, 9));
    add(what + (f.reason.empty() ? "" : ": " + f.reason));
  }

  void tell(const Reported& f) {
    if (!mine(f.run)) return;
    for (const auto& goal : study_.settings().goals)
      for (const auto& metric : f.metrics)
        if (metric.name == goal.metric)
          last_ = fmt::format("{} {} at step {}", goal.metric, rounded(metric.value), rounded(f.step, 9));
  }

  void tell(const Decided& f) {
    if (mine(f.run)) add(fmt::format("decided to {}: {}", to_text(f.verdict), f.reason));
  }

  void tell(const Ended& f) {
    if (!mine(f.run)) return;
    std::string what = fmt::format("ended{}: {}", part(f.run), to_text(f.outcome.end));
    if (f.outcome.cause != Cause::none) what += fmt::format(" ({})", to_text(f.outcome.cause));
    if (!last_.empty()) what += ", last " + last_;
    add(what);
    last_.clear();
  }

  void tell(const Requeued& f) {
    if (mine(f.run)) add("shall be tried again: " + f.reason);
  }

  const Opened& study_;
  const Trial& trial_;
  WallTime now_;
  std::string last_;
  std::vector<Event> events_;
};

int explain_trial(const Options& options, const Opened& study, const Trial& trial) {
  const Story story(study, trial);
  if (options.manner().json) {
    Json json{{"schema", "kilter/explain/1"}, {"study", study.name}, {"trial", trial.number}};
    json["state"] = to_text(trial.state());
    json["events"] = Json::array();
    for (const auto& event : story.events())
      json["events"].push_back({{"at", to_text(event.stamp)}, {"what", event.what}});
    print_json(json, {to_type(options, fmt::format("trial show {} {} --json", study.name, trial.number))});
    return 0;
  }
  say(options, "trial {} of {} · {}", trial.number, study.name, to_text(trial.state()));
  say(options, "  {}", describe(study.settings().space, trial.params));
  for (const auto& event : story.events()) say(options, "  {}  {}", to_text(event.stamp), event.what);
  if (study.settings().goals.empty()) return 0;
  const Goal& goal = study.settings().goals.front();
  const auto value = value_of(trial, goal);
  const auto top = best(study.history);
  if (value && top && top->trial != trial.number)
    say(options, "  {} {}, where the best, trial {}, has {}", printable(goal.metric), rounded(*value), top->trial,
        rounded(top->value));
  else if (value && top)
    say(options, "  {} {}: the best there is", printable(goal.metric), rounded(*value));
  return 0;
}

/// What stopping early has saved, in shares of full trials.
std::string saved(const History& history) {
  const double full = history.settings().budget.full * history.settings().parts;
  double done = 0;
  int stopped = 0;
  for (const auto& trial : history.trials()) {
    if (trial.state() != TrialState::pruned) continue;
    ++stopped;
    for (const auto& part : trial.parts) {
      const double step = part.curve.steps.empty() ? 0 : part.curve.steps.back();
      const bool whole = part.end && part.end->end == End::completed;
      done += whole ? part.budget : std::min(step, part.budget);
    }
  }
  if (stopped == 0) return "nothing was stopped early";
  if (history.settings().budget.full <= 1 && history.settings().parts == 1)
    return fmt::format("{} trials were stopped early", stopped);
  return fmt::format("{} trials were stopped early, which saved {} % of their training", stopped,
                     rounded(100 * (1 - done / (full * stopped)), 2));
}

int explain_study(const Options& options, const Opened& study) {
  const Settings& settings = study.settings();
  const Counts c = counts(study.history);
  const auto top = best(study.history);
  std::vector<std::pair<std::string, std::string>> lines;
  lines.emplace_back("Goal",
                     goals_words(settings.goals) + (settings.note.empty() ? "" : ": " + printable(settings.note, 500)));
  if (top && !settings.goals.empty()) {
    const auto over = gain(study.history, settings.goals.front(), top->value);
    lines.emplace_back("Answer", fmt::format("trial {} with {}{}: {}", top->trial, rounded(top->value, 6),
                                             over && top->trial != 0 ? fmt::format(", {} against the defaults",
                                                                                   signed_words(over->better_by))
                                                                     : "",
                                             describe(settings.space, study.trial(top->trial).params)));
    if (settings.goals.size() == 1) lines.emplace_back("Trust", trust_words(options, study, top->trial));
  } else {
    lines.emplace_back("Answer", "none yet");
  }
  for (const auto& finding : findings_of_best(study.history)) lines.emplace_back("Curves", finding.text());
  lines.emplace_back("Search",
                     fmt::format("{} complete, {} stopped early, {} failed, by sampler {} and scheduler {}", c.complete,
                                 c.pruned, c.failed, settings.sampler.name, settings.scheduler.name));
  lines.emplace_back("Budget", saved(study.history));
  std::map<std::string, int> causes;
  for (const auto& trial : study.history.trials())
    for (const auto& part : trial.parts)
      if (part.end && part.end->end == End::failed) ++causes[to_text(part.end->cause)];
  for (const auto& [cause, count] : causes) lines.emplace_back("Failed", fmt::format("{} of {}", count, cause));
  if (options.manner().json) {
    Json json{{"schema", "kilter/explain/1"}, {"study", study.name}, {"trial", nullptr}};
    json["lines"] = Json::array();
    for (const auto& [name, text] : lines) json["lines"].push_back({{"about", name}, {"what", text}});
    print_json(json, {to_type(options, "best " + study.name + " --json")});
    return 0;
  }
  say(options, "{}", study.name);
  for (const auto& [name, text] : lines) say(options, "  {:<8}{}", name, text);
  return 0;
}

}  // namespace

int verb_explain(Options& options) {
  options.read(0, 2, "[STUDY] [TRIAL]");
  const auto& words = options.words();
  const bool one_word_is_trial = words.size() == 1 && to_integer(words.front()).has_value();
  const auto [name, rest] = study_and_rest(options, words.size() == 2 || one_word_is_trial ? 1 : 0);
  const Opened study = open_study(options, name, Access::read);
  if (rest.empty()) return explain_study(options, study);
  return explain_trial(options, study, study.trial(trial_number(rest.front())));
}

}  // namespace kilter::cli
