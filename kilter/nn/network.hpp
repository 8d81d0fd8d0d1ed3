// SPDX-License-Identifier: MIT
// A multilayer perceptron whose form is decided at run time.
#pragma once
#include <memory>
#include <span>
#include <vector>

#include "kilter/nn/embed.hpp"
#include "kilter/nn/layer.hpp"
#include "kilter/nn/loss.hpp"

namespace kilter::nn {

/// What goes in and what comes out.
struct Form {
  std::size_t numbers = 0;
  std::vector<std::size_t> categories;  ///< of each table of embeddings
  std::size_t outputs = 1;
  bool operator==(const Form&) const = default;
};

/// The recipe of RealMLP is all but the dropout: D. Holzmüller, L. Grinsztajn, I. Steinwart: Better by default: strong
/// pre-tuned MLPs and boosted trees on tabular data (NeurIPS 2024).
struct Architecture {
  int layers = 3;
  int width = 128;
  Activation activation = Activation::selu;
  double dropout = 0;
  Norm norm = Norm::none;
  int embedding = 8;
  bool scaled = true;      ///< a trained factor for each input, and the neural tangent parametrisation
  bool parametric = true;  ///< activations with a trained share
  bool operator==(const Architecture&) const = default;
};

/// Not thread-safe. Copies are made by building another one and setting its parameters.
class Network {
 public:
  Network(const Form& form, const Architecture& architecture);
  Network(Network&&) = default;
  Network& operator=(Network&&) = default;

  void begin(std::uint64_t seed);
  /// One row a row of `numbers` and `codes`.
  const Matrix& forward(const float* numbers, const int* codes, std::size_t rows, const Pass& pass);
  /// After forward() in training of the same rows: leaves the gradient in gradients().
  void backward(const int* codes, const Matrix& gradient);

  std::span<float> parameters() { return parameters_; }
  std::span<const float> parameters() const { return parameters_; }
  std::span<const float> gradients() const { return gradients_; }
  std::span<float> gradients() { return gradients_; }
  const std::vector<Group>& groups() const { return groups_; }
  const Form& form() const { return form_; }
  const Architecture& architecture() const { return architecture_; }

 private:
  void add(std::unique_ptr<Layer> layer);

  Form form_;
  Architecture architecture_;
  Embed embed_;
  std::vector<std::unique_ptr<Layer>> layers_;
  std::vector<Group> groups_;
  std::vector<std::size_t> starts_;  ///< of each layer's parameters
  Floats parameters_, gradients_;
  std::vector<Matrix> values_;  ///< the input of each layer, and the output of the last
  Matrix up_, down_;
};

}  // namespace kilter::nn
