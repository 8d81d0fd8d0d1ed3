// SPDX-License-Identifier: MIT
// A multilayer perceptron for classification, with its own training step.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace digits {

enum class Activation { relu, tanh, sigmoid };

std::optional<Activation> activation_named(std::string_view name);

/// Mean cross-entropy and the share of right answers.
struct Score {
  double loss = 0.0;
  double accuracy = 0.0;
};

/// Hidden layers of equal width, then a softmax over the classes. Trained by stochastic gradient descent with momentum.
class Network {
 public:
  Network(int inputs, int width, int hidden_layers, int classes, Activation activation, std::uint64_t seed);

  /// One step on a batch (images in columns). Returns the batch's mean loss from before the step; where the training
  /// diverges that is inf or nan, and so is everything after.
  double step(const Eigen::MatrixXf& images, std::span<const int> labels, float lr);

  Score score(const Eigen::MatrixXf& images, std::span<const int> labels);

  /// Everything that training has changed, in a fixed order: weights, biases and their velocities.
  std::vector<std::span<float>> state();

 private:
  struct Layer {
    Eigen::MatrixXf weights;  // outputs x inputs
    Eigen::VectorXf biases;
    Eigen::MatrixXf weight_velocity;
    Eigen::VectorXf bias_velocity;
    Eigen::MatrixXf output;  // outputs x batch
    Eigen::MatrixXf delta;   // gradient of the loss at this layer's weighted sums
  };

  void forward(const Eigen::MatrixXf& images);
  void backward(const Eigen::MatrixXf& images, float lr);

  Activation activation_;
  std::vector<Layer> layers_;
};

}  // namespace digits
