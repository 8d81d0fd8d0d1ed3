// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <ctime>
#include <deque>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "bench/figure.hpp"
#include "bench/figures.hpp"
#include "bench/place.hpp"
#include "bench/plug_names.hpp"
#include "bench/tasks/task.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/core/study.hpp"
#include "kilter/maths/pareto.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter::bench {
namespace {

constexpr int points[] = {10, 20, 30, 50, 75, 100, 150, 200};

/// A sampler as the command line names it: `tpe`, or `tpe{"candidates":64}`.
struct Contestant {
  std::string label;
  Plug plug;
};

/// One study: the best value after each trial, and the time outside the objective.
struct Run {
  std::vector<double> best;
  double seconds = 0;
  double cpu_seconds = 0;
  std::string status = "ok";
};

std::vector<Contestant> contestants(const std::string& text) {
  std::vector<Contestant> all;
  for (auto& [name, plug] : plugs_of(text)) {
    make_sampler(plug);
    all.push_back({"kilter-" + name, std::move(plug)});
  }
  if (all.empty()) throw std::runtime_error("--samplers names none");
  return all;
}

std::vector<Named> tasks_of(const Regret& options) {
  std::vector<Named> all;
  std::vector<std::string> known;
  const auto add = [&](std::vector<Named> tasks) {
    for (auto& task : tasks) all.push_back(std::move(task));
  };
  for (const auto& suite : split_names(options.suites)) {
    const std::size_t before = all.size();
    if (suite == "functions")
      add(function_tasks());
    else if (suite == "tables")
      add(table_tasks(options.data));
    else if (suite == "surrogates")
      add(surrogate_tasks(options.data));
    else if (suite == "conditional")
      add(conditional_tasks());
    else if (suite == "objectives")
      add(biobjective_tasks()), add(objective_tasks(options.data));
    else
      throw std::runtime_error("there is no suite \"" + suite +
                               "\"; there are: functions, tables, surrogates, conditional, objectives");
    if (all.size() == before && options.data.empty()) throw std::runtime_error(suite + " need --data DIR");
    if (all.size() == before) throw std::runtime_error("--data " + options.data.string() + " has no " + suite);
  }
  if (options.tasks.empty()) return all;
  std::vector<Named> chosen;
  for (const auto& task : all) known.push_back(task.name);
  for (const auto& name : split_names(options.tasks)) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end())
      throw std::runtime_error("these suites have no task \"" + name + "\"; they have: " + join(known, ", "));
    chosen.push_back(all[static_cast<std::size_t>(found - known.begin())]);
  }
  return chosen;
}

double cpu_now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// `workers` trials are always pending; they end in the order in which they began.
class Measurement {
 public:
  Measurement(const Task& task, const Plug& plug, std::uint64_t seed)
      : task_(task), storage_(open_memory(make_memory_log())), sampler_(make_sampler(plug)) {
    const Settings settings{.name = "regret", .goals = task.goals, .space = task.space, .sampler = plug, .seed = seed};
    const Fact begin = Changed{to_json(settings), -1, "created"};
    storage_->append({&begin, 1}, clock_.wall());
    study_.emplace(*storage_, *sampler_, scheduler_, clock_, "bench:12345:1");
  }

  Run run(int trials, int workers) {
    const double wall = now(), cpu = cpu_now();
    std::deque<Job> pending;
    for (int asked = 0; static_cast<int>(run_.best.size()) < trials;) {
      while (static_cast<int>(pending.size()) < workers && asked < trials) {
        auto job = study_->ask();
        if (!job) break;
        pending.push_back(std::move(*job));
        ++asked;
      }
      if (pending.empty()) break;
      finish(pending.front());
      pending.pop_front();
    }
    run_.seconds = now() - wall - inside_wall_;
    run_.cpu_seconds = cpu_now() - cpu - inside_cpu_;
    if (static_cast<int>(run_.best.size()) < trials) run_.status = "stopped by itself";
    return run_;
  }

 private:
  void finish(const Job& job) {
    const double wall = now(), cpu = cpu_now();
    const auto values = task_.values(job.params);
    inside_wall_ += now() - wall;
    inside_cpu_ += cpu_now() - cpu;
    Outcome outcome;
    for (std::size_t i = 0; i < values.size(); ++i) outcome.values.push_back({task_.goals[i].metric, values[i]});
    study_->tell(job.run, std::move(outcome));
    const double last = run_.best.empty() ? std::nan("") : run_.best.back();
    if (values.size() > 1)
      run_.best.push_back(volume_with(values));
    else
      run_.best.push_back(task_.goals[0].maximize ? std::fmax(last, values[0]) : std::fmin(last, values[0]));
  }

  /// Of all values so far and these, each goal scaled to 0 at its ideal and 1 at its bound.
  double volume_with(const std::vector<double>& values) {
    Objectives point;
    for (std::size_t m = 0; m < values.size(); ++m)
      point.push_back((values[m] - task_.ideal[m]) / (task_.bounds[m] - task_.ideal[m]));
    for (const double x : point)
      if (!std::isfinite(x)) return hypervolume(front_, Objectives(values.size(), 1));
    std::erase_if(front_, [&](const Objectives& other) { return dominates(point, other); });
    front_.push_back(std::move(point));
    return hypervolume(front_, Objectives(values.size(), 1));
  }

  const Task& task_;
  SystemClock clock_;
  std::unique_ptr<Storage> storage_;
  std::unique_ptr<Sampler> sampler_;
  Scheduler scheduler_;
  std::optional<core::Study> study_;
  Run run_;
  std::vector<Objectives> front_;
  double inside_wall_ = 0;
  double inside_cpu_ = 0;
};

std::string header() {
  std::string line = "task\tsampler\tseed";
  for (const int point : points) line += fmt::format("\tbest_{}", point);
  return line + "\tseconds\tcpu_seconds\ttrials\tstatus\n";
}

/// A sampler that ends by itself keeps its best.
std::string row(const Task& task, const Contestant& contestant, std::uint64_t seed, const Run& run) {
  std::string line = fmt::format("{}\t{}\t{}", task.name, contestant.label, seed);
  const int done = static_cast<int>(run.best.size());
  for (const int point : points) {
    line += '\t';
    if (done > 0 && (point <= done || run.status != "ok"))
      line += fmt::format("{:.7g}", run.best[static_cast<std::size_t>(std::min(point, done) - 1)]);
  }
  return line + fmt::format("\t{:.3f}\t{:.3f}\t{}\t{}\n", run.seconds, run.cpu_seconds, done, run.status);
}

/// Seeds 0 to seeds - 1, on `jobs` threads; each result at its seed's place.
std::vector<Run> measure(const Task& task, const Plug& plug, const Regret& options) {
  std::vector<Run> runs(static_cast<std::size_t>(options.seeds));
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    for (std::size_t seed; (seed = next++) < runs.size();) {
      try {
        runs[seed] = Measurement(task, plug, seed).run(options.trials, options.workers);
      } catch (...) {
        const std::scoped_lock lock(mutex);
        failure = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int i = 1; i < options.jobs; ++i) threads.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
  return runs;
}

void print(const Task& task, const Contestant& contestant, const std::vector<Run>& runs, const Regret& options) {
  std::vector<double> regrets, micros;
  for (const auto& run : runs) {
    if (run.best.empty()) continue;
    micros.push_back(1e6 * run.seconds / static_cast<double>(run.best.size()));
    regrets.push_back(task.best ? std::abs(run.best.back() - *task.best) : run.best.back());
  }
  if (regrets.empty()) return;
  Figure figure("regret");
  figure.with("task", task.name).with("sampler", contestant.label).with("trials", options.trials);
  figure.with("seeds", options.seeds).with("lower", quantile(regrets, 0.25)).with("median", quantile(regrets, 0.5));
  figure.with("upper", quantile(regrets, 0.75)).with("us_a_trial", median(micros)).print();
}

}  // namespace

void regret(const Regret& options) {
  const auto tasks = tasks_of(options);
  if (options.list) {
    for (const auto& task : tasks) fmt::print("{}\n", task.name);
    return;
  }
  const auto samplers = contestants(options.samplers);
  const bool fresh = !std::filesystem::exists(options.out);
  std::ofstream out;
  if (!options.out.empty()) {
    out.open(options.out, std::ios::app);
    if (!out) throw std::runtime_error("cannot write " + options.out.string());
    if (fresh) out << header();
  }
  for (const auto& named : tasks) {
    const Task task = named.make();
    for (const auto& sampler : samplers) {
      const auto runs = measure(task, sampler.plug, options);
      for (std::size_t seed = 0; seed < runs.size(); ++seed) out << row(task, sampler, seed, runs[seed]);
      out.flush();
      print(task, sampler, runs, options);
    }
  }
}

}  // namespace kilter::bench
