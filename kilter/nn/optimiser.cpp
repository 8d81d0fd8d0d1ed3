// SPDX-License-Identifier: MIT
#include "kilter/nn/optimiser.hpp"

#include <cmath>

namespace kilter::nn {

Optimiser::Optimiser(const OptimiserOptions& options, std::size_t parameters) : options_(options), m_(parameters) {
  if (options.method == Method::adam || options.method == Method::adamw) v_.resize(parameters);
}

void Optimiser::step(double rate, std::span<const Group> groups, std::span<float> parameters,
                     std::span<float> gradients) {
  if (options_.clip > 0) {
    double squares = 0;
    for (const float g : gradients) squares += static_cast<double>(g) * static_cast<double>(g);
    if (const double length = std::sqrt(squares); length > options_.clip)
      for (float& g : gradients) g *= static_cast<float>(options_.clip / length);
  }
  power1_ *= options_.momentum;
  power2_ *= options_.beta2;
  std::size_t at = 0;
  for (const auto& [count, share, decays] : groups) {
    float *w = parameters.data() + at, *g = gradients.data() + at, *m = m_.data() + at;
    at += count;
    if (share == 0 || count == 0) continue;
    const auto group_rate = static_cast<float>(rate) * share;
    const auto decay = static_cast<float>(options_.weight_decay) * decays;
    if (options_.method != Method::adamw && decay > 0)
      for (std::size_t i = 0; i < count; ++i) g[i] += decay * w[i];
    if (v_.empty()) {
      descend(group_rate, g, m, w, count);
      continue;
    }
    const AdamStep step{group_rate,
                        options_.method == Method::adamw ? decay : 0.0f,
                        static_cast<float>(options_.momentum),
                        static_cast<float>(options_.beta2),
                        static_cast<float>(1 - power1_),
                        static_cast<float>(1 - power2_)};
    kernels().adam(step, g, m, v_.data() + (m - m_.data()), w, count);
  }
}

void Optimiser::descend(float rate, const float* g, float* m, float* w, std::size_t count) const {
  const auto keep = static_cast<float>(options_.momentum);
  const bool ahead = options_.method == Method::nesterov;
  for (std::size_t i = 0; i < count; ++i) {
    m[i] = keep * m[i] + g[i];
    w[i] -= rate * (ahead ? g[i] + keep * m[i] : m[i]);
  }
}

}  // namespace kilter::nn
