// SPDX-License-Identifier: MIT
#include "kilter/core/history.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "kilter/base/error.hpp"

namespace kilter {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

std::optional<double> summarise(const Curve& curve, const Goal& goal) {
  const auto* values = curve.find(goal.metric);
  if (!values) return {};
  std::vector<double> seen;
  for (double v : *values)
    if (!std::isnan(v)) seen.push_back(v);
  if (seen.empty()) return {};
  if (goal.from == Summary::best) {
    std::erase_if(seen, [](double v) { return !std::isfinite(v); });
    if (seen.empty()) return {};
    return goal.maximize ? *std::max_element(seen.begin(), seen.end()) : *std::min_element(seen.begin(), seen.end());
  }
  const auto count = goal.from == Summary::last ? 1 : std::min(seen.size(), static_cast<std::size_t>(goal.reports));
  double sum = 0;
  for (auto it = seen.end() - static_cast<long>(count); it != seen.end(); ++it) sum += *it;
  return sum / static_cast<double>(count);
}

std::optional<double> value_of(const Part& part, const Goal& goal) {
  return part.end ? value_of(*part.end, part.curve, goal) : summarise(part.curve, goal);
}

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The values of the parts as one; not finite where one of them is not.
double join(std::vector<double> values, const Goal& goal) {
  for (const double value : values)
    if (!std::isfinite(value)) return value;
  if (goal.over == Aggregate::mean) return mean_of(values);
  std::sort(values.begin(), values.end());
  if (goal.over == Aggregate::worst) return goal.maximize ? values.front() : values.back();
  const std::size_t n = values.size();
  const std::size_t cut = goal.over == Aggregate::median ? (n - 1) / 2 : n / 4;
  return mean_of(std::span(values).subspan(cut, n - 2 * cut));
}

/// What a configuration from before a parameter had implicitly, where the parameter says what it was.
void fill_in_what_was(const Space& space, Params& params) {
  for (const auto index : space.order()) {
    const Parameter& parameter = space[index];
    const bool known = index < params.size() && !std::isnan(params[index]);
    if (!parameter.was || known || !space.active(index, params)) continue;
    const Params read = space.read("{\"" + parameter.name + "\":" + to_json(*parameter.was) + "}");
    if (params.size() < space.size()) params.resize(space.size(), absent);
    if (index < read.size()) params[index] = read[index];
  }
}

using Place = std::pair<TrialNumber, int>;

void insert(std::vector<Place>& places, const RunId& run) {
  const Place place{run.trial, run.part};
  const auto at = std::lower_bound(places.begin(), places.end(), place);
  if (at == places.end() || *at != place) places.insert(at, place);
}

void erase(std::vector<Place>& places, const RunId& run) {
  const Place place{run.trial, run.part};
  const auto at = std::lower_bound(places.begin(), places.end(), place);
  if (at != places.end() && *at == place) places.erase(at);
}

}  // namespace

const std::vector<double>* Curve::find(std::string_view metric) const {
  for (const auto& column : columns)
    if (column.metric == metric) return &column.values;
  return nullptr;
}

void Curve::add(double step, const Metrics& metrics) {
  const auto from = std::lower_bound(steps.begin(), steps.end(), step);
  const auto kept = static_cast<std::size_t>(from - steps.begin());
  const bool joins = kept + 1 == steps.size() && steps[kept] == step;
  if (!joins) {
    steps.resize(kept);
    steps.push_back(step);
    for (auto& column : columns) {
      column.values.resize(kept);
      column.values.push_back(absent);
    }
  }
  for (const auto& [name, value] : metrics) {
    auto column = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.metric == name; });
    if (column == columns.end())
      column = columns.insert(columns.end(), {name, std::vector<double>(steps.size(), absent)});
    column->values.back() = value;
  }
}

const char* to_text(TrialState state) {
  static constexpr const char* names[] = {"waiting", "running", "paused", "complete", "pruned", "failed"};
  return names[static_cast<int>(state)];
}

const Part* Trial::part(int index) const {
  for (const auto& part : parts)
    if (part.index == index) return &part;
  return nullptr;
}

TrialState Trial::state() const {
  const auto any = [&](auto&& is) { return std::any_of(parts.begin(), parts.end(), is); };
  const auto ended = [&](End how) { return any([how](const Part& p) { return p.end && p.end->end == how; }); };
  if (any([](const Part& p) { return p.running; })) return TrialState::running;
  if (parts.empty() || any([](const Part& p) { return p.waiting; })) return TrialState::waiting;
  if (ended(End::failed)) return TrialState::failed;
  if (ended(End::stopped)) return TrialState::pruned;
  if (ended(End::paused)) return TrialState::paused;
  if (static_cast<int>(parts.size()) >= planned) return TrialState::complete;
  return any([](const Part& p) { return p.verdict == Verdict::stop; }) ? TrialState::pruned : TrialState::waiting;
}

void History::take(Entry entry) {
  if (entry.revision != revision() + 1)
    throw Error(ErrorKind::storage,
                "the log skips from revision " + std::to_string(revision()) + " to " + std::to_string(entry.revision));
  push(std::move(entry.fact), entry.stamp);
  std::visit([&](const auto& fact) { apply(fact, entry.stamp); }, log_.back().fact);
}

void History::take(Fact&& fact, WallTime stamp, const Params* codes) {
  push(std::move(fact), stamp);
  const Fact& taken = log_.back().fact;
  if (const auto* proposed = std::get_if<Proposed>(&taken); proposed && codes)
    propose(*proposed, *codes);
  else
    std::visit([&](const auto& f) { apply(f, stamp); }, taken);
}

void History::push(Fact&& fact, WallTime stamp) {
  const auto* ended = std::get_if<Ended>(&fact);
  const bool discovery = ended && ended->outcome.cause == Cause::lost;
  if (!running_.empty() && !discovery && stamp > newest_) worked_ += stamp - newest_;
  newest_ = std::max(newest_, stamp);
  log_.emplace_back(revision() + 1, stamp, std::move(fact));
}

Part& History::part(const RunId& run) {
  auto& parts = trials_[static_cast<std::size_t>(run.trial)].parts;
  auto at = std::find_if(parts.begin(), parts.end(), [&](const Part& p) { return p.index >= run.part; });
  if (at == parts.end() || at->index != run.part) {
    at = parts.emplace(at);
    at->index = run.part;
  }
  return *at;
}

void History::apply(const Added& f, WallTime stamp) {
  Trial& trial = trials_.emplace_back();
  trial.number = f.trial;
  if (!f.given.empty()) trial.given = settings_.space.read(f.given);
  trial.params = trial.given;
  trial.repeats = f.repeats;
  if (f.repeats)
    trial.repeat = static_cast<int>(
        std::count_if(trials_.begin(), trials_.end(), [&](const Trial& t) { return t.repeats == f.repeats; }));
  trial.planned = settings_.parts;
  trial.from = f.from;
  trial.added = stamp;
  waiting_.emplace_back(f.trial, 0);
}

void History::apply(const Proposed& f, WallTime) { propose(f, settings_.space.read(f.params)); }

void History::propose(const Proposed& f, Params params) {
  Trial& trial = trials_[static_cast<std::size_t>(f.trial)];
  trial.params = std::move(params);
  trial.by = f.by;
  trial.note = f.note;
  trial.reason = f.reason;
  trial.basis = f.basis;
  trial.proposed = true;
}

void History::apply(const Started& f, WallTime stamp) {
  Part& now = part(f.run);
  now.attempt = f.run.attempt;
  now.running = true;
  now.waiting = false;
  now.verdict = Verdict::go_on;
  now.decision.clear();
  now.budget = f.budget;
  now.from_step = f.from_step;
  now.worker = f.worker;
  now.reason = f.reason;
  now.end.reset();
  if (f.run.attempt == 0) now.started = stamp;
  erase(waiting_, f.run);
  insert(running_, f.run);
}

void History::apply(const Assigned& f, WallTime) {
  if (!settings_.space.find(f.name)) settings_.space = settings_.space.with(parameter_from_json(f.name, f.parameter));
  Trial& trial = trials_[static_cast<std::size_t>(f.run.trial)];
  const auto index = *settings_.space.find(f.name);
  const Params read = settings_.space.read("{\"" + f.name + "\":" + f.value + "}");
  if (trial.params.size() <= index) trial.params.resize(index + 1, absent);
  trial.params[index] = read.size() > index ? read[index] : absent;
  trial.asked.push_back(f.name);
}

void History::apply(const Reported& f, WallTime) { part(f.run).curve.add(f.step, f.metrics); }

void History::apply(const Noted& f, WallTime) { part(f.run).notes.emplace_back(f.key, f.text); }

void History::apply(const Decided& f, WallTime) {
  Part& now = part(f.run);
  now.verdict = f.verdict;
  now.decision = f.reason;
}

void History::apply(const Ended& f, WallTime stamp) {
  Part& now = part(f.run);
  now.running = false;
  now.end = f.outcome;
  now.ended = stamp;
  erase(running_, f.run);
  const bool lost = f.outcome.end == End::failed && f.outcome.cause == Cause::lost;
  const bool error = f.outcome.end == End::failed && f.outcome.cause == Cause::error;
  const int failures = f.outcome.end == End::failed ? now.failures++ : now.failures = 0;
  if ((lost && failures < settings_.retry.lost) || (error && failures < settings_.retry.error)) {
    now.waiting = true;
    insert(waiting_, f.run);
  } else {
    follow(f.run);
  }
}

/// The part after a completed one waits; after any other end, and where somebody has decided so, none does.
void History::follow(const RunId& run) {
  const Trial& trial = trials_[static_cast<std::size_t>(run.trial)];
  const bool goes_on = std::all_of(trial.parts.begin(), trial.parts.end(), [](const Part& p) {
    return p.verdict == Verdict::go_on && (p.running || p.waiting || (p.end && p.end->end == End::completed));
  });
  if (!goes_on)
    std::erase_if(waiting_, [&](const Place& p) { return p.first == run.trial && !trial.part(p.second); });
  else if (run.part + 1 < trial.planned && !trial.part(run.part + 1))
    insert(waiting_, {run.trial, run.part + 1, 0});
}

void History::apply(const Requeued& f, WallTime) {
  part(f.run).waiting = true;
  part(f.run).failures = 0;
  insert(waiting_, f.run);
}

void History::apply(const Changed& f, WallTime) {
  Space before = std::move(settings_.space);
  settings_ = settings_from_json(f.settings);
  for (const auto& entry : log_)
    if (const auto* asked = std::get_if<Assigned>(&entry.fact); asked && !settings_.space.find(asked->name))
      settings_.space = settings_.space.with(parameter_from_json(asked->name, asked->parameter));
  settings_revision_ = log_.back().revision;
  for (auto& trial : trials_) trial.planned = settings_.parts;
  if (!(before == settings_.space)) read_again();
}

/// The codes of all trials in the space as it is now, from the names and values that the facts hold.
void History::read_again() {
  for (auto& trial : trials_) trial.given.clear(), trial.params.clear(), trial.asked.clear();
  for (const auto& entry : log_) {
    if (const auto* added = std::get_if<Added>(&entry.fact); added && !added->given.empty()) {
      Trial& trial = trials_[static_cast<std::size_t>(added->trial)];
      trial.params = trial.given = settings_.space.read(added->given);
    }
    if (const auto* proposed = std::get_if<Proposed>(&entry.fact)) {
      Params& params = trials_[static_cast<std::size_t>(proposed->trial)].params;
      params = settings_.space.read(proposed->params);
      fill_in_what_was(settings_.space, params);
    }
    if (const auto* asked = std::get_if<Assigned>(&entry.fact)) apply(*asked, entry.stamp);
  }
}

double value_at(const std::vector<double>& column, std::size_t index, const Goal& goal) {
  double best = std::nan("");
  double sum = 0;
  int count = 0;
  for (std::size_t i = index + 1; i-- > 0;) {
    if (std::isnan(column[i])) continue;
    if (goal.from == Summary::last) return column[i];
    if (std::isnan(best) || (goal.maximize ? column[i] > best : column[i] < best)) best = column[i];
    sum += column[i];
    if (++count >= goal.reports && goal.from == Summary::mean_last) break;
  }
  return goal.from == Summary::mean_last && count > 0 ? sum / count : best;
}

std::optional<double> value_of(const Outcome& outcome, const Curve& curve, const Goal& goal) {
  for (const auto& metric : outcome.values)
    if (metric.name == goal.metric) return metric.value;
  return summarise(curve, goal);
}

std::optional<double> value_of(const Trial& trial, const Goal& goal) {
  std::vector<double> values;
  for (const auto& part : trial.parts) {
    const auto value = value_of(part, goal);
    if (value && trial.parts.size() == 1) return std::isfinite(*value) ? value : std::nullopt;
    if (value) values.push_back(*value);
  }
  if (values.empty()) return {};
  const double joined = join(std::move(values), goal);
  return std::isfinite(joined) ? std::optional(joined) : std::nullopt;
}

std::optional<double> excess_of(const Trial& trial, const Limit& limit) {
  const auto value = value_of(trial, Goal{.metric = limit.metric});
  if (!value) return {};
  return limit.at_least ? limit.bound - *value : *value - limit.bound;
}

bool breaks(const Trial& trial, const std::vector<Limit>& limits) {
  return std::any_of(limits.begin(), limits.end(),
                     [&](const Limit& limit) { return excess_of(trial, limit).value_or(0) > 0; });
}

}  // namespace kilter
