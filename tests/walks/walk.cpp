// SPDX-License-Identifier: MIT
#include "tests/walks/walk.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>

#include "kilter/base/text.hpp"
#include "kilter/core/tune.hpp"
#include "tests/support/fake_executor.hpp"
#include "tests/support/scripted_sampler.hpp"
#include "tests/support/scripted_schedulers.hpp"

namespace kilter::testing {
namespace {

std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words;
  for (const auto word : split(command, ' '))
    if (!word.empty()) words.emplace_back(word);
  return words;
}

std::pair<std::string, std::string> pair_of(const std::string& word) {
  const auto at = word.find('=');
  if (at == word.npos) throw std::invalid_argument("no name=value: " + word);
  return {word.substr(0, at), word.substr(at + 1)};
}

Metrics metrics_of(const std::vector<std::string>& words, std::size_t from) {
  Metrics metrics;
  for (std::size_t i = from; i < words.size(); ++i) {
    const auto [name, value] = pair_of(words[i]);
    metrics.push_back({name, to_double(value).value()});
  }
  return metrics;
}

std::string text_of(const RunId& run) { return fmt::format("trial {}.{}#{}", run.trial, run.part, run.attempt); }

const char* text_of(core::Nothing nothing) {
  static constexpr const char* names[] = {"later", "budget spent", "exhausted", "paused"};
  return names[static_cast<int>(nothing)];
}

const char* text_of(core::Finish finish) {
  static constexpr const char* names[] = {"budget spent", "exhausted", "out of time", "paused", "interrupted"};
  return names[static_cast<int>(finish)];
}

/// loss = (x - 0.3)^2 + 1 / step + 0.01 part, ms = x.
Metrics objective(const Job& job, double step) {
  const double x = job.params.empty() ? 0 : job.params[0];
  return {{"loss", (x - 0.3) * (x - 0.3) + 1 / step + 0.01 * job.run.part}, {"ms", x}};
}

Outcome outcome_of(const std::vector<std::string>& words) {
  Outcome outcome;
  std::size_t at = 3;
  for (const End end : {End::completed, End::stopped, End::paused, End::failed})
    if (words.at(2) == to_text(end)) outcome.end = end;
  if (words.size() > at && words[at].find('=') == std::string::npos) {
    for (const Cause cause : {Cause::error, Cause::oom, Cause::nan, Cause::timeout, Cause::killed, Cause::lost})
      if (words[at] == to_text(cause)) outcome.cause = cause;
    ++at;
  }
  outcome.values = metrics_of(words, at);
  return outcome;
}

}  // namespace

std::string Walk::run(const std::string& command) {
  const auto words = words_of(command);
  if (words.at(0) == "study" || words[0] == "space" || words[0] == "open") return set_up(words);
  if (const auto it = workers_.find(words[0]); it != workers_.end()) return work(it->second, words);
  if (words[0] == "passes") return clock_.pass(std::chrono::milliseconds(*to_integer(words.at(1)))), "";
  if (words[0] == "jumps") return clock_.jump(std::chrono::milliseconds(*to_integer(words.at(1)))), "";
  const std::string done = from_outside(words, command);
  return done.empty() ? look(words) : done;
}

std::string Walk::set_up(const std::vector<std::string>& words) {
  if (words[0] == "space") {
    settings_.space = settings_.space.with(parse_range(words.at(1), words.at(2)));
    return "";
  }
  if (words[0] == "study") {
    for (std::size_t i = 1; i < words.size(); ++i) {
      const auto [name, value] = pair_of(words[i]);
      if (name == "trials") settings_.budget.trials = static_cast<int>(*to_integer(value));
      if (name == "full") settings_.budget.full = *to_double(value);
      if (name == "shortest") settings_.budget.shortest = *to_double(value);
      if (name == "parts") settings_.parts = static_cast<int>(*to_integer(value));
      if (name == "sampler") settings_.sampler.name = value;
      if (name == "scheduler") settings_.scheduler.name = value;
      if (name == "goals")
        for (const auto goal : split(value, ',')) settings_.goals.push_back({std::string(goal)});
    }
    return "";
  }
  if (!begun_) begun_ = write({Changed{to_json(settings_), settings_.budget.trials.value_or(-1), "created"}});
  Worker worker{open_memory(log_), make_sampler(), make_scripted_scheduler(settings_.scheduler.name), {}, {}};
  worker.study =
      std::make_unique<core::Study>(*worker.storage, *worker.sampler, *worker.scheduler, clock_, words.at(1));
  workers_[words[1]] = std::move(worker);
  return "";
}

std::string Walk::work(Worker& worker, const std::vector<std::string>& words) {
  core::Study& study = *worker.study;
  const std::string& verb = words.at(1);
  if (verb == "ask") {
    const auto job = study.ask();
    if (!job) return fmt::format("nothing: {}", text_of(study.why_nothing()));
    worker.runs[{job->run.trial, job->run.part}] = job->run;
    return fmt::format("{} budget {} from {}", text_of(job->run), job->budget, job->from_step);
  }
  if (verb == "tune") {
    FakeExecutor executor(static_cast<std::size_t>(*to_integer(words.at(2))), clock_, objective);
    const core::Steering steering;
    return text_of(core::tune(study, *worker.storage, executor, clock_, steering));
  }
  if (verb == "dies") {
    worker.study.reset();
    worker.storage.reset();
    return "";
  }
  if (verb == "frees") {
    std::string freed;
    for (const auto& run : worker.storage->lost(clock_.wall())) {
      study.write({Ended{run, {.end = End::failed, .cause = Cause::lost}}});
      freed += (freed.empty() ? "" : " ") + text_of(run);
    }
    return freed.empty() ? "none" : freed;
  }
  const auto at = split(words.at(2), '.');
  const auto number = static_cast<TrialNumber>(*to_integer(at[0]));
  const RunId run = worker.runs.at({number, at.size() > 1 ? static_cast<int>(*to_integer(at[1])) : 0});
  if (verb == "report") return to_text(study.report({run, *to_double(words.at(3)), metrics_of(words, 4)}));
  if (verb == "extend") return to_text(study.extend(run, parse_range(words.at(3), words.at(4))));
  if (verb == "tell") {
    std::vector<std::string> rest(words.begin() + 1, words.end());
    return study.tell(run, outcome_of(rest)) ? "stored" : "refused";
  }
  throw std::invalid_argument("no command of a worker: " + verb);
}

std::string Walk::from_outside(const std::vector<std::string>& words, const std::string& command) {
  Settings settings = current();
  const auto change = [&](const std::string& why) {
    return write({Changed{to_json(settings), settings.budget.trials.value_or(-1), why}}) ? "stored" : "refused";
  };
  if (words[0] == "stop") {
    const auto number = static_cast<TrialNumber>(*to_integer(words.at(1)));
    const int attempt = read().trials().at(static_cast<std::size_t>(number)).part(0)->attempt;
    return write({Decided{{number, 0, attempt}, Verdict::stop, 0, words.at(2)}}) ? "stored" : "refused";
  }
  if (words[0] == "add")
    return write({Added{.trial = read().next(), .given = command.substr(4)}}) ? "stored" : "refused";
  if (words[0] == "widen") {
    auto parameters = settings.space.parameters();
    for (auto& p : parameters)
      if (p.name == words.at(1)) p = parse_range(words[1], words.at(2));
    settings.space = Space(parameters, settings.space.constraints());
    return change("widened");
  }
  if (words[0] == "trials") {
    settings.budget.trials = static_cast<int>(*to_integer(words.at(1)));
    return change("more trials");
  }
  if (words[0] == "pause" || words[0] == "go") {
    settings.paused = words[0] == "pause";
    return change(words[0]);
  }
  return "";
}

std::string Walk::look(const std::vector<std::string>& words) {
  const History history = read();
  if (words[0] == "count") return std::to_string(history.next());
  if (words[0] == "replay") {
    static constexpr const char* names[] = {"proved", "disproved", "not checkable"};
    const auto storage = open_memory(log_);
    if (words.at(1) != "all")
      return names[static_cast<int>(
          core::replay(*storage, *make_sampler(), static_cast<TrialNumber>(*to_integer(words[1]))).result)];
    const auto warm = make_sampler();
    int proved = 0;
    for (TrialNumber i = 0; i < history.next(); ++i) {
      const TrialNumber n = i * 37 % history.next();
      proved += core::replay(*storage, *warm, n).result == core::Replay::Result::proved &&
                core::replay(*storage, *make_sampler(), n).result == core::Replay::Result::proved;
    }
    return fmt::format("{} of {} proved, warm and cold", proved, history.next());
  }
  const Trial& trial = history.trials().at(static_cast<std::size_t>(to_integer(words.at(1)).value()));
  if (words[0] == "params") return history.settings().space.write(trial.params);
  if (words[0] == "curve") {
    const Curve& curve = trial.part(0)->curve;
    std::string text;
    for (std::size_t i = 0; i < curve.steps.size(); ++i)
      text += fmt::format("{}{}:{}", i ? " " : "", curve.steps[i], curve.find(words.at(2))->at(i));
    return text;
  }
  if (words[0] == "state") {
    const Part* part = trial.part(0);
    std::string text = to_text(trial.state());
    if (part && part->end && part->end->cause != Cause::none) text += fmt::format(" {}", to_text(part->end->cause));
    if (part && !part->decision.empty()) text += fmt::format(" ({})", part->decision);
    if (trial.from) text += fmt::format(" from {}@{}", trial.from->trial, trial.from->step);
    return text;
  }
  throw std::invalid_argument("no command: " + words[0]);
}

std::unique_ptr<Sampler> Walk::make_sampler() const {
  if (settings_.sampler.name == "learning") return std::make_unique<LearningSampler>();
  return std::make_unique<ScriptedSampler>();
}

Settings Walk::current() { return begun_ ? read().settings() : settings_; }

bool Walk::write(std::vector<Fact> facts) { return open_memory(log_)->append(facts, clock_.wall()).has_value(); }

History Walk::read() {
  History history;
  const auto storage = open_memory(log_);
  for (auto entries = storage->since(0); !entries.empty(); entries = storage->since(history.revision()))
    for (auto& entry : entries) history.take(std::move(entry));
  return history;
}

}  // namespace kilter::testing
