// SPDX-License-Identifier: MIT
#include "kilter/analysis/diagnosis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "kilter/base/text.hpp"
#include "kilter/maths/robust.hpp"

namespace kilter {
namespace {

using Series = std::span<const double>;

constexpr std::size_t fewest_reports = 5;
constexpr double slight = 0.02;  ///< of the first value: less is no progress

/// A curve, turned so that less is better, and what the rules ask of it.
class Shape {
 public:
  Shape(Series values, bool turned)
      : values_(values), turned_(turned), least_(*std::min_element(values.begin(), values.end())) {}

  /// A value of the curve as it was reported.
  std::string said(double value) const { return rounded(turned_ ? -value : value); }

  std::size_t size() const { return values_.size(); }
  double first() const { return values_.front(); }
  double last() const { return values_.back(); }
  double least() const { return least_; }
  double progress() const { return first() - least_; }
  Series all() const { return values_; }
  Series tail(std::size_t count) const { return values_.last(std::min(count, size())); }
  Series fifth() const { return tail(std::max<std::size_t>(3, (size() + 4) / 5)); }
  Series early_half() const { return values_.subspan(1, size() / 2 - 1); }
  Series late_half() const { return values_.subspan(size() / 2); }
  Series all_but_first() const { return values_.subspan(1); }
  /// By how much it falls over its last fifth.
  double late_fall() const { return -sen_slope(fifth()) * static_cast<double>(fifth().size() - 1); }

  /// The index of the least value of the curve smoothed by medians of three, and that value.
  std::pair<std::size_t, double> smooth_minimum() const {
    std::size_t best = 0;
    double least = smooth(0);
    for (std::size_t i = 1; i < size(); ++i)
      if (const double value = smooth(i); value < least) best = i, least = value;
    return {best, least};
  }
  double operator[](std::size_t i) const { return values_[i]; }

 private:
  double smooth(std::size_t i) const {
    const std::size_t from = i > 0 ? i - 1 : 0;
    return median(values_.subspan(from, std::min(i + 2, size()) - from));
  }

  Series values_;
  bool turned_;
  double least_;
};

double share_falling(Series values) {
  std::size_t falling = 0;
  for (std::size_t i = 1; i < values.size(); ++i) falling += values[i] < values[i - 1];
  return static_cast<double>(falling) / static_cast<double>(std::max<std::size_t>(values.size() - 1, 1));
}

double share_turning(Series values) {
  std::size_t turning = 0;
  for (std::size_t i = 2; i < values.size(); ++i)
    turning += (values[i] - values[i - 1]) * (values[i - 1] - values[i - 2]) < 0;
  return static_cast<double>(turning) / static_cast<double>(std::max<std::size_t>(values.size() - 1, 1));
}

using Found = std::optional<Finding>;

std::optional<std::size_t> first_not_finite(const CurvePair& curves) {
  for (std::size_t i = 0; i < curves.train.size(); ++i)
    if (!std::isfinite(curves.train[i]) || !std::isfinite(curves.validation[i])) return i;
  return {};
}

Found exploded(const Shape& validation) {
  const auto end = validation.tail(3);
  if (!(validation.first() > 0)) return {};
  if (!std::all_of(end.begin(), end.end(), [&](double v) { return v > 3 * validation.first(); })) return {};
  return Finding{Flaw::diverged,
                 fmt::format("validation {} at the end, {} at the start", validation.said(validation.last()),
                             validation.said(validation.first())),
                 "learning_rate", "lower"};
}

/// The first steps threw the weights so far that nothing was won after them.
Found thrown(const Shape& train, const Shape& validation) {
  const Series rest = train.all_but_first();
  const double before = median(rest.first(std::min<std::size_t>(3, rest.size()))), after = median(train.tail(3));
  if (!(before > 0) || train.first() < 20 * before || before - after > slight * before) return {};
  return Finding{Flaw::not_learning,
                 fmt::format("training {} in its first report, {} after it and {} at the end; validation {} at best",
                             train.said(train.first()), train.said(before), train.said(after),
                             validation.said(validation.least())),
                 "learning_rate", "lower"};
}

/// Of a few reports only this can be said: each of the two fell to the last one.
Found cut_short(const Shape& train, const Shape& validation) {
  constexpr double much = 0.1;
  const auto falls = [](const Shape& curve) {
    const double before = curve[curve.size() - 2];
    return before - curve.last() > much * std::abs(before);
  };
  if (train.size() < 2 || !falls(train) || !falls(validation)) return {};
  return Finding{Flaw::poor_convergence,
                 fmt::format("validation still fell from {} to {} at the last of {} reports",
                             validation.said(validation[validation.size() - 2]), validation.said(validation.last()),
                             validation.size()),
                 "epochs", "raise"};
}

/// The direction where nothing was learned; empty where the curves do not tell. A rate far too low leaves the values
/// where they began, with the noise they began with; one far too high throws them above that. Those that drop at once
/// to another level and rest there may suffer from much else.
std::string rate_for_learning(const Shape& train, const Shape& validation) {
  const double scale = std::abs(validation.first());
  const double late = median(validation.fifth());
  const double shake = noise(validation.all_but_first());
  const Series all = validation.all();
  if (share_falling(all) > 0.9 && validation.late_fall() > 0) return "raise";
  if (late > validation.first() + std::max(0.0025 * scale, 2 * shake)) return "lower";
  const double before = noise(validation.early_half()), after = noise(validation.late_half());
  if (after < std::max(0.25 * std::max(before, 1e-4 * scale), 2e-4 * scale)) return {};
  const double jump =
      validation.first() - median(validation.all_but_first().first(std::min<std::size_t>(5, all.size() - 1)));
  const double total = validation.first() - median(validation.tail(10));
  if (jump > 3 * before && jump > 0.6 * total) return {};
  if (late <= validation.first() - slight * scale) return {};
  const bool calm = shake < 0.004 * scale && noise(train.all_but_first()) < 0.004 * std::abs(train.first());
  return calm ? "raise" : "";
}

Found overfitting(const Shape& train, const Shape& validation) {
  const auto [best, least] = validation.smooth_minimum();
  const double rise = median(validation.tail(3)) - least;
  const double shake = noise(validation.late_half());
  if (static_cast<double>(best) >= 0.9 * static_cast<double>(validation.size() - 1)) return {};
  if (rise <= std::max({3 * shake, 0.03 * std::abs(least), slight * validation.progress()})) return {};
  const auto end = train.tail(3);
  if (train[best] - *std::min_element(end.begin(), end.end()) <= 0.05 * std::abs(train[best])) return {};
  return Finding{
      Flaw::overfitting,
      fmt::format("validation was {} at report {} of {} and is {} at the end, training went on from {} to {}",
                  validation.said(least), best + 1, validation.size(), validation.said(validation.last()),
                  train.said(train[best]), train.said(train.last())),
      "regularization", "raise"};
}

Found unstable(const Shape& train) {
  const double lost = median(train.tail(3)) - train.least();
  if (lost <= std::max(4 * noise(train.late_half()), 0.1 * train.progress())) return {};
  return Finding{
      Flaw::unstable,
      fmt::format("training was at {} and is at {} at the end", train.said(train.least()), train.said(train.last())),
      "learning_rate", "lower"};
}

Found still_falling(const Shape& train, const Shape& validation) {
  const double fall = validation.late_fall();
  const double needed =
      std::max({noise(validation.late_half()), 0.005 * validation.progress(), 0.01 * std::abs(validation.last())});
  if (fall <= needed || share_falling(train.fifth()) < 0.75) return {};
  const std::string evidence = fmt::format("validation still gained {} over the last fifth, {} in all", rounded(fall),
                                           rounded(validation.progress()));
  if (fall > 0.1 * validation.progress() && share_falling(validation.all()) > 0.9)
    return Finding{Flaw::underfitting, evidence, "learning_rate", "raise"};
  return Finding{Flaw::poor_convergence, evidence, "epochs", "raise"};
}

Found rough_plateau(const Shape& train) {
  const double shake = noise(train.late_half());
  const double level = median(train.tail(5));
  const double won = median(train.late_half().first(3)) - median(train.tail(3));
  const bool far = train.progress() > 0.2 * std::abs(train.first()) && level > 0.3 * train.first();
  if (!far || shake <= 0.012 * train.progress() || won >= 0.1 * train.progress()) return {};
  if (share_turning(train.fifth()) <= 0.45) return {};
  return Finding{Flaw::noisy_end,
                 fmt::format("training swings by {} about {} and gets no better", rounded(shake), train.said(level)),
                 "learning_rate", "lower"};
}

Found not_learning(const Shape& train, const Shape& validation) {
  const std::string direction = rate_for_learning(train, validation);
  if (direction.empty()) return {};
  return Finding{
      Flaw::not_learning,
      fmt::format("validation {} at the start, {} at best, {} at the end", validation.said(validation.first()),
                  validation.said(validation.least()), validation.said(validation.last())),
      "learning_rate", direction};
}

Found finding(const CurvePair& curves) {
  if (const auto at = first_not_finite(curves))
    return Finding{Flaw::diverged, fmt::format("no finite number at report {}", *at + 1), "learning_rate", "lower"};
  const Shape train(curves.train, curves.maximize), validation(curves.validation, curves.maximize);
  if (train.size() < fewest_reports) return curves.maximize ? Found{} : cut_short(train, validation);
  if (auto found = exploded(validation)) return found;
  if (auto found = thrown(train, validation)) return found;
  const double scale = std::abs(validation.first());
  if (validation.progress() <= std::max(slight * scale, 2 * noise(validation.late_half())))
    return not_learning(train, validation);
  if (auto found = overfitting(train, validation)) return found;
  if (auto found = unstable(train)) return found;
  if (auto found = still_falling(train, validation)) return found;
  return rough_plateau(train);
}

const char* advice(const Finding& finding) {
  const bool raise = finding.direction == "raise";
  if (finding.what == "epochs") return "train longer";
  if (finding.what == "regularization") return "regularize more, or keep the best checkpoint";
  return raise ? "try a higher learning rate" : "try a lower learning rate, or a warm-up";
}

}  // namespace

const char* to_text(Flaw flaw) {
  static constexpr const char* names[] = {"diverged",     "not_learning",     "overfitting", "unstable",
                                          "underfitting", "poor_convergence", "noisy_end"};
  return names[static_cast<int>(flaw)];
}

std::string Finding::text() const {
  std::string verdict = to_text(flaw);
  std::replace(verdict.begin(), verdict.end(), '_', ' ');
  return fmt::format("{}: {}; {}", verdict, evidence, advice(*this));
}

std::vector<Finding> diagnose(CurvePair curves) {
  if (curves.train.empty() || curves.validation.size() != curves.train.size()) return {};
  if (curves.maximize)
    for (auto* column : {&curves.train, &curves.validation})
      for (double& value : *column) value = -value;
  if (auto found = finding(curves)) return {std::move(*found)};
  return {};
}

}  // namespace kilter
