// SPDX-License-Identifier: MIT
// The search for a network: its space, and what a trial trains.
#pragma once
#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kilter/api/study.hpp"
#include "kilter/fit/problem.hpp"

namespace kilter::fit {

using Settings = std::map<std::string, Value>;

Space network_space(const Task& task);
/// What the settings of a trial stand for.
nn::Architecture architecture_of(const Settings& settings);
nn::Recipe recipe_of(const Problem& problem, const Settings& settings);
/// "3 layers of 128 selu, learning rate 0.04, ..."
std::string in_words(const Settings& settings);

struct SearchOptions {
  std::filesystem::path home;
  std::string name;
  double minutes = 5;  ///< of the whole study
  int jobs = 1;
  std::optional<int> trials;
};

/// How a trial went, told from the thread that ran it.
struct Told {
  int trial = 0;
  std::optional<double> score;  ///< none: it diverged or was cut off
  std::string settings;
};

struct Found {
  Settings settings;
  double score = 0;
  int trial = 0;
  std::size_t trained = 0, stopped = 0, failed = 0;
};

/// One search; a study in a folder, so the next one of its name goes on. tell() is called by one thread at a time.
class Search {
 public:
  Search(const Problem& problem, const std::vector<Part>& parts, const SearchOptions& options);
  /// Until the time is over or stop() was called. nullopt: no network was trained to its end.
  std::optional<Found> run(const std::function<void(const Told&)>& tell);
  std::optional<Found> found() const;
  /// From any thread or signal handler.
  void stop() noexcept;

 private:
  Result trial(Run& run, const std::function<void(const Told&)>& tell);

  const Problem& problem_;
  const std::vector<Part>& parts_;
  SearchOptions options_;
  Study study_;
  TimePoint deadline_{};
  std::atomic<bool> stopped_{false};
};

}  // namespace kilter::fit
