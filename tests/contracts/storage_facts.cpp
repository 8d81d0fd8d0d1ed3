// SPDX-License-Identifier: MIT
#include "tests/contracts/storage_facts.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>

namespace kilter::testing {
namespace {

std::string text_of(double value) {
  return std::isnan(value) ? "nan" : fmt::format("{:016x}", std::bit_cast<std::uint64_t>(value));
}
std::string text_of(const std::string& text) { return fmt::format("{}:{}", text.size(), text); }
std::string text_of(const RunId& run) { return fmt::format("{}/{}/{}", run.trial, run.part, run.attempt); }
std::string text_of(const Metrics& metrics) {
  std::string text;
  for (const auto& [name, value] : metrics) text += text_of(name) + "=" + text_of(value) + ";";
  return text;
}
template <class T>
  requires std::is_integral_v<T>
std::string text_of(T number) {
  return std::to_string(number);
}
template <class T>
  requires std::is_enum_v<T>
std::string text_of(T word) {
  return to_text(word);
}
std::string text_of(const Checkpoint& from) { return text_of(from.trial) + "@" + text_of(from.step); }
template <class T>
std::string text_of(const std::optional<T>& value) {
  return value ? text_of(*value) : "-";
}
template <class... T>
std::string all(const char* kind, const T&... fields) {
  std::string text = kind;
  ((text += " " + text_of(fields)), ...);
  return text;
}

struct Describe {
  std::string operator()(const Added& f) const { return all("added", f.trial, f.given, f.repeats, f.from); }
  std::string operator()(const Proposed& f) const {
    return all("proposed", f.trial, f.params, f.basis, f.by, f.note, f.reason);
  }
  std::string operator()(const Started& f) const {
    return all("started", f.run, f.worker, f.budget, f.from_step, f.basis, f.reason);
  }
  std::string operator()(const Assigned& f) const {
    return all("assigned", f.run, f.name, f.parameter, f.value, f.basis);
  }
  std::string operator()(const Reported& f) const { return all("reported", f.run, f.step, f.metrics); }
  std::string operator()(const Noted& f) const { return all("noted", f.run, f.key, f.text); }
  std::string operator()(const Decided& f) const { return all("decided", f.run, f.verdict, f.basis, f.reason); }
  std::string operator()(const Ended& f) const {
    return all("ended", f.run, f.outcome.end, f.outcome.cause, f.outcome.values, f.outcome.detail);
  }
  std::string operator()(const Requeued& f) const { return all("requeued", f.run, f.reason); }
  std::string operator()(const Changed& f) const { return all("changed", f.settings, f.trials, f.reason); }
};

}  // namespace

Fact changed(TrialNumber trials) { return Changed{.settings = "{}", .trials = trials, .reason = "test"}; }
Fact added(TrialNumber trial) { return Added{.trial = trial, .given = "", .repeats = {}, .from = {}}; }
Fact proposed(TrialNumber trial) {
  return Proposed{.trial = trial, .params = R"({"x":0.5})", .basis = 1, .by = "test/1", .note = "", .reason = "why"};
}
Fact started(RunId run, WorkerId worker) {
  return Started{
      .run = run, .worker = std::move(worker), .budget = 1, .from_step = 0, .basis = 1, .reason = "it was its turn"};
}
Fact assigned(RunId run) {
  return Assigned{.run = run, .name = "y", .parameter = R"({"float":[0,1]})", .value = "0.5", .basis = 1};
}
Fact reported(RunId run, double step) { return Reported{.run = run, .step = step, .metrics = {{"loss", 0.25}}}; }
Fact noted(RunId run) { return Noted{.run = run, .key = "host", .text = "here"}; }
Fact decided(RunId run) { return Decided{.run = run, .verdict = Verdict::stop, .basis = 1, .reason = "hopeless"}; }
Fact ended(RunId run, End end) {
  return Ended{.run = run, .outcome = {.end = end, .cause = Cause::none, .values = {{"loss", 0.25}}, .detail = ""}};
}
Fact requeued(RunId run) { return Requeued{.run = run, .reason = "given back"}; }

std::vector<Fact> asked(TrialNumber trial, WorkerId worker) {
  return {added(trial), proposed(trial), started({.trial = trial}, std::move(worker))};
}

WallTime at(int milliseconds) { return WallTime{std::chrono::days{20000} + std::chrono::milliseconds{milliseconds}}; }

std::string exactly(const Entry& entry) {
  return fmt::format("{} {} {}", entry.revision, entry.stamp.time_since_epoch().count(),
                     std::visit(Describe{}, entry.fact));
}

std::vector<std::string> exactly(const std::vector<Entry>& entries) {
  std::vector<std::string> texts;
  texts.reserve(entries.size());
  for (const auto& entry : entries) texts.push_back(exactly(entry));
  return texts;
}

std::vector<Entry> everything(Storage& storage) {
  std::vector<Entry> entries;
  for (;;) {
    auto more = storage.since(entries.size());
    if (more.empty()) return entries;
    for (auto& entry : more) entries.push_back(std::move(entry));
  }
}

TrialNumber Scan::next() const {
  TrialNumber count = 0;
  for (const auto& fact : facts_) count += std::holds_alternative<Added>(fact);
  return count;
}

TrialNumber Scan::trial_budget() const {
  TrialNumber budget = -1;
  for (const auto& fact : facts_)
    if (const auto* f = std::get_if<Changed>(&fact)) budget = f->trials;
  return budget;
}

bool Scan::proposed(TrialNumber trial) const {
  for (const auto& fact : facts_)
    if (const auto* f = std::get_if<Proposed>(&fact); f && f->trial == trial) return true;
  return false;
}

std::optional<Standing::Run> Scan::run(TrialNumber trial, int part) const {
  std::optional<Run> now;
  for (const auto& fact : facts_) {
    const auto* start = std::get_if<Started>(&fact);
    const auto* end = std::get_if<Ended>(&fact);
    if (start && start->run.trial == trial && start->run.part == part) now = Run{start->run.attempt, true};
    if (end && end->run.trial == trial && end->run.part == part) now->running = false;
  }
  return now;
}

std::optional<Revision> broken_at(const std::vector<Entry>& entries) {
  Scan scan;
  for (const auto& entry : entries) {
    const Revision expected = static_cast<Revision>(&entry - entries.data()) + 1;
    if (entry.revision != expected || !may_follow(scan, entry.fact)) return expected;
    scan.take(entry.fact);
  }
  return {};
}

}  // namespace kilter::testing
