// SPDX-License-Identifier: MIT
// Schedulers and samplers over recorded learning curves, in virtual time.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <stdexcept>

#include "bench/figure.hpp"
#include "bench/figures.hpp"
#include "bench/plug_names.hpp"
#include "bench/tasks/curves.hpp"
#include "kilter/base/text.hpp"
#include "kilter/core/tune.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter::bench {
namespace {

std::vector<int> numbers_of(const std::string& text) {
  std::vector<int> numbers;
  for (const auto word : split(text, ',')) numbers.push_back(static_cast<int>(to_integer(word).value_or(0)));
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

/// One study. A proposal gets the nearest recorded setting that no other has, and an epoch takes a second.
class Replayed {
 public:
  Replayed(const CurveTask& task, const Plug& sampler, const Plug& scheduler, double shortest, std::uint64_t seed)
      : task_(task), full_(static_cast<int>(task.losses.front().size())), used_(task.units.size(), false) {
    settings_ = {
        .name = "curves", .goals = {{"loss"}}, .space = task.space, .sampler = sampler, .scheduler = scheduler};
    settings_.budget = {.trials = static_cast<int>(task.units.size()),
                        .hours = {},
                        .until = {},
                        .shortest = shortest > 0 ? shortest : double(full_),
                        .full = double(full_)};
    settings_.seed = seed;
  }

  /// The lowest loss seen within each budget of full trainings.
  std::vector<double> run(const std::vector<int>& budgets, int workers) {
    settings_.budget.hours = budgets.back() * full_ / 3600.0 / workers * 1.05;
    VirtualClock clock;
    const auto storage = open_memory(make_memory_log());
    Fact begin[] = {Changed{to_json(settings_), settings_.budget.trials.value(), "created"}};
    storage->append(begin, clock.wall());
    const auto sampler = make_sampler(settings_.sampler);
    const auto scheduler = make_scheduler(settings_.scheduler);
    core::Study study(*storage, *sampler, *scheduler, clock, "bench:12345:1");
    const auto executor = make_simulated(workers, clock, [this](const Job& job) { return trained(job); });
    const core::Steering steering;
    core::tune(study, *storage, *executor, clock, steering);
    return ledger(study.history(), budgets);
  }

 private:
  std::size_t setting_of(const Job& job) {
    const auto [at, is_new] = settings_of_.try_emplace(job.run.trial, 0);
    if (!is_new) return at->second;
    const auto unit = unit_of(task_, job.params);
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < used_.size(); ++i) {
      if (used_[i]) continue;
      double square = 0;
      for (std::size_t d = 0; d < unit.size(); ++d)
        square += (unit[d] - task_.units[i][d]) * (unit[d] - task_.units[i][d]);
      if (square < least) least = square, at->second = i;
    }
    used_[at->second] = true;
    return at->second;
  }

  SimulatedRun trained(const Job& job) {
    const auto& losses = task_.losses[setting_of(job)];
    SimulatedRun run;
    for (int epoch = static_cast<int>(job.from_step) + 1; epoch <= static_cast<int>(job.budget); ++epoch) {
      run.seconds += 1;
      const double loss = losses[static_cast<std::size_t>(epoch - 1)];
      run.reports.emplace_back(run.seconds, Reported{{}, double(epoch), {{"loss", loss}}});
    }
    return run;
  }

  std::vector<double> ledger(const History& history, const std::vector<int>& budgets) const {
    std::vector<double> best(budgets.size(), std::nan(""));
    double lowest = std::numeric_limits<double>::infinity();
    int spent = 0;
    for (Revision r = 1; r <= history.revision(); ++r) {
      const auto* report = std::get_if<Reported>(&history.entry(r).fact);
      if (!report) continue;
      ++spent;
      lowest = std::min(lowest, report->metrics.front().value);
      for (std::size_t b = 0; b < budgets.size(); ++b)
        if (spent <= budgets[b] * full_) best[b] = lowest;
    }
    return best;
  }

  const CurveTask& task_;
  int full_;
  Settings settings_;
  std::vector<bool> used_;
  std::map<TrialNumber, std::size_t> settings_of_;
};

}  // namespace

void curves(const Curves& options) {
  const auto budgets = numbers_of(options.budgets);
  const auto tasks = curve_tasks(options.data);
  std::ofstream out(options.out, std::ios::app);
  if (!options.out.empty() && !out) throw std::runtime_error("cannot write " + options.out.string());
  out << "task\tmethod\tseed\tworkers";
  for (const int budget : budgets) out << fmt::format("\tbest_{}", budget);
  out << '\n';
  for (const auto& task : tasks)
    for (const auto& [sampler_name, sampler] : plugs_of(options.samplers))
      for (const auto& [name, scheduler] : plugs_of(options.schedulers))
        for (const int workers : numbers_of(options.workers)) {
          std::vector<double> last;
          for (int seed = 0; seed < options.seeds; ++seed) {
            Replayed study(task, sampler, scheduler, options.shortest, static_cast<std::uint64_t>(seed));
            const auto best = study.run(budgets, workers);
            out << fmt::format("{}\tkilter-{}-{}\t{}\t{}", task.name, sampler_name, name, seed, workers);
            for (const double value : best) out << fmt::format("\t{:.7g}", value);
            out << '\n';
            out.flush();
            last.push_back(best.back());
          }
          Figure("curves")
              .with("task", task.name)
              .with("sampler", sampler_name)
              .with("scheduler", name)
              .with("workers", workers)
              .with("seeds", options.seeds)
              .with("median", median(last))
              .print();
        }
}

}  // namespace kilter::bench
