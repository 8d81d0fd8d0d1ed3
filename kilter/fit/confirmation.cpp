// SPDX-License-Identifier: MIT
#include "kilter/fit/confirmation.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>
#include <thread>

#include "kilter/fit/interval.hpp"

namespace kilter::fit {
namespace {

constexpr std::uint64_t fresh = 0xC0F1;  // apart from the seeds of the search

struct Training {
  const Part* part;
  std::uint64_t seed;
  std::optional<nn::Trained> trained;
};

void run_all(const Problem& problem, const Settings& settings, std::vector<Training>& trainings, int jobs,
             const std::function<bool()>& go_on) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < trainings.size(); i = next++) {
      auto& [part, seed, trained] = trainings[i];
      const Part& rows = *part;
      trained = nn::train(
          problem.form, architecture_of(settings), recipe_of(problem, settings), rows.training, rows.validation, seed,
          [&](const auto& p) { return problem.task.cost(problem.task.score_of(p, rows.validation)); },
          [&](const nn::Epoch&) { return go_on(); });
    }
  };
  std::vector<std::jthread> threads;
  for (int j = 1; j < std::min(jobs, static_cast<int>(trainings.size())); ++j) threads.emplace_back(work);
  work();
}

}  // namespace

Confirmed confirm(const Problem& problem, const Settings& settings, int count, int jobs,
                  const std::function<bool()>& go_on) {
  const bool by_folds = problem.folds > 1;
  // Without folds the split is the search's own: its training rows must not validate.
  const auto parts = make_parts(problem, by_folds ? problem.seed + fresh : problem.seed);
  std::vector<Training> trainings;
  if (by_folds)
    for (const auto& part : parts)
      trainings.push_back({&part, splitmix64(problem.seed + fresh + trainings.size()), {}});
  else
    for (int i = 0; i < count; ++i)
      trainings.push_back({&parts.front(), splitmix64(problem.seed + fresh + trainings.size()), {}});
  run_all(problem, settings, trainings, jobs, go_on);

  Confirmed result{.model = {problem.task, problem.encoding, architecture_of(settings), {}},
                   .validation = {},
                   .interval = {},
                   .singles = {},
                   .curves = {}};
  const std::size_t width = problem.task.of_classes() ? problem.task.classes.size() : 1;
  std::vector<double> by_rows(by_folds ? problem.open.rows * width : 0);
  for (auto& [part, seed, trained] : trainings) {
    result.curves.push_back(trained->epochs);
    if (trained->diverged) continue;
    result.singles.push_back(problem.task.cost(trained->score));
    const auto p = nn::predict(trained->network, problem.task.loss(), part->validation);
    for (std::size_t i = 0; by_folds && i < part->validation_rows.size(); ++i)
      std::copy_n(p.begin() + static_cast<std::ptrdiff_t>(i * width), width,
                  by_rows.begin() + static_cast<std::ptrdiff_t>(part->validation_rows[i] * width));
    result.model.members.push_back(std::move(trained->network));
  }
  if (result.model.members.empty()) return result;
  const nn::Data& judged = by_folds ? problem.open : parts.front().validation;
  const auto predictions = by_folds ? by_rows : answers(result.model, judged);
  result.interval = interval(problem.task, predictions, judged, problem.seed);
  result.validation = problem.task.scores(predictions, judged);
  return result;
}

}  // namespace kilter::fit
