// SPDX-License-Identifier: MIT
#include <stdexcept>

#include "bench/figure.hpp"
#include "bench/figures.hpp"
#include "bench/place.hpp"
#include "bench/ten.hpp"
#include "kilter/core/study.hpp"
#include "kilter/executors/executors.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter::bench {
namespace {

std::vector<double> bare(int count) {
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    const double start = now();
    Process({"true"}).wait();
    times.push_back(1e3 * (now() - start));
  }
  return times;
}

std::vector<double> trials(const std::filesystem::path& folder, int count) {
  const SystemClock clock;
  const auto storage = open_sqlite(folder / "study.db", Access::create);
  const Fact begin = Changed{to_json(ten_settings(10, "random")), -1, "created"};
  storage->append({&begin, 1}, clock.wall());
  const auto sampler = make_sampler({"random"});
  Scheduler scheduler;
  core::Study study(*storage, *sampler, scheduler, clock, "bench:12345:1");
  Command command{.words = {"true", "{*}"}, .directory = folder, .metrics = {"loss"}};
  SubprocessOptions options{.study = "bench", .study_directory = folder, .launcher = sibling("kilter-launch")};
  const auto executor = make_subprocess(std::move(command), std::move(options), clock);
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    const double start = now();
    executor->start(*study.ask());
    std::optional<Ended> ended;
    while (!ended)
      if (auto event = executor->wait(clock.now() + std::chrono::seconds(10)))
        if (auto* end = std::get_if<Ended>(&*event)) ended = std::move(*end);
    study.tell(ended->run, std::move(ended->outcome));
    times.push_back(1e3 * (now() - start));
  }
  return times;
}

}  // namespace

void spawn(const Spawn& options) {
  const Folder folder;
  auto alone = bare(options.trials);
  auto whole = trials(folder.path(), options.trials);
  const double bare_ms = median(alone), trial_ms = median(whole);
  Figure("spawn")
      .with("trials", options.trials)
      .with("median_ms", trial_ms - bare_ms)
      .with("target_median_ms", 2)
      .with("trial_ms", trial_ms)
      .with("bare_ms", bare_ms)
      .print();
}

}  // namespace kilter::bench
