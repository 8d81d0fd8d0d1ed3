// SPDX-License-Identifier: MIT
// `kilter confirm`: the best trials and the defaults once more with fresh seeds, the weakest dropped when it is clear.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kilter/analysis/confirmation.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/launcher.hpp"
#include "kilter/cli/messages.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/run_places.hpp"
#include "kilter/cli/run_signals.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/table.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/cli/written.hpp"
#include "kilter/core/tune.hpp"
#include "kilter/setup/cores.hpp"
#include "kilter/setup/gpu_look.hpp"
#include "kilter/setup/plan.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/setup/start.hpp"

namespace kilter::cli {
namespace {

/// Starts nothing new, so that only what waits is run, and that to its end.
class OnlyWaiting final : public Scheduler {
 public:
  std::optional<Assignment> next(const History&, const Rng&) override { return {}; }
};

class Confirmation {
 public:
  Confirmation(const Options& options, Opened& study, int top, int seeds)
      : options_(options),
        study_(study),
        seeds_(seeds),
        list_(shortlist(study.history, static_cast<std::size_t>(top))) {
    if (list_.empty())
      throw Error(
          ErrorKind::nothing_succeeded, {},
          fmt::format("no trial of {} has run to its end with a value, so there is nothing to confirm", study.name),
          {"How it stands: " + to_type(options, "status " + study.name)});
  }

  int run() {
    const auto before = study_.settings().budget;
    say_to_err("{} candidates, up to {} fresh seeds each; the weakest are dropped when it is clear", list_.size(),
               seeds_);
    while (!interrupted_) {
      const auto more = wanted();
      if (more.empty()) break;
      enqueue(more);
      work();
      study_.sync();
    }
    give_back_time(before);
    return interrupted_ ? 130 : told();
  }

 private:
  template <class... Words>
  void say_to_err(fmt::format_string<Words...> form, Words&&... words) const {
    if (!options_.manner().quiet && !options_.manner().json)
      fmt::print(stderr, "{}\n", fmt::format(form, std::forward<Words>(words)...));
  }

  std::vector<Candidate> now() const { return candidates(study_.history, list_); }

  /// The repeats to run next: two of each at first, then one of each that may still be the best.
  std::vector<TrialNumber> wanted() const {
    const auto all = now();
    std::vector<TrialNumber> more;
    for (const auto& one : all)
      for (int k = one.begun; k < 2; ++k) more.push_back(one.trial);
    std::vector<Candidate> enough;
    for (const auto& one : all)
      if (one.fresh.size() >= 2) enough.push_back(one);
    if (!more.empty() || enough.size() < 2) return more;
    const Comparison comparison = compare(enough, goal(), seeds_ - 1);
    const auto open = std::count(comparison.worse.begin(), comparison.worse.end(), false);
    if (open < 2 || comparison.ignores_seed) return more;
    for (std::size_t i = 0; i < enough.size(); ++i)
      if (!comparison.worse[i] && enough[i].begun < seeds_) more.push_back(enough[i].trial);
    return more;
  }

  /// Added beside the budget, which is for the search.
  void enqueue(const std::vector<TrialNumber>& more) const {
    change(
        study_, "kilter confirm",
        [&](Settings& settings) {
          if (settings.budget.trials) *settings.budget.trials += static_cast<int>(more.size());
          if (settings.budget.hours) *settings.budget.hours += 1e6;
          settings.budget.until.reset();
        },
        [&](const History& history) {
          std::vector<Fact> facts;
          for (std::size_t i = 0; i < more.size(); ++i) {
            Added added{
                .trial = history.next() + static_cast<TrialNumber>(i), .given = {}, .repeats = more[i], .from = {}};
            added.given = history.settings().space.write(history.trials()[static_cast<std::size_t>(more[i])].params);
            facts.emplace_back(std::move(added));
          }
          return facts;
        });
  }

  void give_back_time(const Budget& before) const {
    if (!before.hours && !before.until) return;
    change(study_, "the confirmation has ended", [&](Settings& settings) {
      if (before.hours) settings.budget.hours = before.hours;
      settings.budget.until = before.until;
    });
  }

  void work() {
    const Settings& settings = study_.settings();
    const Program program = program_of(settings);
    if (program.empty())
      throw Error(ErrorKind::usage, {}, fmt::format("study {} runs no program that could be run again", study_.name),
                  {fmt::format("Its repeats wait:  {}", to_type(options_, "ask " + study_.name))});
    Places places(settings, {}, usable_cores(), find_gpus());
    SubprocessOptions of;
    of.jobs = places.jobs().count;
    of.slots = &places.slots();
    of.parts = settings.parts;
    of.part_kind = settings.part_kind;
    of.study = settings.name;
    of.study_directory = std::filesystem::absolute(study_.place.folder);
    of.launcher = find_launcher();
    of.timeout = program.timeout;
    of.memory = program.memory;
    of.grace = program.grace;
    of.cores_per_job = places.cores_per_job();
    const auto sampler = make_sampler(settings.sampler);
    OnlyWaiting scheduler;
    core::Study study(*study_.storage, *sampler, scheduler, clock_, this_worker());
    const auto executor = make_subprocess(program.command, of, clock_);
    SignalsToSteering signals(steering_, *executor);
    interrupted_ = core::tune(study, *study_.storage, *executor, clock_, steering_) == core::Finish::interrupted;
  }

  const Goal& goal() const { return study_.settings().goals.front(); }

  std::string name_of(const Candidate& one) const {
    return fmt::format("{}{}", one.trial == 0 && has_defaults(study_.history) ? "defaults t" : "t", one.trial);
  }

  int told() const {
    auto all = now();
    std::erase_if(all, [](const Candidate& one) { return one.fresh.empty(); });
    if (all.empty()) throw Error(ErrorKind::nothing_succeeded, "no repeat has run to its end with a value");
    std::stable_sort(all.begin(), all.end(),
                     [&](const Candidate& a, const Candidate& b) { return better(goal(), a.mean(), b.mean()); });
    const Comparison comparison = compare(all, goal(), seeds_ - 1);
    if (options_.manner().json) return told_as_json(all, comparison);
    Table table;
    table.add({"", "seeds", goal().metric + " mean ± sd", "against the best", "seconds a run", ""});
    for (std::size_t i = 0; i < all.size(); ++i)
      table.add({name_of(all[i]), std::to_string(all[i].fresh.size()),
                 fmt::format("{} ± {}", rounded(all[i].mean(), 5), rounded(all[i].deviation(), 2)),
                 verdict(all, comparison, i), rounded(all[i].seconds, 3),
                 i == comparison.suggested && i != comparison.leader ? "← as good, and cheaper" : ""});
    for (const auto& line : table.lines()) say(options_, "  {}", line);
    if (comparison.ignores_seed)
      print(ignores_seed(all.front()), false);
    else
      say(options_, "  {}", sentence(all, comparison));
    return 0;
  }

  std::string verdict(const std::vector<Candidate>& all, const Comparison& comparison, std::size_t i) const {
    if (i == comparison.leader) return "–";
    if (comparison.ignores_seed) return "not compared: other seeds change nothing";
    const std::string lag = rounded(std::abs(all[i].mean() - all[comparison.leader].mean()), 2);
    return comparison.worse[i] ? "worse by " + lag : "same (" + lag + " is within noise)";
  }

  std::string sentence(const std::vector<Candidate>& all, const Comparison& comparison) const {
    const Candidate& top = all[comparison.leader];
    const bool all_same = std::none_of(comparison.worse.begin(), comparison.worse.end(), [](bool w) { return w; });
    if (all_same && all.size() > 1) return "All are the same within noise: take the cheapest, or the simplest.";
    if (better(goal(), top.picked, top.mean()))
      return fmt::format("{} fell from {} (picked) to {} (mean): normal, it was also a lucky seed.", name_of(top),
                         rounded(top.picked, 5), rounded(top.mean(), 5));
    return fmt::format("{} keeps what it was picked for: {} then, {} on average now.", name_of(top),
                       rounded(top.picked, 5), rounded(top.mean(), 5));
  }

  static Message ignores_seed(const Candidate& one) {
    return {Severity::warning,
            "K125",
            fmt::format("{} runs of trial {} with other seeds gave {} to the last digit", one.fresh.size() + 1,
                        one.trial, to_text(one.picked)),
            {"Either the program has no chance in it, and one run says all, or it does not use its seed.",
             "Give it one: --seed {seed} in the command, or read KILTER_SEED."}};
  }

  int told_as_json(const std::vector<Candidate>& all, const Comparison& comparison) const {
    Json json{{"schema", "kilter/confirm/1"}, {"study", study_.name}, {"metric", goal().metric}};
    json["candidates"] = Json::array();
    for (std::size_t i = 0; i < all.size(); ++i)
      json["candidates"].push_back({{"trial", all[i].trial},
                                    {"picked", number_json(all[i].picked)},
                                    {"seeds", all[i].fresh.size()},
                                    {"mean", number_json(all[i].mean())},
                                    {"deviation", number_json(all[i].deviation())},
                                    {"seconds", number_json(all[i].seconds)},
                                    {"worse", bool(comparison.worse[i])}});
    json["best"] = all[comparison.leader].trial;
    json["suggested"] = all[comparison.suggested].trial;
    json["ignores_seed"] = comparison.ignores_seed;
    print_json(json, {to_type(options_, "best " + study_.name + " --json")});
    return 0;
  }

  const Options& options_;
  Opened& study_;
  int seeds_;
  std::vector<TrialNumber> list_;
  SystemClock clock_;
  core::Steering steering_;
  bool interrupted_ = false;
};

}  // namespace

int verb_confirm(Options& options) {
  int top = 4, seeds = 5;
  std::optional<int> typed_top, typed_seeds;
  options.option("--top", typed_top, "N", "So many of the best, beside the defaults (default 4)");
  options.option("--seeds", typed_seeds, "N", "Fresh seeds of each at most (default 5)");
  options.read(0, 1, "[STUDY]");
  top = typed_top.value_or(top), seeds = typed_seeds.value_or(seeds);
  if (top < 1 || seeds < 2) throw Error(ErrorKind::usage, "--top must be 1 or more, and --seeds 2 or more");
  const auto& words = options.words();
  Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::write);
  if (study.settings().goals.size() != 1)
    throw Error(ErrorKind::usage, fmt::format("study {} has {} goals; confirm compares by one", study.name,
                                              study.settings().goals.size()));
  return Confirmation(options, study, top, seeds).run();
}

}  // namespace kilter::cli
