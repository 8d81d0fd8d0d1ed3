// SPDX-License-Identifier: MIT
#include "network.hpp"

#include <cmath>
#include <random>

namespace digits {
namespace {

constexpr float kMomentum = 0.9f;

void activate(Eigen::MatrixXf& values, Activation activation) {
  switch (activation) {
    case Activation::relu: values = values.cwiseMax(0.0f); break;
    case Activation::tanh: values = values.array().tanh(); break;
    case Activation::sigmoid: values = values.array().logistic(); break;
  }
}

/// Multiplies the gradient by the activation's slope, which each of these functions gives from its output.
void multiply_by_slope(Eigen::MatrixXf& delta, const Eigen::MatrixXf& output, Activation activation) {
  switch (activation) {
    case Activation::relu: delta = delta.array() * (output.array() > 0.0f).cast<float>(); break;
    case Activation::tanh: delta = delta.array() * (1.0f - output.array().square()); break;
    case Activation::sigmoid: delta = delta.array() * output.array() * (1.0f - output.array()); break;
  }
}

/// Turns the last layer's sums into probabilities in place and returns the mean cross-entropy.
double softmax(Eigen::MatrixXf& sums, std::span<const int> labels) {
  double loss = 0.0;
  for (Eigen::Index i = 0; i < sums.cols(); ++i) {
    auto column = sums.col(i);
    column.array() -= column.maxCoeff();
    const float right = column(labels[static_cast<std::size_t>(i)]);
    column = column.array().exp();
    const float total = column.sum();
    loss += static_cast<double>(std::log(total) - right);
    column /= total;
  }
  return loss / static_cast<double>(sums.cols());
}

}  // namespace

std::optional<Activation> activation_named(std::string_view name) {
  if (name == "relu") return Activation::relu;
  if (name == "tanh") return Activation::tanh;
  if (name == "sigmoid") return Activation::sigmoid;
  return std::nullopt;
}

Network::Network(int inputs, int width, int hidden_layers, int classes, Activation activation, std::uint64_t seed)
    : activation_(activation) {
  std::mt19937_64 random(seed);
  for (int i = 0; i <= hidden_layers; ++i) {
    const int from = i == 0 ? inputs : width;
    const int to = i == hidden_layers ? classes : width;
    // Uniform weights of the variance that keeps signals in size: 2/inputs before relu (He), 1/inputs otherwise.
    const float bound = std::sqrt((activation == Activation::relu ? 6.0f : 3.0f) / static_cast<float>(from));
    Layer layer;
    layer.weights = Eigen::MatrixXf::NullaryExpr(
        to, from, [&] { return bound * (2.0f * static_cast<float>(random() >> 40) / 16777216.0f - 1.0f); });
    layer.biases = Eigen::VectorXf::Zero(to);
    layer.weight_velocity = Eigen::MatrixXf::Zero(to, from);
    layer.bias_velocity = Eigen::VectorXf::Zero(to);
    layers_.push_back(std::move(layer));
  }
}

void Network::forward(const Eigen::MatrixXf& images) {
  const Eigen::MatrixXf* input = &images;
  for (Layer& layer : layers_) {
    layer.output.noalias() = layer.weights * *input;
    layer.output.colwise() += layer.biases;
    if (&layer != &layers_.back()) activate(layer.output, activation_);
    input = &layer.output;
  }
}

void Network::backward(const Eigen::MatrixXf& images, float lr) {
  for (std::size_t i = layers_.size(); i-- > 0;) {
    Layer& layer = layers_[i];
    const Eigen::MatrixXf& input = i == 0 ? images : layers_[i - 1].output;
    if (i > 0) {
      Layer& below = layers_[i - 1];
      below.delta.noalias() = layer.weights.transpose() * layer.delta;
      multiply_by_slope(below.delta, below.output, activation_);
    }
    layer.weight_velocity *= kMomentum;
    layer.weight_velocity.noalias() -= lr * layer.delta * input.transpose();
    layer.bias_velocity = kMomentum * layer.bias_velocity - lr * layer.delta.rowwise().sum();
    layer.weights += layer.weight_velocity;
    layer.biases += layer.bias_velocity;
  }
}

double Network::step(const Eigen::MatrixXf& images, std::span<const int> labels, float lr) {
  forward(images);
  Layer& last = layers_.back();
  const double loss = softmax(last.output, labels);
  last.delta = last.output;
  for (std::size_t i = 0; i < labels.size(); ++i) last.delta(labels[i], static_cast<Eigen::Index>(i)) -= 1.0f;
  last.delta /= static_cast<float>(labels.size());
  backward(images, lr);
  return loss;
}

Score Network::score(const Eigen::MatrixXf& images, std::span<const int> labels) {
  forward(images);
  Eigen::MatrixXf& output = layers_.back().output;
  Score score;
  std::size_t right = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    Eigen::Index guess = 0;
    output.col(static_cast<Eigen::Index>(i)).maxCoeff(&guess);
    right += guess == labels[i] ? 1 : 0;
  }
  score.loss = softmax(output, labels);
  score.accuracy = static_cast<double>(right) / static_cast<double>(labels.size());
  return score;
}

std::vector<std::span<float>> Network::state() {
  std::vector<std::span<float>> parts;
  const auto add = [&](auto& values) { parts.emplace_back(values.data(), static_cast<std::size_t>(values.size())); };
  for (Layer& layer : layers_) {
    add(layer.weights);
    add(layer.biases);
    add(layer.weight_velocity);
    add(layer.bias_velocity);
  }
  return parts;
}

}  // namespace digits
