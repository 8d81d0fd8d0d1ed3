// SPDX-License-Identifier: MIT
// The parameters of a trained network by their places, for files that do without the network's own classes.
#pragma once
#include <cmath>
#include <span>
#include <vector>

#include "kilter/nn/network.hpp"

namespace kilter::fit {

/// One dense layer: y = scale x w + bias, w row by row of inputs; then the activation with its shares, if any.
struct Dense {
  std::size_t in = 0, out = 0;
  float scale = 1;
  std::span<const float> weights, bias, shares;
  bool last = false;
};

/// A view; ends with the network.
struct Unpacked {
  std::vector<std::span<const float>> tables;  ///< of vectors: row 0 is the unknown category
  std::span<const float> factors;              ///< one an input of the first layer; none where they are not trained
  std::vector<Dense> layers;
};

/// Of a network without normalisation.
inline Unpacked unpacked(const nn::Network& network) {
  const nn::Form& form = network.form();
  const nn::Architecture& a = network.architecture();
  auto rest = network.parameters();
  const auto take = [&](std::size_t count) {
    const auto taken = rest.first(count);
    rest = rest.subspan(count);
    return taken;
  };
  Unpacked all;
  const auto vector = static_cast<std::size_t>(a.embedding);
  for (const auto count : form.categories) all.tables.push_back(take((count + 1) * vector));
  std::size_t in = form.numbers + vector * form.categories.size();
  if (a.scaled) all.factors = take(in);
  for (int k = 0; k <= a.layers; ++k) {
    Dense layer{.in = in, .out = k < a.layers ? static_cast<std::size_t>(a.width) : form.outputs};
    layer.last = k == a.layers;
    layer.scale = a.scaled ? 1 / std::sqrt(static_cast<float>(in)) : 1.0f;
    layer.weights = take(layer.in * layer.out);
    layer.bias = take(layer.out);
    if (a.parametric && !layer.last) layer.shares = take(layer.out);
    in = layer.out;
    all.layers.push_back(layer);
  }
  return all;
}

}  // namespace kilter::fit
