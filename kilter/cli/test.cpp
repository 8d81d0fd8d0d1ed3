// SPDX-License-Identifier: MIT
// `kilter test`: the best trial and the defaults on the test set, once, and on the record.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/analysis/ranking.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/messages.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/test_metric.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/written.hpp"

namespace kilter::cli {

bool opens_test_metric(const Fact& fact) {
  const auto* changed = std::get_if<Changed>(&fact);
  return changed && changed->reason == opening;
}

Entry without_metric(Entry entry, const std::string& metric) {
  const auto is_it = [&](const Metric& m) { return m.name == metric; };
  if (auto* reported = std::get_if<Reported>(&entry.fact)) std::erase_if(reported->metrics, is_it);
  if (auto* ended = std::get_if<Ended>(&entry.fact)) std::erase_if(ended->outcome.values, is_it);
  return entry;
}

namespace {

/// How many trials had been proposed when it was first opened.
TrialNumber trials_at_opening(const History& history) {
  TrialNumber trials = 0;
  for (Revision r = 1; r <= history.revision(); ++r) {
    if (std::holds_alternative<Added>(history.entry(r).fact)) ++trials;
    if (opens_test_metric(history.entry(r).fact)) return trials;
  }
  return trials;
}

void open(Opened& study) {
  if (study.test_opened) return;
  append(study, [](const History& history) {
    const Settings& settings = history.settings();
    return std::vector<Fact>{Changed{to_json(settings), settings.budget.trials.value_or(-1), opening}};
  });
  study.sync();
}

}  // namespace

int verb_test(Options& options) {
  options.read(0, 1, "[STUDY]");
  const auto& words = options.words();
  Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::write);
  const std::string metric = study.settings().test_metric;
  if (metric.empty())
    throw Error(ErrorKind::usage, "K118", fmt::format("study {} has no test metric", study.name),
                {"Name it before the search: --test-metric test_acc, or test_metric = \"test_acc\" under [trust]."});
  const auto top = best(study.history);
  if (!top)
    throw Error(ErrorKind::nothing_succeeded,
                fmt::format("no trial of {} has a value, so there is none to test", study.name));
  open(study);
  const Goal goal{.metric = metric, .maximize = study.settings().goals.front().maximize};
  const TrialNumber before = trials_at_opening(study.history), later = study.history.next() - before;
  const auto value = value_of(study.trial(top->trial), goal);
  const auto first = value_of(study.trial(0), goal);
  const bool defaults = first && has_defaults(study.history);
  if (options.manner().json) {
    print_json({{"schema", "kilter/test/1"},
                {"study", study.name},
                {"metric", metric},
                {"trial", top->trial},
                {"value", value ? number_json(*value) : Json(nullptr)},
                {"defaults", defaults ? number_json(*first) : Json(nullptr)},
                {"opened_after_trials", before},
                {"trials_since", later}},
               {to_type(options, "best " + study.name + " --json")});
    return 0;
  }
  say(options, "{} · trial {} · {} {}", study.name, top->trial, printable(metric, 80),
      value ? rounded(*value, 6) : "none");
  if (defaults) say(options, "  the defaults (trial 0): {}", rounded(*first, 6));
  say(options, "  the test metric was opened after {} trials, which is recorded", before);
  if (later > 0)
    print({Severity::warning,
           "K118",
           fmt::format("{} trials came after the test metric was opened", later),
           {"If its values had a say in them, they are no test any more: say so where you report this number."}},
          false);
  return 0;
}

}  // namespace kilter::cli
