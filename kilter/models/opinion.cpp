// SPDX-License-Identifier: MIT
#include "kilter/models/opinion.hpp"

#include <cmath>

#include "kilter/models/neighbours.hpp"

namespace kilter {
namespace {

constexpr int fewest = 3;

}  // namespace

Expert::Expert(const History& history)
    : goals_(history.settings().goals), features_(history.settings().space), seen_(observe(history, features_)) {
  if (seen_.valued < fewest || features_.size() == 0) return;
  const Rng rng{history.settings().seed, static_cast<std::uint64_t>(history.next())};
  const bool warps = goals_.size() == 1;
  for (std::size_t goal = 0; goal < goals_.size(); ++goal)
    models_.emplace_back(features_, seen_, SurrogateOptions{.goal = goal, .warp = {.ranks = warps, .thin = warps}},
                         Refit::cold, Hyperparameters{}, rng);
  chances_.emplace(features_, seen_, models_.front().theta(), Refit::cold, std::span<const Hyperparameters>{}, rng);
}

Opinion Expert::on(const Params& params) {
  Opinion opinion;
  opinion.goals.resize(goals_.size());
  if (models_.empty()) return opinion;
  const FeatureRow row = features_.row(params);
  for (std::size_t goal = 0; goal < goals_.size(); ++goal) {
    Surrogate& model = models_[goal];
    if (!model.usable()) continue;
    const Belief belief = model.process().at(row);
    const double value = model.value(belief.mean);
    const double uncertainty = std::abs(model.slope(belief.mean)) * std::sqrt(belief.variance);
    if (std::isfinite(value) && std::isfinite(uncertainty))
      opinion.goals[goal] = {goals_[goal].maximize ? value : -value, uncertainty};
  }
  // What fails too seldom for a model is everywhere as likely.
  const bool rare = seen_.failed < failures_modelled;
  const double usual = rare ? static_cast<double>(seen_.failed) / (seen_.failed + seen_.valued) : 0;
  opinion.failing = 1 - (1 - usual) * chances_->of(row);
  opinion.place = place_words(features_, seen_, models_.front().theta(), row);
  return opinion;
}

}  // namespace kilter
