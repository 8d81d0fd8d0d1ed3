// SPDX-License-Identifier: MIT
// `kilter set`: changes the limits of a study, also while it runs.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/written.hpp"
#include "kilter/setup/plan.hpp"
#include "kilter/setup/units.hpp"

namespace kilter::cli {
namespace {

struct Limits {
  std::optional<std::string> jobs, until, timeout;
  std::optional<int> trials;
  std::optional<double> hours;
};

/// `auto` is 0: as many as the machine has cores.
int jobs_of(const std::string& word) {
  if (word == "auto") return 0;
  const auto number = to_integer(word);
  if (!number || *number < 1 || *number > 10'000)
    throw Error(ErrorKind::usage, {}, fmt::format("--jobs {}: a number from 1 on is expected", printable(word, 60)),
                {"For example --jobs 2, or --jobs auto for as many as there are cores"});
  return static_cast<int>(*number);
}

Wishes wishes_of(const Limits& limits, WallTime now) {
  Wishes wishes;
  if (limits.trials && *limits.trials < 1) throw Error(ErrorKind::usage, "--trials: at least 1 is needed");
  if (limits.hours && !(*limits.hours > 0)) throw Error(ErrorKind::usage, "--hours must be above 0");
  wishes.trials = limits.trials;
  wishes.hours = limits.hours;
  if (limits.until) {
    wishes.until = parse_until(*limits.until, now);
    if (!wishes.until)
      throw Error(ErrorKind::usage, {}, fmt::format("--until {}: this is no time", printable(*limits.until, 60)),
                  {"For example --until 08:00"});
  }
  if (limits.timeout) {
    wishes.timeout = parse_duration(*limits.timeout);
    if (!wishes.timeout || *wishes.timeout <= 0)
      throw Error(ErrorKind::usage, {},
                  fmt::format("--timeout {}: this is no duration", printable(*limits.timeout, 60)),
                  {"For example --timeout 90s, --timeout 1h30m"});
  }
  return wishes;
}

/// The settings with these wishes, and in words what that changes.
Change applied(const Settings& settings, const Wishes& wishes, std::optional<int> jobs) {
  Change change = kilter::change(settings, wishes);
  if (!jobs) return change;
  Program program = program_from_json(change.settings.job);
  if (program.empty())
    throw Error(ErrorKind::usage, fmt::format("{} runs no program of which --jobs could be set", settings.name));
  const int before = program.jobs.value_or(0);
  if (before == *jobs) return change;
  program.jobs = *jobs > 0 ? jobs : std::nullopt;
  change.settings.job = to_json(program);
  const auto shown = [](int count) { return count > 0 ? std::to_string(count) : std::string("auto"); };
  change.differences.push_back(fmt::format("jobs {} → {}", shown(before), shown(*jobs)));
  return change;
}

}  // namespace

int verb_set(Options& options) {
  Limits limits;
  options.option("-j,--jobs", limits.jobs, "N", "Trials at once, or auto; those that run may end");
  options.option("--trials", limits.trials, "N", "Trials in the whole study");
  options.option("--hours", limits.hours, "H", "Hours with running trials in the whole study");
  options.option("--until", limits.until, "TIME", "Start nothing after 08:00");
  options.option("--timeout", limits.timeout, "TIME", "Longest time of one trial, from the next start of Kilter on");
  options.read(0, 1, "[STUDY]");
  const auto& words = options.words();
  const Wishes wishes = wishes_of(limits, SystemClock().wall());
  const auto jobs = limits.jobs ? std::optional(jobs_of(*limits.jobs)) : std::nullopt;
  if (!limits.jobs && !limits.trials && !limits.hours && !limits.until && !limits.timeout)
    throw Error(ErrorKind::usage, {}, "what shall be set?",
                {"For example: kilter set k1 --jobs 2     All options: kilter set --help"});
  Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::write);
  const auto differences = applied(study.settings(), wishes, jobs).differences;
  if (!differences.empty())
    change(study, "kilter set: " + join(differences, "; "),
           [&](Settings& settings) { settings = applied(settings, wishes, jobs).settings; });
  if (options.manner().json) {
    print_json({{"schema", "kilter/set/1"}, {"study", study.name}, {"changed", differences}},
               next_commands(options, study));
    return 0;
  }
  say(options, "{}: {}", study.name, differences.empty() ? "all that stood so already" : join(differences, "; "));
  const StudyState state = state_of(study.history, workers(study), SystemClock().wall());
  if (state == StudyState::running)
    say(options, "  whoever works on it sees it within a second");
  else
    say(options, "  next: {}", what_next(options, study, state));
  return 0;
}

}  // namespace kilter::cli
