// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "bench/bare_sqlite.hpp"
#include "bench/figure.hpp"
#include "bench/figures.hpp"
#include "bench/place.hpp"
#include "bench/ten.hpp"
#include "kilter/base/text.hpp"
#include "kilter/core/study.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter::bench {
namespace {

void write_study(const std::filesystem::path& database, const Load& options) {
  const auto storage = open_sqlite(database, Access::create);
  const auto sampler = make_sampler({"random"});
  Scheduler scheduler;
  const SystemClock clock;
  const Fact begin = Changed{to_json(ten_settings(options.dims, "random")), options.trials, "created"};
  storage->append({&begin, 1}, clock.wall());
  core::Study study(*storage, *sampler, scheduler, clock, "bench:12345:1");
  for (int i = 0; i < options.trials; ++i) {
    const auto job = study.ask();
    study.tell(job->run, {.values = {{"loss", job->params[0]}}});
  }
}

double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) * 1024 / 1e6;
  throw std::runtime_error("/proc/self/status has no VmHWM");
}

struct Reading {
  double seconds = 0;
  double megabytes = 0;
};

Reading read_afresh(const std::filesystem::path& database, const std::filesystem::path& output) {
  const double start = now();
  Process process({std::filesystem::read_symlink("/proc/self/exe"), "load", "--here", database}, output);
  if (process.wait() != 0) throw std::runtime_error("the fresh process failed");
  std::ifstream answer(output);
  double ready = 0;
  Reading reading;
  answer >> ready >> reading.megabytes;
  reading.seconds = ready - start;
  return reading;
}

}  // namespace

void load_here(const std::filesystem::path& database) {
  History history;
  const auto storage = open_sqlite(database, Access::read);
  for (auto entries = storage->since(0); !entries.empty(); entries = storage->since(history.revision()))
    for (auto& entry : entries) history.take(std::move(entry));
  const double ready = now();
  fmt::print("{:.9f} {} {}\n", ready, peak_megabytes(), history.next());
}

void load(const Load& options) {
  const Folder folder;
  const auto database = folder.path() / "study.db";
  write_study(database, options);
  std::vector<double> seconds, scans;
  double megabytes = 0;
  for (int i = 0; i < 9; ++i) {
    const Reading reading = read_afresh(database, folder.path() / "answer");
    seconds.push_back(reading.seconds);
    megabytes = std::max(megabytes, reading.megabytes);
    scans.push_back(bare_scan(database));
  }
  Figure("load")
      .with("trials", options.trials)
      .with("dims", options.dims)
      .with("seconds", median(seconds))
      .with("rss_mb", megabytes)
      .with("target_seconds", 0.05)
      .with("target_rss_mb", 30)
      .with("bare_scan_seconds", median(scans))
      .print();
}

}  // namespace kilter::bench
