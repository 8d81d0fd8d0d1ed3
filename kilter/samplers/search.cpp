// SPDX-License-Identifier: MIT
#include "kilter/samplers/search.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kilter/maths/minimise.hpp"
#include "kilter/maths/normal.hpp"
#include "kilter/maths/sobol.hpp"

namespace kilter {
namespace {

constexpr std::uint32_t spray_stream = 0x53505200;
constexpr std::size_t most_sprayed_rows = 5;
constexpr double few_levels = 16;
constexpr double neighbourhood = 0.2;
constexpr double least_beside = 0.1;
constexpr std::size_t most_looked_at = 400;

}  // namespace

Search::Search(const Features& features, const Params& given, const Rng& rng, std::span<const double> weights,
               std::span<const FeatureRow> good, const SearchOptions& options)
    : features_(features),
      given_(given),
      rng_(rng),
      weights_(weights.begin(), weights.end()),
      good_(good.begin(), good.end()),
      options_(options),
      frozen_(features.size()),
      frozen_row_(features.row(given)),
      fill_(features.size(), 0.5) {
  for (std::size_t k = 0; k < features.size(); ++k) {
    const std::size_t i = features[k].parameter;
    frozen_[k] = i < given.size() && !std::isnan(given[i]);
    if (features[k].category) fill_[k] = 0;
  }
  if (!features.conditional()) return;
  // Of a feature that becomes active, the value that it has in the best row in which it was.
  for (std::size_t g = std::min(good_.size(), std::size_t{50}); g-- > 0;) {
    const Params params = features.params(good_[g], {});
    for (std::size_t k = 0; k < features.size(); ++k)
      if (!std::isnan(params[features[k].parameter])) fill_[k] = good_[g][k];
  }
}

/// To the row that its configuration has; false where that breaks a constraint.
bool Search::settle(FeatureRow& row) const {
  for (std::size_t k = 0; k < row.size(); ++k)
    if (frozen_[k]) row[k] = frozen_row_[k];
  if (!features_.conditional()) {
    features_.snap(row);
    return !avoided(row);
  }
  const Params params = features_.params(row, given_);
  if (features_.space().broken(params)) return false;
  row = features_.row(params);
  return !avoided(row);
}

bool Search::avoided(const FeatureRow& row) const {
  if (features_.numeric() == 0) return false;
  return std::any_of(options_.avoided.begin(), options_.avoided.end(), [&](const FeatureRow& other) {
    for (std::size_t k = 0; k < features_.numeric(); ++k)
      if (std::abs(row[k] - other[k]) > neighbourhood) return false;
    return true;
  });
}

void Search::fill_inactive(FeatureRow& row) const {
  if (!features_.conditional()) return;
  const Params params = features_.params(row, given_);
  for (std::size_t k = 0; k < row.size(); ++k)
    if (std::isnan(params[features_[k].parameter])) row[k] = fill_[k];
}

FeatureRow Search::sprayed(const FeatureRow& around, std::uint32_t stream) const {
  FeatureRow row = around;
  fill_inactive(row);
  const auto d = static_cast<double>(std::max(row.size(), std::size_t{1}));
  const double change = std::min(1.0, 2 / d + 0.1);
  for (std::size_t k = 0; k < row.size(); ++k) {
    if (rng_.uniform(stream, 2 * k) >= change) continue;
    const double u = rng_.uniform(stream, 2 * k + 1);
    if (features_[k].category) {
      row[k] = std::min(std::floor(u * features_[k].levels), features_[k].levels - 1);
    } else if (features_[k].levels <= few_levels) {
      constexpr double steps[] = {-2, -1, 1, 2};
      row[k] += steps[static_cast<std::size_t>(u * 4)] / features_[k].levels;
    } else {
      row[k] += 0.1 * normal_quantile(u);
    }
    if (!features_[k].category) row[k] = std::clamp(row[k], 0.0, 1.0);
  }
  return row;
}

std::vector<FeatureRow> Search::candidates() const {
  std::vector<FeatureRow> rows;
  const ScrambledSobol sobol(features_.size(), rng_);
  for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(options_.candidates); ++i) {
    FeatureRow row(features_.size());
    for (std::size_t k = 0; k < row.size(); ++k) {
      const double u = sobol.at(i, k);
      row[k] = features_[k].category ? std::floor(u * features_[k].levels) : u;
    }
    if (settle(row)) rows.push_back(std::move(row));
  }
  std::uint32_t stream = spray_stream;
  for (std::size_t g = 0; g < std::min(good_.size(), most_sprayed_rows); ++g)
    for (int i = 0; i < options_.sprayed; ++i) {
      FeatureRow row = sprayed(good_[g], stream++);
      if (settle(row)) rows.push_back(std::move(row));
    }
  for (std::size_t g = std::min(good_.size(), std::size_t{2}); g-- > 0;) {
    FeatureRow row = good_[g];
    if (settle(row)) rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<Found> Search::best(Acquisition& acquisition, std::span<const FeatureRow> known, const Tried& tried) {
  pool_.clear();
  const std::set<FeatureRow> taken(known.begin(), known.end());
  std::vector<FeatureRow> rows = candidates();
  const std::vector<double> scores = acquisition.at(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) pool_.push_back({scores[i], std::move(rows[i])});
  if (pool_.empty()) return {};
  const bool has_incumbent = !good_.empty();
  const Scored incumbent = has_incumbent ? pool_.back() : Scored{};
  const auto better = [](const Scored& a, const Scored& b) { return a.score > b.score; };
  std::stable_sort(pool_.begin(), pool_.end(), better);
  std::vector<Scored> starts;
  for (const auto& one : pool_) {
    if (starts.size() >= static_cast<std::size_t>(options_.starts)) break;
    const bool twin = std::any_of(starts.begin(), starts.end(), [&](const Scored& s) { return s.row == one.row; });
    if (!twin && std::isfinite(one.score)) starts.push_back(one);
  }
  if (has_incumbent && std::isfinite(incumbent.score)) starts.push_back(incumbent);
  for (auto& start : starts) {
    Scored end = improve(acquisition, std::move(start));
    pool_.push_back(std::move(end));
  }
  std::stable_sort(pool_.begin(), pool_.end(), better);
  std::size_t looked_at = 0;
  const FeatureRow* before = nullptr;
  for (const auto& one : pool_) {
    if (taken.contains(one.row) || (before && *before == one.row)) continue;
    before = &one.row;
    if (++looked_at > most_looked_at) break;
    Params params = features_.params(one.row, given_);
    if (features_.space().broken(params) || tried.has(features_.space(), params)) continue;
    return Found{std::move(params), one.row, one.score};
  }
  return {};
}

Search::Scored Search::improve(Acquisition& acquisition, Scored at) {
  for (int round = 0; round < options_.rounds; ++round) {
    const bool moved = descend(acquisition, at);
    const bool exchanged = exchange(acquisition, at);
    if (!exchanged) break;
    if (!moved && !exchanged) break;
  }
  return at;
}

/// Numeric features that move along their slopes.
std::vector<std::size_t> Search::descents(const FeatureRow& row) const {
  std::vector<std::size_t> moving;
  const Params params = features_.conditional() ? features_.params(row, given_) : Params{};
  for (std::size_t k = 0; k < features_.numeric(); ++k) {
    if (frozen_[k] || features_[k].levels <= few_levels) continue;
    if (features_[k].beside && row[k] < least_beside) continue;
    if (!params.empty() && std::isnan(params[features_[k].parameter])) continue;
    moving.push_back(k);
  }
  return moving;
}

bool Search::descend(Acquisition& acquisition, Scored& at) {
  const std::vector<std::size_t> moving = descents(at.row);
  if (moving.empty()) return false;
  std::vector<double> x, low, high, scale, slope(features_.numeric());
  for (const std::size_t k : moving) {
    scale.push_back(std::sqrt(std::clamp(weights_[k], 0.01, 1e4)));
    x.push_back(at.row[k] * scale.back());
    low.push_back((features_[k].beside ? least_beside : 0) * scale.back());
    high.push_back(scale.back());
  }
  FeatureRow row = at.row;
  const Slope loss = [&](std::span<const double> point, std::span<double> gradient) {
    for (std::size_t m = 0; m < moving.size(); ++m) row[moving[m]] = point[m] / scale[m];
    const double score = acquisition.at(row, slope);
    for (std::size_t m = 0; m < moving.size(); ++m) gradient[m] = -slope[moving[m]] / scale[m];
    return -score;
  };
  const Minimum found =
      minimise(loss, std::move(x), low, high,
               {.evaluations = options_.evaluations, .gradient = 1e-6, .decrease = 1e-10, .first_step = 0.1});
  for (std::size_t m = 0; m < moving.size(); ++m) row[moving[m]] = std::clamp(found.x[m] / scale[m], 0.0, 1.0);
  if (!settle(row)) return false;
  const double score = acquisition.at(row, slope);
  if (!(score > at.score)) return false;
  at = {score, std::move(row)};
  pool_.push_back(at);
  return true;
}

/// Other values that a choice or a stepped number could take.
std::vector<double> Search::alternatives(std::size_t k, double now) const {
  const Feature& f = features_[k];
  std::vector<double> values;
  if (f.category) {
    for (double level = 0; level < f.levels; ++level)
      if (level != now) values.push_back(level);
  } else if (f.levels <= few_levels) {
    for (const double unit : f.units)
      if (unit != now) values.push_back(unit);
  } else if (!f.units.empty()) {
    const auto n = static_cast<std::ptrdiff_t>(f.units.size());
    const auto at = std::lower_bound(f.units.begin(), f.units.end(), now) - f.units.begin();
    for (const std::ptrdiff_t step : {std::ptrdiff_t{1}, std::ptrdiff_t{3}, std::ptrdiff_t{8}, n / 4})
      for (const std::ptrdiff_t to : {at - step, at + step})
        if (to >= 0 && to < n) values.push_back(f.units[static_cast<std::size_t>(to)]);
    values.push_back(f.units.front());
    values.push_back(f.units.back());
  } else if (f.beside) {
    values.push_back(now < least_beside ? 0.55 : least_beside / 2);
  }
  return values;
}

bool Search::exchange(Acquisition& acquisition, Scored& at) {
  FeatureRow full = at.row;
  fill_inactive(full);
  const Params params = features_.conditional() ? features_.params(at.row, given_) : Params{};
  std::vector<FeatureRow> rows;
  for (std::size_t k = 0; k < features_.size(); ++k) {
    if (frozen_[k] || (!params.empty() && std::isnan(params[features_[k].parameter]))) continue;
    for (const double value : alternatives(k, at.row[k])) {
      FeatureRow row = full;
      row[k] = value;
      if (settle(row) && row != at.row) rows.push_back(std::move(row));
    }
  }
  if (rows.empty()) return false;
  const std::vector<double> scores = acquisition.at(rows);
  const auto best = std::max_element(scores.begin(), scores.end());
  const bool better = *best > at.score + 1e-9 * std::abs(at.score);
  const auto index = static_cast<std::size_t>(best - scores.begin());
  if (better) at = {*best, rows[index]};
  for (std::size_t i = 0; i < rows.size(); ++i) pool_.push_back({scores[i], std::move(rows[i])});
  return better;
}

}  // namespace kilter
