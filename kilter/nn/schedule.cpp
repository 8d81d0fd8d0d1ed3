// SPDX-License-Identifier: MIT
#include "kilter/nn/schedule.hpp"

#include <cmath>
#include <numbers>

namespace kilter::nn {

double rate_at(Schedule schedule, double progress, double warm_up) {
  using std::numbers::pi;
  if (progress < warm_up) return (progress + 1e-3) / (warm_up + 1e-3);
  const double t = warm_up < 1 ? (progress - warm_up) / (1 - warm_up) : 1;
  switch (schedule) {
    case Schedule::cosine: return 0.5 * (1 + std::cos(pi * t));
    // L. N. Smith, N. Topin: Super-convergence (2019): up to 30 %, then down, both as cosines.
    case Schedule::one_cycle:
      return t < 0.3 ? 0.04 + 0.96 * 0.5 * (1 - std::cos(pi * t / 0.3)) : 0.5 * (1 + std::cos(pi * (t - 0.3) / 0.7));
    // Four cycles, each twice as long as the one before: Holzmüller et al. 2024.
    case Schedule::coslog4: return 0.5 * (1 - std::cos(2 * pi * std::log2(1 + 15 * t)));
    case Schedule::constant:
    case Schedule::plateau: return 1;
  }
  return 1;
}

double Plateau::after(double score) {
  if (!begun_ || score < best_) {
    begun_ = true;
    best_ = score;
    waited_ = 0;
  } else if (++waited_ > patience_) {
    factor_ *= 0.5;
    waited_ = 0;
  }
  return factor_;
}

}  // namespace kilter::nn
