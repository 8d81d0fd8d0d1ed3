// SPDX-License-Identifier: MIT
#include "kilter/storage/row.hpp"

#include <limits>
#include <utility>

#include "kilter/storage/metrics_text.hpp"

namespace kilter {
namespace {

// In the order of the alternatives of Fact.
constexpr std::string_view kinds[] = {"added", "proposed", "started", "assigned", "reported",
                                      "noted", "decided",  "ended",   "requeued", "changed"};
static_assert(std::size(kinds) == std::variant_size_v<Fact>);

constexpr End ends[] = {End::completed, End::stopped, End::paused, End::failed};
constexpr Verdict verdicts[] = {Verdict::go_on, Verdict::stop, Verdict::pause};
constexpr Cause causes[] = {Cause::none,   Cause::error, Cause::oom,        Cause::nan,     Cause::timeout,
                            Cause::killed, Cause::lost,  Cause::infeasible, Cause::no_value};

struct Writer {
  Row& row;
  std::string& scratch;

  void run(const RunId& id) const {
    row.trial = id.trial;
    row.part = id.part;
    row.attempt = id.attempt;
  }
  void basis(Revision revision) const { row.basis = static_cast<std::int64_t>(revision); }
  void metrics(const Metrics& values) const {
    scratch.clear();
    append_metrics(scratch, values);
    row.body = scratch;
  }

  void operator()(const Added& f) const {
    row.trial = f.trial;
    row.body = f.given;
    if (f.repeats) row.number = *f.repeats;
    if (f.from) row.source = f.from->trial, row.step = f.from->step;
  }
  void operator()(const Proposed& f) const {
    row.trial = f.trial;
    row.body = f.params;
    basis(f.basis);
    row.name = f.by;
    row.note = f.note;
    row.reason = f.reason;
  }
  void operator()(const Started& f) const {
    run(f.run);
    row.name = f.worker;
    row.budget = f.budget;
    row.step = f.from_step;
    basis(f.basis);
    row.reason = f.reason;
  }
  void operator()(const Assigned& f) const {
    run(f.run);
    row.name = f.name;
    row.body = f.parameter;
    row.note = f.value;
    basis(f.basis);
  }
  void operator()(const Reported& f) const {
    run(f.run);
    row.step = f.step;
    metrics(f.metrics);
  }
  void operator()(const Noted& f) const {
    run(f.run);
    row.name = f.key;
    row.reason = f.text;
  }
  void operator()(const Decided& f) const {
    run(f.run);
    row.word = to_text(f.verdict);
    basis(f.basis);
    row.reason = f.reason;
  }
  void operator()(const Ended& f) const {
    run(f.run);
    row.word = to_text(f.outcome.end);
    row.name = to_text(f.outcome.cause);
    metrics(f.outcome.values);
    row.reason = f.outcome.detail;
  }
  void operator()(const Requeued& f) const {
    run(f.run);
    row.reason = f.reason;
  }
  void operator()(const Changed& f) const {
    row.body = f.settings;
    row.number = f.trials;
    row.reason = f.reason;
  }
};

/// Fills a fact from a row; `good` tells whether everything it needed was there.
struct Reader {
  const Row& row;
  bool good = true;

  int number(const std::optional<std::int64_t>& column) {
    good &= column && std::in_range<int>(*column);
    return good ? static_cast<int>(*column) : 0;
  }
  std::string text(const std::optional<std::string_view>& column) {
    good &= column.has_value();
    return good ? std::string(*column) : std::string();
  }
  double real(const std::optional<double>& column) {
    good &= column.has_value();
    return column.value_or(0);
  }
  Revision basis() {
    good &= row.basis.has_value();
    return static_cast<Revision>(row.basis.value_or(0));
  }
  RunId run() { return {number(row.trial), number(row.part), number(row.attempt)}; }
  Metrics metrics() {
    auto values = row.body ? metrics_from(*row.body) : std::nullopt;
    good &= values.has_value();
    return values ? std::move(*values) : Metrics();
  }
  template <class Word, std::size_t n>
  Word word(const std::optional<std::string_view>& column, const Word (&known)[n]) {
    for (const Word candidate : known)
      if (column == to_text(candidate)) return candidate;
    good = false;
    return known[0];
  }

  void operator()(Added& f) {
    f.trial = number(row.trial);
    f.given = text(row.body);
    if (row.number) f.repeats = number(row.number);
    if (row.source) f.from = {number(row.source), real(row.step)};
  }
  void operator()(Proposed& f) {
    f.trial = number(row.trial);
    f.params = text(row.body);
    f.basis = basis();
    f.by = text(row.name);
    f.note = text(row.note);
    f.reason = text(row.reason);
  }
  void operator()(Started& f) {
    f.run = run();
    f.worker = text(row.name);
    f.budget = real(row.budget);
    f.from_step = real(row.step);
    f.basis = basis();
    f.reason = text(row.reason);
  }
  void operator()(Assigned& f) {
    f.run = run();
    f.name = text(row.name);
    f.parameter = text(row.body);
    f.value = text(row.note);
    f.basis = basis();
  }
  void operator()(Reported& f) {
    f.run = run();
    f.step = real(row.step);
    f.metrics = metrics();
  }
  void operator()(Noted& f) {
    f.run = run();
    f.key = text(row.name);
    f.text = text(row.reason);
  }
  void operator()(Decided& f) {
    f.run = run();
    f.verdict = word(row.word, verdicts);
    f.basis = basis();
    f.reason = text(row.reason);
  }
  void operator()(Ended& f) {
    f.run = run();
    f.outcome.end = word(row.word, ends);
    f.outcome.cause = word(row.name, causes);
    f.outcome.values = metrics();
    f.outcome.detail = text(row.reason);
  }
  void operator()(Requeued& f) {
    f.run = run();
    f.reason = text(row.reason);
  }
  void operator()(Changed& f) {
    f.settings = text(row.body);
    f.trials = number(row.number);
    f.reason = text(row.reason);
  }
};

template <std::size_t n = 0>
bool emplace(Fact& fact, std::string_view kind) {
  if constexpr (n == std::size(kinds)) {
    return false;
  } else {
    if (kind != kinds[n]) return emplace<n + 1>(fact, kind);
    fact.emplace<n>();
    return true;
  }
}

}  // namespace

Row to_row(Revision revision, WallTime stamp, const Fact& fact, std::string& scratch) {
  Row row{.revision = revision, .stamp = stamp.time_since_epoch().count(), .kind = kinds[fact.index()]};
  std::visit(Writer{row, scratch}, fact);
  return row;
}

bool to_entry(const Row& row, Entry& entry) {
  entry.revision = row.revision;
  entry.stamp = WallTime{std::chrono::milliseconds{row.stamp}};
  if (!emplace(entry.fact, row.kind)) return false;
  Reader reader{row};
  std::visit([&](auto& fact) { reader(fact); }, entry.fact);
  return reader.good;
}

}  // namespace kilter
