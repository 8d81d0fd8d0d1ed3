// SPDX-License-Identifier: MIT
#include "kilter/samplers/hypervolume.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kilter/maths/normal.hpp"

namespace kilter {
namespace {

constexpr double least_gain = 1e-290;

/// Expected excess over a threshold, with its slopes by mean and deviation.
struct Excess {
  double value = 0, by_mean = 0, by_deviation = 0;
};

Excess excess(double mean, double deviation, double over) {
  if (std::isinf(over)) return {};
  const double z = (mean - over) / deviation;
  const double cdf = normal_cdf(z), pdf = normal_pdf(z);
  return {std::max(deviation * (pdf + z * cdf), 0.0), cdf, pdf};
}

}  // namespace

std::vector<Point> front_of(std::vector<Point> points) {
  std::sort(points.begin(), points.end(),
            [](const Point& a, const Point& b) { return a[0] != b[0] ? a[0] > b[0] : a[1] > b[1]; });
  std::vector<Point> front;
  for (const auto& point : points)
    if (front.empty() || point[1] > front.back()[1]) front.push_back(point);
  std::reverse(front.begin(), front.end());
  return front;
}

HypervolumeGain::HypervolumeGain(Process& first, Process& second, std::vector<Point> front, Point reference)
    : processes_{&first, &second}, front_(std::move(front)), reference_(reference) {}

// The strip between two neighbours of the front, from the right one's height upwards; the last is open to the right.
HypervolumeGain::Gain HypervolumeGain::gain(const Point& mean, const Point& deviation) const {
  double sum = 0;
  Point by_mean{}, by_deviation{};
  Excess left = excess(mean[0], deviation[0], reference_[0]);
  for (std::size_t i = 0; i <= front_.size(); ++i) {
    const bool last = i == front_.size();
    const Excess right = last ? Excess{} : excess(mean[0], deviation[0], front_[i][0]);
    const Excess above = excess(mean[1], deviation[1], last ? reference_[1] : front_[i][1]);
    const double width = std::max(left.value - right.value, 0.0);
    sum += width * above.value;
    by_mean[0] += (left.by_mean - right.by_mean) * above.value;
    by_deviation[0] += (left.by_deviation - right.by_deviation) * above.value;
    by_mean[1] += width * above.by_mean;
    by_deviation[1] += width * above.by_deviation;
    left = right;
  }
  if (!(sum > least_gain)) return {std::log(least_gain), {}, {}};
  for (std::size_t g = 0; g < 2; ++g) by_mean[g] /= sum, by_deviation[g] /= sum;
  return {std::log(sum), by_mean, by_deviation};
}

std::vector<double> HypervolumeGain::at(std::span<const FeatureRow> rows) {
  const Beliefs first = processes_[0]->at(rows), second = processes_[1]->at(rows);
  std::vector<double> scores;
  for (std::size_t i = 0; i < rows.size(); ++i)
    scores.push_back(gain({first.means[i], second.means[i]}, {first.deviations[i], second.deviations[i]}).log);
  return scores;
}

double HypervolumeGain::at(std::span<const double> row, std::span<double> slope) {
  std::array<std::vector<double>, 2> mean_slope, variance_slope;
  Point mean{}, deviation{};
  for (std::size_t g = 0; g < 2; ++g) {
    mean_slope[g].resize(slope.size());
    variance_slope[g].resize(slope.size());
    const Belief belief = processes_[g]->at(row, mean_slope[g], variance_slope[g]);
    mean[g] = belief.mean, deviation[g] = std::sqrt(belief.variance);
  }
  const Gain here = gain(mean, deviation);
  for (std::size_t j = 0; j < slope.size(); ++j) {
    slope[j] = 0;
    for (std::size_t g = 0; g < 2; ++g)
      slope[j] += here.by_mean[g] * mean_slope[g][j] + here.by_deviation[g] * variance_slope[g][j] / (2 * deviation[g]);
  }
  return here.log;
}

}  // namespace kilter
