// SPDX-License-Identifier: MIT
#include "kilter/core/study.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter::core {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

Started first_start(TrialNumber trial, const Assignment& assignment, const WorkerId& worker, Revision basis) {
  return {.run = {trial, assignment.part, 0},
          .worker = worker,
          .budget = assignment.budget,
          .from_step = assignment.from ? assignment.from->step : 0,
          .basis = basis,
          .reason = assignment.reason};
}

Started next_start(const Trial& trial, const Assignment& assignment, const WorkerId& worker, Revision basis) {
  Started fact = first_start(trial.number, assignment, worker, basis);
  if (const Part* part = trial.part(assignment.part)) {
    fact.run.attempt = part->attempt + 1;
    fact.from_step = part->curve.steps.empty() ? 0 : part->curve.steps.back();
  } else if (trial.from) {
    fact.from_step = trial.from->step;
  }
  return fact;
}

/// `fold 2 of 5`
std::string next_part(const Settings& settings, int part) {
  return std::string(to_text(settings.part_kind)) + " " + std::to_string(part + 1) + " of " +
         std::to_string(settings.parts);
}

/// Names what a completed run lacks; empty where it has a value for each goal and each limit.
std::string missing(const Settings& settings, const Trial& trial, const Outcome& outcome, int part) {
  const auto is_there = [&](const std::string& name) {
    bool found = false;
    for (const auto& metric : outcome.values) found |= metric.name == name;
    if (const Part* p = trial.part(part)) found |= p->curve.find(name) != nullptr;
    return found;
  };
  for (const auto& goal : settings.goals)
    if (!is_there(goal.metric)) return goal.metric;
  for (const auto& limit : settings.limits)
    if (!is_there(limit.metric)) return limit.metric;
  return {};
}

}  // namespace

std::uint64_t seed_of(const Settings& settings, const Trial& trial, int part) {
  const bool shared = settings.parts > 1 || trial.repeats;
  const auto who = static_cast<std::uint64_t>(shared ? -trial.repeat : trial.number);
  if (settings.parts > 1 && settings.part_kind == PartKind::fold) part = 0;
  const auto number = splitmix64(who ^ splitmix64(static_cast<std::uint64_t>(part)));
  return splitmix64(settings.seed ^ number) >> 33;
}

Study::Study(Storage& storage, Sampler& sampler, Scheduler& scheduler, const Clock& clock, WorkerId worker)
    : storage_(storage), sampler_(sampler), scheduler_(scheduler), clock_(clock), worker_(std::move(worker)) {
  storage_.beat(worker_, clock_.wall());
  sync();
}

void Study::sync() {
  for (;;) {
    auto entries = storage_.since(history_.revision());
    for (auto& entry : entries) history_.take(std::move(entry));
    if (entries.size() < page) return;
  }
}

bool Study::write(std::vector<Fact> facts) { return write(facts, nullptr); }

bool Study::write(std::span<Fact> facts, const Params* codes) {
  const WallTime stamp = clock_.wall();
  const auto revision = storage_.append(facts, stamp);
  raced_ = !revision;
  if (revision && *revision == history_.revision() + facts.size()) {
    for (auto& fact : facts) history_.take(std::move(fact), stamp, codes);
  } else {
    sync();
  }
  return revision.has_value();
}

Rng Study::rng(TrialNumber number) const { return {history_.settings().seed, static_cast<std::uint64_t>(number)}; }

std::optional<Job> Study::ask() {
  std::unique_ptr<Turn> turn;
  for (;;) {
    if (raced_ && !turn) turn = storage_.turn();
    sync();
    nothing_ = Nothing::later;
    if (history_.settings().paused) {
      nothing_ = Nothing::paused;
      return {};
    }
    if (!history_.waiting().empty()) {
      if (auto job = start_waiting()) return job;
      continue;
    }
    const auto assignment = scheduler_.next(history_, rng(history_.next()));
    if (!assignment) return {};
    if (!assignment->trial) {
      const auto trials = history_.settings().budget.trials;
      if (trials && history_.next() >= *trials) {
        if (auto job = start_ahead()) return job;
        nothing_ = Nothing::budget_spent;
        return {};
      }
    }
    if (auto job = assignment->trial ? start_known(*assignment) : start_new(*assignment)) return job;
    if (nothing_ == Nothing::exhausted) return {};
  }
}

std::optional<Job> Study::start_waiting() {
  const auto [number, part] = *history_.waiting().begin();
  const Part* earlier = trial_of(history_, number).part(part);
  Assignment assignment{.trial = number, .part = part, .budget = history_.settings().budget.full};
  if (earlier) {
    assignment.budget = earlier->budget;
    assignment.reason = "once more: " + (earlier->end ? std::string(to_text(earlier->end->cause)) : "requeued");
  } else if (part > 0) {
    assignment.reason = next_part(history_.settings(), part);
  } else {
    assignment.reason = "it was waiting";
  }
  return start_known(assignment);
}

std::optional<Job> Study::start_ahead() {
  for (const auto& [number, index] : history_.running()) {
    const Trial& trial = trial_of(history_, number);
    const int part = index + 1;
    const bool goes_on = std::all_of(trial.parts.begin(), trial.parts.end(), [](const Part& p) {
      return p.verdict == Verdict::go_on && (p.running || (p.end && p.end->end == End::completed));
    });
    if (!goes_on || part >= trial.planned || trial.part(part)) continue;
    return start_known({.trial = number,
                        .part = part,
                        .budget = history_.settings().budget.full,
                        .given = {},
                        .from = {},
                        .reason = next_part(history_.settings(), part) + ", since nothing else is left to start"});
  }
  return {};
}

std::optional<Job> Study::start_known(const Assignment& assignment) {
  const Trial& trial = trial_of(history_, *assignment.trial);
  std::vector<Fact> facts;
  if (!trial.proposed) {
    const auto& space = history_.settings().space;
    auto proposal =
        sampler_.propose(history_, {trial.number, space, trial.given, assignment.budget, rng(trial.number)});
    if (!proposal) proposal = Proposal{.params = trial.given, .by = "given/1", .reason = "as given"};
    facts.emplace_back(proposed(trial.number, std::move(*proposal)));
  }
  const Started start = next_start(trial, assignment, worker_, history_.revision());
  facts.push_back(start);
  if (!write(std::move(facts))) return {};
  return job(start.run);
}

std::optional<Job> Study::start_new(const Assignment& assignment) {
  const TrialNumber number = history_.next();
  const auto& space = history_.settings().space;
  auto proposal = sampler_.propose(history_, {number, space, assignment.given, assignment.budget, rng(number)});
  if (!proposal) {
    nothing_ = Nothing::exhausted;
    return {};
  }
  Added added{.trial = number, .repeats = proposal->repeats, .from = assignment.from};
  if (!assignment.given.empty()) added.given = space.write(assignment.given);
  Fact facts[] = {std::move(added), proposed(number, std::move(*proposal)),
                  first_start(number, assignment, worker_, history_.revision())};
  const Params& codes = proposal->params;
  if (!write(facts, space.reads_back(codes) ? &codes : nullptr)) return {};
  return job({number, assignment.part, 0});
}

Proposed Study::proposed(TrialNumber number, Proposal&& proposal) const {
  return {.trial = number,
          .params = history_.settings().space.write(proposal.params),
          .basis = history_.revision(),
          .by = std::move(proposal.by),
          .note = std::move(proposal.note),
          .reason = std::move(proposal.reason)};
}

Job Study::job(const RunId& run) const {
  const Trial& trial = trial_of(history_, run.trial);
  const Part* part = trial.part(run.part);
  return {.run = run,
          .space = history_.settings().space,
          .params = trial.params,
          .budget = part->budget,
          .from_step = part->from_step,
          .seed = seed_of(history_.settings(), trial, run.part),
          .from = trial.from};
}

Value Study::extend(const RunId& run, const Parameter& parameter) {
  for (;;) {
    sync();
    const auto& space = history_.settings().space;
    const auto index = space.find(parameter.name);
    const auto& params = trial_of(history_, run.trial).params;
    if (index && space[*index].kind != parameter.kind)
      throw Error(ErrorKind::invalid, "\"" + parameter.name + "\" is already a parameter of another kind");
    if (index && *index < params.size() && !std::isnan(params[*index])) return space.value(*index, params[*index]);
    const Space wider = index ? space : space.with(parameter);
    const auto proposal = sampler_.propose(history_, {run.trial, wider, params, 1, rng(run.trial)});
    const std::size_t at = index.value_or(space.size());
    if (!proposal || proposal->params.size() <= at || std::isnan(proposal->params[at]))
      throw Error(ErrorKind::invalid, "\"" + parameter.name + "\" has no value left to try");
    const Value value = wider.value(at, proposal->params[at]);
    if (write({Assigned{run, parameter.name, to_json(wider[at]), to_json(value), history_.revision()}})) return value;
    const Part* part = trial_of(history_, run.trial).part(run.part);
    if (!part || !part->running || part->attempt != run.attempt)
      throw Error(ErrorKind::failure, "trial " + std::to_string(run.trial) + " has been taken by another worker");
  }
}

Verdict Study::report(Reported report) {
  const RunId run = report.run;
  if (!write({std::move(report)})) return Verdict::stop;
  const Part& part = *trial_of(history_, run.trial).part(run.part);
  if (part.verdict != Verdict::go_on) return part.verdict;
  const Decision decision = scheduler_.judge(history_, run);
  if (decision.verdict != Verdict::go_on) write({Decided{run, decision.verdict, history_.revision(), decision.reason}});
  return decision.verdict;
}

bool Study::tell(const RunId& run, Outcome outcome) {
  const auto& settings = history_.settings();
  const Trial& trial = trial_of(history_, run.trial);
  const Part* part = trial.part(run.part);
  if (part && outcome.end == End::completed) {
    if (const auto metric = missing(settings, trial, outcome, run.part); !metric.empty()) {
      outcome.end = End::failed;
      outcome.cause = Cause::no_value;
      outcome.detail =
          "ended without reporting \"" + metric + "\"" + (outcome.detail.empty() ? "" : "; " + outcome.detail);
    } else if (part->budget < settings.budget.full) {
      outcome.end = End::paused;
    }
  }
  if (part && outcome.end == End::completed) {
    for (const auto& goal : settings.goals)
      if (!std::isfinite(value_of(outcome, part->curve, goal).value_or(not_a_number))) {
        outcome.end = End::failed;
        outcome.cause = Cause::nan;
        outcome.detail =
            "\"" + goal.metric + "\" is not a finite number" + (outcome.detail.empty() ? "" : "; " + outcome.detail);
      }
  }
  std::vector<Fact> facts;
  if (part && outcome.end == End::completed && part->verdict == Verdict::go_on && trial.planned > 1)
    if (const Decision decision = scheduler_.conclude(history_, run, outcome); decision.verdict != Verdict::go_on)
      facts.emplace_back(Decided{run, Verdict::stop, history_.revision(), decision.reason});
  facts.emplace_back(Ended{run, std::move(outcome)});
  return write(std::move(facts));
}

}  // namespace kilter::core
