// SPDX-License-Identifier: MIT
#include "tests/support/histories.hpp"

#include <cmath>
#include <utility>

namespace kilter::testing {
namespace {

Rng rng_for(const History& history, TrialNumber number) {
  return {history.settings().seed, static_cast<std::uint64_t>(number)};
}

}  // namespace

History upto(const History& history, Revision revision) {
  History then;
  while (then.revision() < revision) then.take(history.entry(then.revision() + 1));
  return then;
}

Script::Script(Settings settings) {
  if (settings.goals.empty()) settings.goals = {{"loss"}};
  take(Changed{to_json(settings), settings.budget.trials.value_or(-1), "created"});
}

void Script::take(Fact fact) {
  const Revision revision = history_.revision() + 1;
  history_.take({revision, WallTime{std::chrono::seconds{revision}}, std::move(fact)});
}

Asked Script::ask(Sampler& sampler, const Params& given, double budget) {
  const Space space = history_.settings().space;
  Asked asked{.number = history_.next(), .basis = history_.revision(), .given = given, .proposal = {}};
  asked.proposal = sampler.propose(history_, {asked.number, space, given, budget, rng_for(history_, asked.number)});
  if (!asked.proposal) return asked;
  take(Added{.trial = asked.number, .given = given.empty() ? "" : space.write(given), .repeats = {}, .from = {}});
  take(Proposed{.trial = asked.number,
                .params = space.write(asked.proposal->params),
                .basis = asked.basis,
                .by = asked.proposal->by,
                .note = asked.proposal->note,
                .reason = asked.proposal->reason});
  start(asked.number, budget);
  return asked;
}

std::optional<Proposal> Script::again(Sampler& sampler, const Asked& asked) const {
  const History then = upto(history_, asked.basis);
  return sampler.propose(then, {asked.number, then.settings().space, asked.given, 1, rng_for(then, asked.number)});
}

double Script::extend(Sampler& sampler, TrialNumber trial, const Parameter& parameter) {
  const Space before = history_.settings().space;
  const auto known = before.find(parameter.name);
  const Space wider = known ? before : before.with(parameter);
  const Params given = history_.trials()[static_cast<std::size_t>(trial)].params;
  const auto proposal = sampler.propose(history_, {trial, wider, given, 1, rng_for(history_, trial)});
  const std::size_t at = known.value_or(before.size());
  const double code = proposal ? proposal->params.at(at) : std::nan("");
  take(
      Assigned{newest(trial), parameter.name, to_json(wider[at]), to_json(wider.value(at, code)), history_.revision()});
  return code;
}

RunId Script::newest(TrialNumber trial) const {
  const Part* part = history_.trials()[static_cast<std::size_t>(trial)].part(0);
  return {trial, 0, part ? part->attempt : -1};
}

void Script::start(TrialNumber trial, double budget, const std::string& reason) {
  RunId run = newest(trial);
  ++run.attempt;
  const Part* part = history_.trials()[static_cast<std::size_t>(trial)].part(0);
  const double from = part && !part->curve.steps.empty() ? part->curve.steps.back() : 0;
  take(Started{
      .run = run, .worker = "w", .budget = budget, .from_step = from, .basis = history_.revision(), .reason = reason});
}

void Script::report(TrialNumber trial, double step, const Metrics& metrics) {
  take(Reported{newest(trial), step, metrics});
}

void Script::end(TrialNumber trial, End how, Metrics values) {
  const Cause cause = how == End::failed ? Cause::error : Cause::none;
  take(Ended{newest(trial), {.end = how, .cause = cause, .values = std::move(values), .detail = {}}});
}

TrialNumber Script::trial(const std::vector<double>& losses, std::optional<End> how) {
  const TrialNumber number = history_.next();
  take(Added{.trial = number, .given = {}, .repeats = {}, .from = {}});
  take(Proposed{
      .trial = number, .params = "{}", .basis = history_.revision(), .by = "test/1", .note = {}, .reason = {}});
  start(number, history_.settings().budget.full);
  double step = 0;
  for (const double loss : losses) report(number, ++step, loss);
  if (how) end(number, *how);
  return number;
}

}  // namespace kilter::testing
