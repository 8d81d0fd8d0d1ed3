// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <map>
#include <stdexcept>

#include "bench/figure.hpp"
#include "bench/figures.hpp"
#include "bench/place.hpp"
#include "kilter/core/history.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter::bench {
namespace {

struct Done {
  double trials_a_second = 0;
  double smallest_share = 0;
};

/// So many `kilter run` on one study whose trials sleep.
Done run(int processes, int trials) {
  const Folder folder;
  const std::vector<std::string> words = {sibling("kilter"),
                                          "run",
                                          "--name",
                                          "share",
                                          "--home",
                                          folder.path() / "studies",
                                          "--trials",
                                          std::to_string(trials),
                                          "--jobs",
                                          "1",
                                          "--minimize",
                                          "loss",
                                          "--",
                                          "sh",
                                          "-c",
                                          "sleep 0.2; echo loss={x:float(0,1)}"};
  std::vector<Process> running;
  for (int i = 0; i < processes; ++i) running.emplace_back(words, folder.path() / fmt::format("output-{}", i));
  for (auto& process : running)
    if (process.wait() != 0) throw std::runtime_error("kilter run failed");

  std::map<std::string, int> done;
  WallTime first = WallTime::max(), last = WallTime::min();
  const auto storage = open_sqlite(folder.path() / "studies" / "share" / "study.db", Access::read);
  Revision seen = 0;
  for (auto entries = storage->since(0); !entries.empty(); entries = storage->since(seen))
    for (const auto& entry : entries) {
      seen = entry.revision;
      if (const auto* started = std::get_if<Started>(&entry.fact)) {
        ++done[started->worker];
        first = std::min(first, entry.stamp);
      }
      if (std::holds_alternative<Ended>(entry.fact)) last = std::max(last, entry.stamp);
    }
  int smallest = static_cast<int>(done.size()) < processes ? 0 : trials;
  for (const auto& [worker, count] : done) smallest = std::min(smallest, count);
  return {trials / std::chrono::duration<double>(last - first).count(),
          static_cast<double>(smallest) * processes / trials};
}

}  // namespace

void share(const Share& options) {
  const Done one = run(1, options.trials);
  const Done four = run(4, 4 * options.trials);
  Figure("share")
      .with("trials", options.trials)
      .with("times_one", four.trials_a_second / one.trials_a_second)
      .with("target_times_one", 3)
      .with("smallest_share", four.smallest_share)
      .with("target_smallest_share", 0.5)
      .with("one_trials_a_second", one.trials_a_second)
      .print();
}

}  // namespace kilter::bench
