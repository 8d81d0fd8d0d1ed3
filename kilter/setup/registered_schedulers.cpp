// SPDX-License-Identifier: MIT
#include "kilter/base/text.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "kilter/setup/registered.hpp"
#include "kilter/setup/registry.hpp"

namespace kilter {
namespace {

std::unique_ptr<Scheduler> no_scheduler(PlugOptions& options) {
  options.done();
  return make_none();
}

std::unique_ptr<Scheduler> auto_scheduler(PlugOptions& options) {
  options.done();
  return make_auto_scheduler();
}

std::unique_ptr<Scheduler> median_scheduler(PlugOptions& options) {
  MedianOptions read;
  options.take("startup_trials", read.startup_trials, 0, 1'000'000);
  options.take("warmup_steps", read.warmup_steps, -1);
  options.take("interval", read.interval, 1, 1'000'000);
  options.done();
  return make_median(read);
}

std::unique_ptr<Scheduler> asha_scheduler(PlugOptions& options) {
  AshaOptions read;
  options.take("eta", read.eta, 1.5);
  options.take("first", read.first, 0);
  options.take("last", read.last, 0);
  options.take("promote", read.promote);
  options.take("shortest", read.shortest, 0);
  options.take("brackets", read.brackets, 0, 100);
  options.done();
  return make_asha(read);
}

std::unique_ptr<Scheduler> percentile_scheduler(PlugOptions& options) {
  PercentileOptions read;
  options.take("percentile", read.percentile, 0);
  options.take("startup_trials", read.startup_trials, 0, 1'000'000);
  options.take("warmup_steps", read.warmup_steps, -1);
  options.take("interval", read.interval, 1, 1'000'000);
  options.done();
  return make_percentile(read);
}

std::unique_ptr<Scheduler> threshold_scheduler(PlugOptions& options) {
  ThresholdOptions read;
  options.take("lower", read.lower, read.lower);
  options.take("upper", read.upper, read.lower);
  options.take("warmup_steps", read.warmup_steps, -1);
  options.done();
  return make_threshold(read);
}

std::unique_ptr<Scheduler> patience_scheduler(PlugOptions& options) {
  PatienceOptions read;
  std::optional<Plug> then;
  options.take("patience", read.patience, 0, 1'000'000);
  options.take("min_delta", read.min_delta, 0);
  options.take("then", then);
  options.done();
  return make_patience(read, then ? make_scheduler(*then) : nullptr);
}

std::unique_ptr<Scheduler> cv_race_scheduler(PlugOptions& options) {
  CvRaceOptions read;
  bool forgiving = false, aggressive = false;
  std::optional<Plug> then;
  options.take("forgiving", forgiving);
  options.take("aggressive", aggressive);
  options.take("errors", read.errors, 0);
  options.take("p", read.p, 0);
  options.take("then", then);
  options.done();
  if (forgiving) read.race = CvRaceOptions::Race::forgiving;
  if (aggressive) read.race = CvRaceOptions::Race::aggressive;
  return make_cv_race(read, then ? make_scheduler(*then) : nullptr);
}

std::unique_ptr<Scheduler> wilcoxon_scheduler(PlugOptions& options) {
  WilcoxonOptions read;
  options.take("p", read.p, 0);
  options.take("startup_steps", read.startup_steps, 2, 1'000'000);
  options.done();
  return make_wilcoxon(read);
}

HalvingOptions halving(PlugOptions& options) {
  HalvingOptions read;
  options.take("eta", read.eta, 1.5);
  options.take("shortest", read.shortest, 0);
  return read;
}

std::unique_ptr<Scheduler> successive_halving_scheduler(PlugOptions& options) {
  const HalvingOptions read = halving(options);
  options.done();
  return make_successive_halving(read);
}

std::unique_ptr<Scheduler> hyperband_scheduler(PlugOptions& options) {
  const HalvingOptions read = halving(options);
  bool asynchronous = false, promote = false;
  options.take("asynchronous", asynchronous);
  options.take("promote", promote);
  options.done();
  if (asynchronous) return make_asha({.eta = read.eta, .promote = promote, .shortest = read.shortest, .brackets = 0});
  return make_hyperband(read);
}

Registered<Scheduler> median_entry() {
  const MedianOptions d;
  return {{"median", "Stops a trial whose best value so far is below the median of the others at the same step.",
           line("startup_trials", std::to_string(d.startup_trials), "completed trials before anything is stopped") +
               line("warmup_steps", to_text(d.warmup_steps), "nothing is stopped up to this step") +
               line("interval", std::to_string(d.interval), "judge every so many reports")},
          median_scheduler};
}

Registered<Scheduler> percentile_entry() {
  const PercentileOptions d;
  return {{"percentile", "As median, with another share: only the best so many percent at a step go on.",
           line("percentile", to_text(d.percentile), "a trial behind the best so many percent at its step ends") +
               line("startup_trials", std::to_string(d.startup_trials), "completed trials before anything is stopped") +
               line("warmup_steps", to_text(d.warmup_steps), "nothing is stopped up to this step") +
               line("interval", std::to_string(d.interval), "judge every so many reports")},
          percentile_scheduler};
}

Registered<Scheduler> asha_entry() {
  const AshaOptions d;
  return {{"asha",
           "Lets one of eta trials go on at each rung (asynchronous successive halving); needs epochs = [short, full].",
           line("eta", to_text(d.eta), "the lengths grow by it, and one of so many goes on") +
               line("first", to_text(d.first), "one of so many goes on from the lowest rung; 0: as from the others") +
               line("last", to_text(d.last), "the same from the highest rung below the full length") +
               line("promote", d.promote ? "true" : "false",
                    "pause and go on later (the program can resume) instead of stop") +
               line("shortest", to_text(d.shortest), "the lowest rung; 0: the study's shortest length") +
               line("brackets", std::to_string(d.brackets), "of Hyperband, filled side by side; 0: all")},
          asha_scheduler};
}

std::string halving_lines() {
  const HalvingOptions d;
  return line("eta", to_text(d.eta), "one of so many goes on") +
         line("shortest", to_text(d.shortest), "the lowest rung; 0: the study's shortest length");
}

Registered<Scheduler> hyperband_entry() {
  return {{"hyperband",
           "Several brackets, from many short trials to a few long ones; needs epochs = [short, full] and a program "
           "that resumes.",
           halving_lines() + line("asynchronous", "false", "all brackets side by side, waiting for nobody") +
               line("promote", "false", "asynchronous: pause and go on later instead of stop")},
          hyperband_scheduler};
}

Registered<Scheduler> patience_entry() {
  const PatienceOptions d;
  return {{"patience", "Stops a trial that has not improved for some reports.",
           line("patience", std::to_string(d.patience), "reports without improvement that are borne") +
               line("min_delta", to_text(d.min_delta), "less is no improvement") +
               line("then", "none", "the scheduler that has the last word")},
          patience_scheduler};
}

Registered<Scheduler> cv_race_entry() {
  const CvRaceOptions d;
  return {{"cv_race", "Gives a trial up that is clearly behind the best one after some of its folds.",
           line("forgiving", "false", "only where its mean is worse than the worst fold of the best trial") +
               line("aggressive", "false", "already where its mean is worse than the best trial's mean") +
               line("errors", to_text(d.errors), "standard errors that it may lag by on the same folds") +
               line("p", to_text(d.p), "from five folds on, chance must explain the lag with less than this") +
               line("then", "none", "the scheduler that judges within a fold")},
          cv_race_scheduler};
}

Registered<Scheduler> threshold_entry() {
  const ThresholdOptions d;
  return {{"threshold", "Stops a trial whose value leaves the bounds or is not a number.",
           line("lower", "none", "a value below ends the trial") + line("upper", "none", "a value above ends it") +
               line("warmup_steps", to_text(d.warmup_steps), "nothing is stopped up to this step")},
          threshold_scheduler};
}

Registered<Scheduler> wilcoxon_entry() {
  const WilcoxonOptions d;
  return {{"wilcoxon", "Stops a trial that is worse than the best one instance by instance (signed-rank test).",
           line("p", to_text(d.p), "a trial ends where chance explains its lag with less than this") +
               line("startup_steps", std::to_string(d.startup_steps), "common steps before anything is stopped")},
          wilcoxon_scheduler};
}

}  // namespace

const std::vector<Registered<Scheduler>>& registered_schedulers() {
  static const std::vector<Registered<Scheduler>> all = {
      {{"none", "Every trial runs to its end.", ""}, no_scheduler},
      {{"auto", "Spends the budget where it pays: pauses and promotes from rung to rung, else stops what cannot win.",
        ""},
       auto_scheduler},
      median_entry(),
      percentile_entry(),
      asha_entry(),
      {{"successive_halving", "As asha, but each rung waits for all trials of its bracket; the program must resume.",
        halving_lines()},
       successive_halving_scheduler},
      hyperband_entry(),
      cv_race_entry(),
      patience_entry(),
      threshold_entry(),
      wilcoxon_entry()};
  return all;
}

}  // namespace kilter
