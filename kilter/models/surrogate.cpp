// SPDX-License-Identifier: MIT
#include "kilter/models/surrogate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kilter/maths/rank_correlation.hpp"

namespace kilter {
namespace {

/// Indices of the observations that are modelled: all, or the best, the newest and every so many of the others.
std::vector<std::size_t> chosen(const Observations& seen, std::size_t goal, std::size_t most) {
  std::vector<std::size_t> all(seen.ended.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  if (all.size() <= most) return all;
  const auto better = [&](std::size_t a, std::size_t b) {
    const double x = seen.ended[a].values[goal], y = seen.ended[b].values[goal];
    return std::isnan(y) ? !std::isnan(x) : x > y;
  };
  std::vector<std::size_t> best = all;
  std::stable_sort(best.begin(), best.end(), better);
  std::vector<bool> taken(all.size());
  for (std::size_t i = 0; i < most / 3; ++i) taken[best[i]] = true, taken[all[all.size() - 1 - i]] = true;
  std::vector<std::size_t> rest;
  for (const std::size_t i : all)
    if (!taken[i]) rest.push_back(i);
  const auto missing = most - static_cast<std::size_t>(std::count(taken.begin(), taken.end(), true));
  for (std::size_t i = 0; i < missing && i < rest.size(); ++i) taken[rest[i * rest.size() / missing]] = true;
  std::erase_if(all, [&](std::size_t i) { return !taken[i]; });
  return all;
}

}  // namespace

Surrogate::Surrogate(const Features& features, const Observations& seen, const SurrogateOptions& options, Refit refit,
                     const Hyperparameters& last, const Rng& rng)
    : process_(features.numeric(), features.categories()),
      used_(chosen(seen, options.goal, static_cast<std::size_t>(options.most_rows))) {
  std::vector<FeatureRow> rows;
  std::vector<double> values, repeats;
  for (const std::size_t i : used_) {
    rows.push_back(seen.ended[i].row);
    values.push_back(seen.ended[i].values[options.goal]);
    repeats.push_back(seen.ended[i].repeats);
  }
  const std::vector<double> labels = warped(values, options.warp);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isnan(values[i])) scale_.emplace_back(labels[i], values[i]);
  std::sort(scale_.begin(), scale_.end());
  // A known variance of a value becomes one of its label by the slope of the warp there.
  std::vector<double> variances;
  for (std::size_t i = 0; i < used_.size(); ++i) {
    const double spread = options.goal == 0 && !std::isnan(values[i]) ? seen.ended[used_[i]].spread : 0;
    const double worth = slope(labels[i]);
    variances.push_back(spread > 0 && worth > 0 ? std::min(spread / (worth * worth), 1.0) : 0);
  }
  process_.observe(rows, labels, repeats, variances);
  theta_ = kilter::fitted(process_, refit, last, rng, options.refit);
  usable_ = process_.condition(theta_);
  ranking_.resize(rows.size());
  std::iota(ranking_.begin(), ranking_.end(), std::size_t{0});
  if (!usable_) return;
  std::vector<double> means;
  for (std::size_t i = 0; i < rows.size(); ++i) means.push_back(process_.fitted(i));
  std::stable_sort(ranking_.begin(), ranking_.end(), [&](std::size_t a, std::size_t b) { return means[a] > means[b]; });
  best_mean_ = means[ranking_.front()];
}

double Surrogate::value(double label) const {
  if (scale_.empty()) return 0;
  if (scale_.size() == 1) return scale_.front().second;
  auto above = std::upper_bound(scale_.begin(), scale_.end(), std::pair(label, std::nan("")),
                                [](const auto& a, const auto& b) { return a.first < b.first; });
  if (above == scale_.begin()) ++above;
  if (above == scale_.end()) --above;
  const auto& [x1, y1] = *above;
  const auto& [x0, y0] = *(above - 1);
  return x1 > x0 ? y0 + (label - x0) / (x1 - x0) * (y1 - y0) : y1;
}

double Surrogate::slope(double label) const { return (value(label + 0.1) - value(label - 0.1)) / 0.2; }

double Surrogate::reliability() const {
  if (!usable_ || used_.size() < 3) return 0;
  std::vector<double> labels, means;
  for (const auto& belief : process_.left_out()) means.push_back(belief.mean);
  for (std::size_t i = 0; i < means.size(); ++i) labels.push_back(process_.label(i));
  return rank_correlation(labels, means);
}

}  // namespace kilter
