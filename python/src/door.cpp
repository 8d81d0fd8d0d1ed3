// SPDX-License-Identifier: MIT
#include "door.hpp"

#include <fmt/format.h>

#include <atomic>

#include "kilter/base/error.hpp"
#include "kilter/core/wire.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/setup/start.hpp"
#include "kilter/space/draw.hpp"
#include "kilter/storage/studies.hpp"

namespace kilter::python {
namespace {

WorkerId next_worker() {
  static std::atomic<int> opened{0};
  return fmt::format("{}:{}", this_worker(), ++opened);
}

Changed changed(const Settings& settings, std::string reason) {
  return {to_json(settings), settings.budget.trials.value_or(-1), std::move(reason)};
}

std::uint64_t attempt_of(const RunId& run) { return static_cast<std::uint64_t>(run.attempt); }

}  // namespace

struct Door::Session {
  Session(std::unique_ptr<Storage> opened, const Settings& settings, const Clock& clock)
      : storage(std::move(opened)),
        sampler(make_sampler(settings.sampler)),
        scheduler(make_scheduler(settings.scheduler)),
        study(*storage, *sampler, *scheduler, clock, next_worker()),
        plugs{settings.sampler, settings.scheduler} {}

  std::unique_ptr<Storage> storage;
  std::unique_ptr<Sampler> sampler;
  std::unique_ptr<Scheduler> scheduler;
  core::Study study;
  std::pair<Plug, Plug> plugs;
};

void Door::EndSession::operator()(Session* session) const { delete session; }

Door::Door(std::shared_ptr<MemoryLog> log, const std::string& settings) {
  auto storage = open_memory(std::move(log));
  if (storage->append({}, clock_.wall()) == Revision{0}) {
    const Fact first = changed(settings_from_json(settings), "the study begins");
    storage->append({&first, 1}, clock_.wall());
  }
  open(std::move(storage));
}

Door::Door(const std::filesystem::path& root, const std::string& name, const std::string& settings) {
  const auto place = study_place(root, name);
  if (settings.empty())
    open(open_sqlite(place.database(), Access::write));
  else
    open(open_or_create(place, settings_from_json(settings), clock_).storage);
}

void Door::open(std::unique_ptr<Storage> storage) {
  const Settings settings = newest_settings(*storage);
  session_.reset(new Session(std::move(storage), settings, clock_));
}

Door::Session& Door::session() const {
  if (!session_) throw Error(ErrorKind::usage, "this study was deleted");
  return *session_;
}

void Door::close() {
  std::lock_guard lock(mutex_);
  session_.reset();
}

const History& Door::history() const { return session().study.history(); }

/// Reads what is new; other plugs than those it was opened with mean another session.
void Door::renew() {
  session().study.sync();
  const auto& settings = history().settings();
  if (session().plugs != std::pair(settings.sampler, settings.scheduler)) {
    auto storage = std::move(session().storage);
    records_ = {};
    session_.reset(new Session(std::move(storage), Settings(settings), clock_));
  }
  records_.read(history());
}

/// Ends the runs of workers that are gone, so that they are tried again.
void Door::bury() {
  auto& storage = *session().storage;
  storage.beat(session().study.worker(), clock_.wall());
  for (const auto& run : storage.lost(clock_.wall()))
    session().study.write({Ended{run, Outcome{End::failed, Cause::lost, {}, "its worker is gone"}}});
}

Asked Door::asked(const Job& job) {
  records_.read(history());
  return {.run = job.run,
          .params = named(job.space, job.params),
          .given = records_.given(job.run.trial),
          .seed = job.seed,
          .budget = job.budget,
          .from_step = job.from_step};
}

std::optional<Asked> Door::ask(bool again) {
  std::lock_guard lock(mutex_);
  renew();
  bury();
  auto& study = session().study;
  auto job = study.ask();
  while (!job && again && study.why_nothing() == core::Nothing::exhausted) {
    const auto& space = history().settings().space;
    Added added{.trial = history().next()};
    if (space.size() > 0)
      added.given = space.write(draw(space, {history().settings().seed, static_cast<std::uint64_t>(added.trial)}, 0));
    study.write({std::move(added)});
    job = study.ask();
  }
  if (!job) return {};
  return asked(*job);
}

Asked Door::ask_bare(const std::string& by) {
  std::lock_guard lock(mutex_);
  renew();
  bury();
  auto& study = session().study;
  for (;;) {
    study.sync();
    if (!history().waiting().empty())
      if (auto job = study.ask()) return asked(*job);
    const TrialNumber number = history().next();
    const RunId run{number, 0, 0};
    const Revision basis = history().revision();
    const double full = history().settings().budget.full;
    const bool taken =
        study.write({Added{.trial = number}, Proposed{.trial = number, .params = "{}", .basis = basis, .by = by},
                     Started{.run = run, .worker = study.worker(), .budget = full, .basis = basis}});
    if (!taken) continue;
    records_.read(history());
    const Trial& trial = history().trials()[static_cast<std::size_t>(number)];
    return {.run = run, .seed = core::seed_of(history().settings(), trial, 0), .budget = full};
  }
}

std::string Door::why_nothing() {
  std::lock_guard lock(mutex_);
  switch (session().study.why_nothing()) {
    case core::Nothing::later: return "later";
    case core::Nothing::budget_spent: return "budget_spent";
    case core::Nothing::exhausted: return "exhausted";
    case core::Nothing::paused: break;
  }
  return "paused";
}

Value Door::suggest(const RunId& run, const std::string& name, const std::string& parameter) {
  std::lock_guard lock(mutex_);
  const Parameter wanted = parameter_from_json(name, parameter);
  try {
    return session().study.extend(run, wanted);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::invalid) throw;
    const auto& known = history().settings().space;
    if (const auto index = known.find(name); index && known[*index].kind != wanted.kind) throw;
  }
  const Space alone({wanted});
  const Rng rng{history().settings().seed, static_cast<std::uint64_t>(run.trial)};
  const Value value = alone.value(0, draw(alone, rng, attempt_of(run))[0]);
  session().study.write({Assigned{run, name, parameter, to_json(value), history().revision()}});
  return value;
}

bool Door::assign(const RunId& run, const std::string& name, const std::string& parameter, const std::string& value) {
  std::lock_guard lock(mutex_);
  return session().study.write({Assigned{run, name, parameter, value, history().revision()}});
}

Verdict Door::report(const RunId& run, double step, const Metrics& metrics) {
  std::lock_guard lock(mutex_);
  return session().study.report({run, step, metrics});
}

bool Door::note(const RunId& run, const std::string& key, const std::string& text) {
  std::lock_guard lock(mutex_);
  return session().study.write({Noted{run, key, text}});
}

bool Door::decide(const RunId& run, const std::string& reason) {
  std::lock_guard lock(mutex_);
  return session().study.write({Decided{run, Verdict::stop, history().revision(), reason}});
}

bool Door::tell(const RunId& run, Outcome outcome) {
  std::lock_guard lock(mutex_);
  return session().study.tell(run, std::move(outcome));
}

void Door::give_back(const RunId& run) {
  std::lock_guard lock(mutex_);
  Outcome outcome{End::failed, Cause::lost, {}, "given back: it was not told how it went"};
  session().study.write({Ended{run, std::move(outcome)}, Requeued{run, "given back"}});
}

TrialNumber Door::add(const std::string& given) {
  std::lock_guard lock(mutex_);
  for (;;) {
    session().study.sync();
    const TrialNumber number = history().next();
    if (session().study.write({Added{.trial = number, .given = given}})) return number;
  }
}

TrialNumber Door::import(const Foreign& foreign, const Outcome& outcome) {
  std::lock_guard lock(mutex_);
  const std::string metric = history().settings().goals.front().metric;
  for (;;) {
    session().study.sync();
    const TrialNumber number = history().next();
    const RunId run{number, 0, 0};
    const Revision basis = history().revision();
    std::vector<Fact> facts{Added{.trial = number},
                            Proposed{.trial = number, .params = "{}", .basis = basis, .by = "import/1"},
                            Started{.run = run, .worker = session().study.worker(), .basis = basis}};
    for (std::size_t i = 0; i < foreign.parameters.size(); ++i) {
      const auto& [name, parameter] = foreign.parameters[i];
      facts.push_back(Assigned{run, name, parameter, foreign.values[i], basis});
    }
    for (const auto& [step, value] : foreign.reports) facts.push_back(Reported{run, step, {{metric, value}}});
    for (const auto& [key, text] : foreign.notes) facts.push_back(Noted{run, key, text});
    facts.push_back(Ended{run, outcome});
    if (session().study.write(std::move(facts))) return number;
  }
}

std::pair<Revision, std::vector<Record>> Door::records(Revision since) {
  std::lock_guard lock(mutex_);
  renew();
  std::vector<Record> records;
  for (const TrialNumber number : records_.touched(since)) records.push_back(records_.record(history(), number));
  return {history().revision(), std::move(records)};
}

Record Door::record(TrialNumber number) {
  std::lock_guard lock(mutex_);
  renew();
  if (number < 0 || number >= history().next())
    throw Error(ErrorKind::usage, fmt::format("there is no trial {}", number));
  return records_.record(history(), number);
}

std::optional<RunId> Door::running(TrialNumber number) {
  std::lock_guard lock(mutex_);
  renew();
  if (number < 0 || number >= history().next()) return {};
  for (const auto& part : history().trials()[static_cast<std::size_t>(number)].parts)
    if (part.running) return RunId{number, part.index, part.attempt};
  return {};
}

std::string Door::settings() {
  std::lock_guard lock(mutex_);
  renew();
  return to_json(history().settings());
}

void Door::change(const std::string& settings, const std::string& reason) {
  std::lock_guard lock(mutex_);
  const Settings wanted = settings_from_json(settings);
  make_sampler(wanted.sampler);
  make_scheduler(wanted.scheduler);
  session().study.sync();
  if (wanted == history().settings()) return;
  session().study.write({changed(wanted, reason)});
  renew();
}

std::vector<std::string> Door::lines() {
  std::lock_guard lock(mutex_);
  renew();
  std::vector<std::string> lines;
  for (Revision r = 1; r <= history().revision(); ++r) lines.push_back(to_json(history().entry(r)));
  return lines;
}

void Door::restore(const std::shared_ptr<MemoryLog>& log, const std::vector<std::string>& lines) {
  const auto storage = open_memory(log);
  for (const auto& line : lines) {
    const Entry entry = entry_from_json(line);
    if (!storage->append({&entry.fact, 1}, entry.stamp))
      throw Error(ErrorKind::invalid, fmt::format("entry {} cannot follow the one before", entry.revision));
  }
}

}  // namespace kilter::python
