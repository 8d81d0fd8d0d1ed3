// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <stdexcept>

#include "bench/bare_sqlite.hpp"
#include "bench/figure.hpp"
#include "bench/figures.hpp"
#include "bench/place.hpp"
#include "bench/ten.hpp"
#include "kilter/core/study.hpp"
#include "kilter/core/wire.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter::bench {
namespace {

constexpr int round_size = 500;

/// One trial through the whole street, without a report.
void one_trial(core::Study& study) {
  const auto job = study.ask();
  if (!job) throw std::runtime_error("the sampler has nothing left to try");
  Outcome outcome;
  outcome.values.push_back({"loss", job->params[0]});
  study.tell(job->run, std::move(outcome));
}

/// A study of its own that grows from `prefill` trials on.
class Round {
 public:
  Round(const AskTell& options, std::unique_ptr<Storage> storage)
      : storage_(std::move(storage)), sampler_(make_sampler({options.sampler})) {
    const Fact begin = Changed{to_json(ten_settings(options.dims, options.sampler)), -1, "created"};
    storage_->append({&begin, 1}, clock_.wall());
    study_.emplace(*storage_, *sampler_, scheduler_, clock_, "bench:12345:1");
    for (int i = 0; i < options.prefill; ++i) one_trial(*study_);
  }

  void measure(int trials, std::vector<double>& times) {
    for (int i = 0; i < trials; ++i) {
      const double start = now();
      one_trial(*study_);
      times.push_back(1e6 * (now() - start));
    }
  }

  const History& history() const { return study_->history(); }

 private:
  SystemClock clock_;
  std::unique_ptr<Storage> storage_;
  std::unique_ptr<Sampler> sampler_;
  Scheduler scheduler_;
  std::optional<core::Study> study_;
};

/// Microseconds to copy the facts of each of the newest trials.
std::vector<double> copying(const History& history, int trials) {
  std::vector<double> times;
  std::vector<Entry> log;
  log.reserve(static_cast<std::size_t>(4 * trials));
  for (int i = trials; i > 0; --i) {
    const double start = now();
    for (Revision r = 0; r < 4; ++r)
      log.push_back(history.entry(history.revision() - 4 * static_cast<Revision>(i) + r + 1));
    times.push_back(1e6 * (now() - start));
  }
  return times;
}

void in_memory(const AskTell& options, Figure& figure) {
  std::vector<double> times, fresh, limit;
  while (static_cast<int>(times.size()) < options.trials) {
    Round round(options, open_memory(make_memory_log()));
    const int trials = std::min(round_size, options.trials - static_cast<int>(times.size()));
    round.measure(trials, times);
    if (fresh.empty()) fresh = times;
    for (const double time : copying(round.history(), trials)) limit.push_back(time);
  }
  figure.with("median_us", median(times)).with("mean_us", mean(times));
  figure.with("p99_us", quantile(times, 0.99)).with("worst_us", quantile(times, 1));
  if (options.sampler == "random") figure.with("target_median_us", 2);
  if (options.sampler == "tpe") figure.with("target_median_us", 100);
  figure.with("first_round_median_us", median(fresh)).with("copying_the_facts_us", median(limit));
}

void in_sqlite(const AskTell& options, const std::filesystem::path& file, Figure& figure) {
  std::vector<double> times;
  std::vector<std::string> ask;
  std::string tell;
  for (int number = 0; static_cast<int>(times.size()) < options.trials; ++number) {
    auto database = file;
    if (number > 0) database += std::to_string(number);
    if (std::filesystem::exists(database)) throw std::runtime_error(database.string() + " exists already");
    Round round(options, open_sqlite(database, Access::create));
    round.measure(std::min(round_size, options.trials - static_cast<int>(times.size())), times);
    const History& history = round.history();
    ask.clear();
    for (Revision r = history.revision() - 3; r < history.revision(); ++r) ask.push_back(to_json(history.entry(r)));
    tell = to_json(history.entry(history.revision()));
  }
  auto bare = bare_transactions(file.string() + ".bare", ask, tell, std::min(options.trials, 2000));
  figure.with("median_us", median(times)).with("mean_us", mean(times));
  figure.with("target_median_us", 100).with("target_mean_us", 300);
  figure.with("bare_median_us", median(bare)).with("bare_mean_us", mean(bare));
}

}  // namespace

void ask_tell(const AskTell& options) {
  Figure figure("asktell");
  figure.with("sampler", options.sampler).with("storage", options.storage).with("prefill", options.prefill);
  figure.with("dims", options.dims).with("trials", options.trials);
  if (options.storage == "memory") {
    in_memory(options, figure);
  } else if (options.storage.starts_with("sqlite")) {
    const Folder folder;
    const bool named = options.storage.starts_with("sqlite:");
    in_sqlite(options, named ? std::filesystem::path(options.storage.substr(7)) : folder.path() / "study.db", figure);
  } else {
    throw std::runtime_error("--storage is memory, sqlite or sqlite:FILE, not " + options.storage);
  }
  figure.print();
}

}  // namespace kilter::bench
