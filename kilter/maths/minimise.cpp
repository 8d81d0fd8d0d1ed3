// SPDX-License-Identifier: MIT
#include "kilter/maths/minimise.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

namespace kilter {
namespace {

constexpr double sufficient = 1e-4;  ///< Armijo's condition
constexpr double infinity = std::numeric_limits<double>::infinity();

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

class Descent {
 public:
  Descent(const Slope& function, std::span<const double> low, std::span<const double> high,
          const MinimiseOptions& options)
      : function_(function), low_(low), high_(high), options_(options) {}

  Minimum run(std::vector<double> x) {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::clamp(x[i], low_[i], high_[i]);
    std::vector<double> gradient(x.size());
    double value = evaluate(x, gradient);
    while (evaluations_ < options_.evaluations && std::isfinite(value)) {
      if (projected(x, gradient) <= options_.gradient) break;
      const double before = value;
      if (!step(x, gradient, value) && !restart()) break;
      if (before - value <= options_.decrease * (std::abs(value) + 1e-12) && pairs_.empty()) break;
      if (before > value && before - value <= options_.decrease * (std::abs(value) + 1)) break;
    }
    return {std::move(x), value, evaluations_};
  }

 private:
  struct Pair {
    std::vector<double> s, y;
    double rho;
  };

  double evaluate(const std::vector<double>& x, std::vector<double>& gradient) {
    ++evaluations_;
    const double value = function_(x, gradient);
    if (!std::isfinite(value)) return infinity;
    for (const double g : gradient)
      if (!std::isfinite(g)) return infinity;
    return value;
  }

  double projected(const std::vector<double>& x, const std::vector<double>& gradient) const {
    double largest = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
      largest = std::max(largest, std::abs(std::clamp(x[i] - gradient[i], low_[i], high_[i]) - x[i]));
    return largest;
  }

  bool held(std::size_t i, double x, double gradient) const {
    return (x <= low_[i] && gradient > 0) || (x >= high_[i] && gradient < 0);
  }

  bool restart() {
    if (pairs_.empty()) return false;
    pairs_.clear();
    return true;
  }

  std::vector<double> direction(const std::vector<double>& x, const std::vector<double>& gradient) const {
    std::vector<double> d(gradient);
    const auto drop_held = [&] {
      for (std::size_t i = 0; i < d.size(); ++i)
        if (held(i, x[i], gradient[i])) d[i] = 0;
    };
    drop_held();
    std::vector<double> weights(pairs_.size());
    for (std::size_t k = pairs_.size(); k-- > 0;) {
      weights[k] = pairs_[k].rho * dot(pairs_[k].s, d);
      for (std::size_t i = 0; i < d.size(); ++i) d[i] -= weights[k] * pairs_[k].y[i];
    }
    const double scale =
        pairs_.empty() ? first_scale(d) : 1 / (pairs_.back().rho * dot(pairs_.back().y, pairs_.back().y));
    for (double& v : d) v *= scale;
    for (std::size_t k = 0; k < pairs_.size(); ++k) {
      const double back = pairs_[k].rho * dot(pairs_[k].y, d);
      for (std::size_t i = 0; i < d.size(); ++i) d[i] += (weights[k] - back) * pairs_[k].s[i];
    }
    drop_held();
    for (double& v : d) v = -v;
    return d;
  }

  double first_scale(const std::vector<double>& d) const {
    double largest = 0;
    for (const double v : d) largest = std::max(largest, std::abs(v));
    return largest > 0 ? options_.first_step / std::max(largest, options_.first_step) : 1;
  }

  /// Backtracks along the projected path; false where nothing better is found.
  bool step(std::vector<double>& x, std::vector<double>& gradient, double& value) {
    const std::vector<double> d = direction(x, gradient);
    if (!(dot(d, gradient) < 0)) return false;
    std::vector<double> next(x.size()), slope(x.size());
    for (double t = 1; t > 1e-7 && evaluations_ < options_.evaluations;) {
      double expected = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        next[i] = std::clamp(x[i] + t * d[i], low_[i], high_[i]);
        expected += gradient[i] * (next[i] - x[i]);
      }
      if (!(expected < 0)) return false;
      const double now = evaluate(next, slope);
      if (now <= value + sufficient * expected) {
        remember(x, next, gradient, slope);
        x = next, gradient = slope, value = now;
        return true;
      }
      // The minimum of the parabola through both values and the slope, kept within a factor of ten.
      const double bend = now - value - expected;
      const double shorter = std::isfinite(now) && bend > 0 ? -0.5 * expected / bend : 0.1;
      t *= std::clamp(shorter, 0.1, 0.5);
    }
    return false;
  }

  void remember(const std::vector<double>& x, const std::vector<double>& next, const std::vector<double>& gradient,
                const std::vector<double>& slope) {
    Pair pair{next, slope, 0};
    for (std::size_t i = 0; i < x.size(); ++i) pair.s[i] -= x[i], pair.y[i] -= gradient[i];
    const double curvature = dot(pair.s, pair.y);
    if (!(curvature > 1e-10 * std::sqrt(dot(pair.s, pair.s) * dot(pair.y, pair.y)))) return;
    pair.rho = 1 / curvature;
    pairs_.push_back(std::move(pair));
    if (pairs_.size() > static_cast<std::size_t>(options_.memory)) pairs_.pop_front();
  }

  const Slope& function_;
  std::span<const double> low_, high_;
  const MinimiseOptions& options_;
  std::deque<Pair> pairs_;
  int evaluations_ = 0;
};

}  // namespace

Minimum minimise(const Slope& function, std::vector<double> x, std::span<const double> low,
                 std::span<const double> high, const MinimiseOptions& options) {
  return Descent(function, low, high, options).run(std::move(x));
}

}  // namespace kilter
