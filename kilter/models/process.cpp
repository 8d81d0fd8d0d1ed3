// SPDX-License-Identifier: MIT
#include "kilter/models/process.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kilter/maths/minimise.hpp"

namespace kilter {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double log_2pi = 1.8378770664093454836;
constexpr double least_share = 1e-12;  ///< of the signal's variance, below which no variance falls
constexpr double jitters[] = {0, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4};
constexpr std::size_t tile = 256;

double dot(const double* a, const double* b, std::size_t n) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

Process::Process(std::size_t numeric, std::size_t categories) {
  table_.numeric = numeric;
  table_.categories = categories;
  weights_.resize(features());
}

void Process::observe(std::span<const FeatureRow> rows, std::span<const double> labels, std::span<const double> repeats,
                      std::span<const double> variances) {
  const std::size_t n = rows.size();
  table_.rows = n;
  table_.stride = padded(n);
  x_.reset(table_.stride * std::max(features(), std::size_t{1}));
  table_.x = x_.data();
  for (std::size_t i = 0; i < n; ++i) place(i, rows[i]);
  labels_.assign(labels.begin(), labels.end());
  repeats_.assign(repeats.begin(), repeats.end());
  repeats_.resize(n, 1);
  variances_.assign(variances.begin(), variances.end());
  variances_.resize(n, 0);
  const std::size_t square = table_.stride * std::max(n, std::size_t{1});
  factor_.reset(square);
  inverse_.reset(square);
  slopes_.reserve(square);
  for (Buffer* buffer : {&alpha_, &scratch_, &column_, &column_slope_, &product_}) buffer->reset(table_.stride);
}

void Process::place(std::size_t index, const FeatureRow& row) {
  for (std::size_t j = 0; j < features(); ++j) x_[j * table_.stride + index] = row[j];
}

Hyperparameters Process::usual() const {
  const double length = 0.5 * std::sqrt(std::max(1.0, static_cast<double>(features()) / 4));
  Hyperparameters theta(features(), -2 * std::log(length));
  theta.push_back(0);
  theta.push_back(std::log(0.01));
  return theta;
}
Hyperparameters Process::lowest() const {
  Hyperparameters theta(features(), -2 * std::log(50.0));
  theta.push_back(std::log(1e-3));
  theta.push_back(std::log(1e-8));
  return theta;
}
Hyperparameters Process::highest() const {
  Hyperparameters theta(features(), -2 * std::log(0.02));
  theta.push_back(std::log(1e2));
  theta.push_back(0);
  return theta;
}

bool Process::factorise(std::span<const double> theta, bool slopes) {
  const std::size_t n = table_.rows, d = features();
  for (std::size_t j = 0; j < d; ++j) weights_[j] = std::exp(theta[j]);
  scale_ = std::exp(theta[d]);
  noise_ = std::exp(theta[d + 1]);
  for (const double jitter : jitters) {
    kernels().covariance(table_, weights_.data(), scale_, factor_.data(), slopes ? slopes_.data() : nullptr);
    for (std::size_t i = 0; i < n; ++i)
      factor_[i * table_.stride + i] += noise_ / repeats_[i] + variances_[i] + jitter * (scale_ + noise_);
    if (kernels().cholesky(factor_.data(), n, table_.stride)) {
      half_log_det_ = 0;
      for (std::size_t i = 0; i < n; ++i) half_log_det_ += std::log(factor_[i * table_.stride + i]);
      std::copy_n(factor_.data(), n * table_.stride, inverse_.data());
      kernels().inverse(inverse_.data(), n, table_.stride);
      std::copy(labels_.begin(), labels_.end(), scratch_.data());
      kernels().multiply(inverse_.data(), n, table_.stride, scratch_.data(), alpha_.data());
      return std::isfinite(half_log_det_) && std::isfinite(dot(alpha_.data(), labels_.data(), n));
    }
  }
  return false;
}

double Process::negative_log_likelihood(std::span<const double> theta, std::span<double> slope) {
  const std::size_t n = table_.rows, d = features();
  if (!factorise(theta, true)) return infinity;
  kernels().weight_sums(table_, inverse_.data(), alpha_.data(), slopes_.data(), scratch_.data(), slope.data());
  for (std::size_t j = 0; j < d; ++j) slope[j] *= weights_[j];
  double noise = 0, known = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double w = inverse_[i * table_.stride + i] - alpha_[i] * alpha_[i];
    noise += w / repeats_[i];
    known += w * variances_[i];
  }
  const double fitted = dot(alpha_.data(), labels_.data(), n);
  slope[d] = 0.5 * (static_cast<double>(n) - fitted - noise_ * noise - known);
  slope[d + 1] = 0.5 * noise_ * noise;
  return 0.5 * fitted + half_log_det_ + 0.5 * static_cast<double>(n) * log_2pi;
}

// 0.1 (w + 1/w) for the weights, Gamma(2, 1) for the signal, Gamma(1.1, 30) for the noise.
double Process::penalty(std::span<const double> theta, std::span<double> slope) const {
  const std::size_t d = features();
  double sum = 0;
  for (std::size_t j = 0; j < d; ++j) {
    const double w = std::exp(theta[j]);
    sum += 0.1 * (w + 1 / w);
    slope[j] += 0.1 * (w - 1 / w);
  }
  const double scale = std::exp(theta[d]), noise = std::exp(theta[d + 1]);
  slope[d] += scale - 1;
  slope[d + 1] += 30 * noise - 0.1;
  return sum + scale - theta[d] + 30 * noise - 0.1 * theta[d + 1];
}

double Process::loss(std::span<const double> theta, std::span<double> slope) {
  const double fitted = negative_log_likelihood(theta, slope);
  return std::isfinite(fitted) ? fitted + penalty(theta, slope) : infinity;
}

bool Process::condition(const Hyperparameters& theta) {
  theta_ = theta;
  return factorise(theta, false);
}

Belief Process::at(std::span<const double> row) {
  const std::size_t n = table_.rows;
  kernels().covariance_with(table_, weights_.data(), scale_, row.data(), column_.data(), nullptr);
  kernels().multiply(inverse_.data(), n, table_.stride, column_.data(), product_.data());
  return {dot(column_.data(), alpha_.data(), n),
          std::max(scale_ - dot(column_.data(), product_.data(), n), least_share * scale_)};
}

Belief Process::at(std::span<const double> row, std::span<double> mean_slope, std::span<double> variance_slope) {
  const std::size_t n = table_.rows, numeric = table_.numeric;
  kernels().covariance_with(table_, weights_.data(), scale_, row.data(), column_.data(), column_slope_.data());
  kernels().multiply(inverse_.data(), n, table_.stride, column_.data(), product_.data());
  const Belief belief{dot(column_.data(), alpha_.data(), n),
                      std::max(scale_ - dot(column_.data(), product_.data(), n), least_share * scale_)};
  std::vector<double> sums(numeric + 1);
  const auto slopes = [&](const double* factors, double times, std::span<double> out) {
    std::fill_n(scratch_.data(), table_.stride, 0.0);
    for (std::size_t i = 0; i < n; ++i) scratch_[i] = factors[i] * column_slope_[i];
    kernels().moments(table_, scratch_.data(), sums.data());
    for (std::size_t j = 0; j < numeric; ++j) out[j] = times * weights_[j] * (row[j] * sums[numeric] - sums[j]);
  };
  slopes(alpha_.data(), 2, mean_slope);
  slopes(product_.data(), -4, variance_slope);
  return belief;
}

Beliefs Process::at(std::span<const FeatureRow> rows) {
  Beliefs beliefs;
  const std::size_t n = table_.rows, stride = table_.stride;
  many_.reserve(tile * stride);
  for (std::size_t begin = 0; begin < rows.size(); begin += tile) {
    const std::size_t m = std::min(tile, rows.size() - begin);
    for (std::size_t p = 0; p < m; ++p) {
      double* column = many_.data() + p * stride;
      kernels().covariance_with(table_, weights_.data(), scale_, rows[begin + p].data(), column, nullptr);
      beliefs.means.push_back(dot(column, alpha_.data(), n));
    }
    kernels().solve(factor_.data(), n, stride, many_.data(), m, stride);
    for (std::size_t p = 0; p < m; ++p) {
      const double* column = many_.data() + p * stride;
      beliefs.deviations.push_back(std::sqrt(std::max(scale_ - dot(column, column, n), least_share * scale_)));
    }
  }
  return beliefs;
}

std::vector<Belief> Process::left_out() const {
  std::vector<Belief> beliefs;
  for (std::size_t i = 0; i < table_.rows; ++i) {
    const double b = inverse_[i * table_.stride + i];
    beliefs.push_back({labels_[i] - alpha_[i] / b, 1 / b});
  }
  return beliefs;
}

void Process::believe(std::span<const FeatureRow> pending) {
  if (pending.empty()) return;
  const std::size_t n = table_.rows;
  std::vector<FeatureRow> rows(n, FeatureRow(features()));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < features(); ++j) rows[i][j] = x_[j * table_.stride + i];
  std::vector<double> labels = labels_, repeats = repeats_, variances = variances_;
  for (const auto& row : pending) {
    rows.push_back(row);
    labels.push_back(at(row).mean);
    repeats.push_back(1);
    variances.push_back(0);
  }
  observe(rows, labels, repeats, variances);
  condition(Hyperparameters(theta_));
}

Fit fit(Process& process, std::span<const Hyperparameters> starts, const FitOptions& options) {
  const Hyperparameters low = process.lowest(), high = process.highest();
  const Slope loss = [&](std::span<const double> theta, std::span<double> slope) { return process.loss(theta, slope); };
  Fit best{.theta = process.usual(), .loss = infinity, .evaluations = 0};
  for (const auto& start : starts) {
    Minimum found = minimise(loss, start, low, high, {.evaluations = options.evaluations, .first_step = 1});
    best.evaluations += found.evaluations;
    if (found.value < best.loss) best.loss = found.value, best.theta = std::move(found.x);
  }
  return best;
}

}  // namespace kilter
