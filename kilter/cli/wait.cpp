// SPDX-License-Identifier: MIT
// `kilter wait`: returns when something happens in a study, or when the time is over.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/setup/units.hpp"

namespace kilter::cli {
namespace {

using namespace std::chrono_literals;

constexpr int still_running = 7;  // docs/exit-codes.md
constexpr auto between_readings = 200ms;

enum class Event { finished, improved, failed };

struct Awaited {
  Event event = Event::finished;
  std::optional<Scored> best;  ///< of the time from which on something counts
  Revision after = 0;
};

Event event_of(const std::string& word) {
  if (word == "finished") return Event::finished;
  if (word == "improved") return Event::improved;
  if (word == "failed") return Event::failed;
  throw Error(ErrorKind::usage, {}, fmt::format("--until {}: there is no such event", printable(word, 60)),
              {"It is one of: finished, improved, failed"});
}

/// The history as it stood after that revision.
History at(const History& history, Revision revision) {
  History before;
  for (Revision r = 1; r <= std::min(revision, history.revision()); ++r) {
    Entry entry = history.entry(r);
    before.take(std::move(entry));
  }
  return before;
}

bool improved(const History& history, const Awaited& awaited) {
  const auto now = best(history);
  return now && (!awaited.best || better(history.settings().goals.front(), now->value, awaited.best->value));
}

bool failed(const History& history, const Awaited& awaited) {
  for (Revision r = awaited.after + 1; r <= history.revision(); ++r) {
    const auto* ended = std::get_if<Ended>(&history.entry(r).fact);
    if (ended && history.trials()[static_cast<std::size_t>(ended->run.trial)].state() == TrialState::failed)
      return true;
  }
  return false;
}

/// Why to return now; empty: go on waiting.
std::string reason(Opened& study, const Awaited& awaited) {
  study.sync();
  if (awaited.event == Event::improved && improved(study.history, awaited)) return "improved";
  if (awaited.event == Event::failed && failed(study.history, awaited)) return "failed";
  const Workers at_work = workers(study);
  if (!at_work.alive.empty()) return {};
  return state_words(state_of(study.history, at_work, SystemClock().wall()));
}

int code_of(const std::string& why, const History& history) {
  if (why == "running") return still_running;
  if (why == "improved" || why == "failed") return 0;
  if (why != "finished") return static_cast<int>(ErrorKind::failure);
  return best(history) ? 0 : static_cast<int>(ErrorKind::nothing_succeeded);
}

void print_as_json(const Options& options, Opened& study, const std::string& why) {
  const Counts c = counts(study.history);
  const auto top = best(study.history);
  Json best_one = nullptr;
  if (top) best_one = {{"trial", top->trial}, {"value", number_json(top->value)}};
  print_json({{"schema", "kilter/wait/1"},
              {"study", study.name},
              {"reason", why},
              {"trials_ended", c.ended()},
              {"trials_running", c.running},
              {"trials_failed", c.failed},
              {"best", std::move(best_one)},
              {"revision", study.history.revision()}},
             next_commands(options, study));
}

void print_as_text(const Options& options, const Opened& study, const std::string& why) {
  const auto lines = best_lines(study.history);
  say(options, "{} · {} · {} trials have ended{}", study.name, why == "running" ? "still running" : why,
      counts(study.history).ended(), lines.empty() ? "" : " · best " + lines.front());
}

}  // namespace

int verb_wait(Options& options) {
  std::optional<std::string> timeout, until;
  std::optional<int> after;
  options.option("--timeout", timeout, "TIME",
                 "Return with exit code 7 after this time, as 90s or 5m (default: never)");
  options.option("--until", until, "EVENT", "finished (default), improved: a new best, or failed: a trial has failed");
  options.option("--after", after, "REVISION",
                 "What came after this revision counts too (default: now); each answer has one");
  options.read(0, 1, "[STUDY]");
  const auto& words = options.words();
  Awaited awaited{.event = event_of(until.value_or("finished")), .best = {}, .after = 0};
  std::optional<double> limit;
  if (timeout) {
    limit = parse_duration(*timeout);
    if (!limit)
      throw Error(ErrorKind::usage, {}, fmt::format("--timeout {}: this is no duration", printable(*timeout, 60)),
                  {"For example --timeout 90s, --timeout 5m"});
  }
  Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::read);
  awaited.after = after ? static_cast<Revision>(std::max(*after, 0)) : study.history.revision();
  awaited.best = best(after ? at(study.history, awaited.after) : study.history);
  const SystemClock clock;
  const auto begin = clock.now();
  std::string why = reason(study, awaited);
  while (why.empty()) {
    const auto waited = std::chrono::duration<double>(clock.now() - begin);
    if (limit && waited.count() >= *limit) {
      why = "running";
      break;
    }
    std::this_thread::sleep_for(between_readings);
    why = reason(study, awaited);
  }
  if (options.manner().json)
    print_as_json(options, study, why);
  else if (!options.manner().quiet)
    print_as_text(options, study, why);
  if (why == "idle" || why == "paused")
    fmt::print(stderr, "nobody works on {}, and it is not finished; go on: {}\n", study.name,
               what_next(options, study, why == "paused" ? StudyState::paused : StudyState::idle));
  return code_of(why, study.history);
}

}  // namespace kilter::cli
