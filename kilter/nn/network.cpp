// SPDX-License-Identifier: MIT
#include "kilter/nn/network.hpp"

namespace kilter::nn {

Network::Network(const Form& form, const Architecture& a)
    : form_(form),
      architecture_(a),
      embed_(form.numbers, form.categories, static_cast<std::size_t>(std::max(1, a.embedding))) {
  groups_.push_back(embed_.group());
  std::size_t in = embed_.outputs();
  if (a.scaled) add(make_scale(in, 6));
  const auto width = static_cast<std::size_t>(a.width);
  for (int i = 0; i < a.layers; ++i) {
    add(make_linear({.in = in, .out = width, .scaled = a.scaled, .zero = false, .bias_rate = a.scaled ? 0.1f : 1.0f}));
    if (a.norm != Norm::none) add(make_norm(a.norm, width));
    add(make_activation(a.activation, width, a.parametric));
    if (a.dropout > 0) add(make_dropout(a.dropout, static_cast<std::uint32_t>(i)));
    in = width;
  }
  add(make_linear(
      {.in = in, .out = form.outputs, .scaled = a.scaled, .zero = true, .bias_rate = a.scaled ? 0.1f : 1.0f}));
  std::size_t all = 0;
  for (const auto& group : groups_) all += group.count;
  parameters_.resize(all);
  gradients_.resize(all);
  embed_.place(parameters_.data(), gradients_.data());
  for (std::size_t i = 0; i < layers_.size(); ++i)
    layers_[i]->place(parameters_.data() + starts_[i], gradients_.data() + starts_[i]);
  values_.resize(layers_.size() + 1);
}

void Network::add(std::unique_ptr<Layer> layer) {
  std::size_t start = 0;
  for (const auto& group : groups_) start += group.count;
  starts_.push_back(start);
  for (const auto& group : layer->groups()) groups_.push_back(group);
  layers_.push_back(std::move(layer));
}

void Network::begin(std::uint64_t seed) {
  embed_.begin(Rng{seed, 0}, parameters_.data());
  for (std::size_t i = 0; i < layers_.size(); ++i) layers_[i]->begin(Rng{seed, i + 1}, parameters_.data() + starts_[i]);
}

const Matrix& Network::forward(const float* numbers, const int* codes, std::size_t rows, const Pass& pass) {
  embed_.forward(numbers, codes, rows, values_[0]);
  for (std::size_t i = 0; i < layers_.size(); ++i) layers_[i]->forward(values_[i], values_[i + 1], pass);
  return values_.back();
}

void Network::backward(const int* codes, const Matrix& gradient) {
  up_ = gradient;
  for (std::size_t i = layers_.size(); i-- > 0;) {
    const bool wanted = i > 0 || embed_.tables() > 0;
    layers_[i]->backward(values_[i], up_, wanted ? &down_ : nullptr);
    if (wanted) std::swap(up_, down_);
  }
  if (embed_.tables() > 0) embed_.backward(codes, up_);
}

}  // namespace kilter::nn
