// SPDX-License-Identifier: MIT
#include "bench/figure.hpp"
#include "bench/figures.hpp"
#include "bench/place.hpp"

namespace kilter::bench {

void start() {
  const auto kilter = sibling("kilter");
  std::vector<double> times, bare;
  for (int i = 0; i < 100; ++i) {
    double begun = now();
    Process({kilter, "--help"}).wait();
    times.push_back(1e3 * (now() - begun));
    begun = now();
    Process({"true"}).wait();
    bare.push_back(1e3 * (now() - begun));
  }
  const auto megabytes = [](const std::filesystem::path& file) {
    return static_cast<double>(std::filesystem::file_size(file)) / 1e6;
  };
  Figure("start")
      .with("median_ms", median(times))
      .with("target_median_ms", 30)
      .with("true_ms", median(bare))
      .with("kilter_mb", megabytes(kilter))
      .with("target_kilter_mb", 25)
      .with("launcher_mb", megabytes(sibling("kilter-launch")))
      .print();
}

}  // namespace kilter::bench
