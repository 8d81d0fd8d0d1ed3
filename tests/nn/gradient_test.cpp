// SPDX-License-Identifier: MIT
// The gradient of every layer and loss against differences of the loss.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "kilter/nn/network.hpp"
#include "kilter/nn/train.hpp"

namespace kilter::nn {
namespace {

constexpr std::size_t few_rows = 12;

Data example(const Form& form, Loss loss) {
  Data data{.rows = few_rows, .numbers = {}, .codes = {}, .labels = {}, .values = {}};
  const Rng rng{3, 0};
  for (std::size_t i = 0; i < few_rows * form.numbers; ++i)
    data.numbers.push_back(static_cast<float>(normal_number(rng, 5, i)));
  for (std::size_t i = 0; i < few_rows * form.categories.size(); ++i)
    data.codes.push_back(static_cast<int>(rng.below(form.categories[i % form.categories.size()] + 1, 6, i)));
  const std::size_t classes = loss == Loss::logistic ? 2 : form.outputs;
  for (std::size_t i = 0; i < few_rows; ++i) {
    data.labels.push_back(static_cast<int>(rng.below(classes, 7, i)));
    data.values.push_back(static_cast<float>(normal_number(rng, 8, i)));
  }
  return data;
}

struct Setting {
  Form form{.numbers = 4, .categories = {3, 5}, .outputs = 3};
  Architecture architecture{
      .layers = 2, .width = 6, .activation = Activation::tanh, .embedding = 3, .scaled = false, .parametric = false};
  Loss loss = Loss::softmax;
  LossOptions options;
};

double loss_at(Network& network, const Setting& s, const Data& data, Matrix* gradient) {
  const Matrix& out = network.forward(data.numbers.data(), data.codes.data(), few_rows, {true, 9, 1});
  return s.loss == Loss::squared ? value_loss(out, data.values, gradient)
                                 : class_loss(s.loss, out, data.labels, s.options, gradient);
}

/// By each output, where the loss is computed in double precision.
void check_loss(Loss loss, std::size_t classes, const LossOptions& options = {}) {
  const std::size_t columns = loss == Loss::softmax ? classes : 1;
  const Data data = example({.numbers = 1, .categories = {}, .outputs = columns}, loss);
  Matrix outputs;
  outputs.resize(few_rows, columns);
  const Rng rng{17, 0};
  for (std::size_t i = 0; i < few_rows * columns; ++i) outputs.values[i] = static_cast<float>(normal_number(rng, 1, i));
  const auto value = [&](Matrix* gradient) {
    return loss == Loss::squared ? value_loss(outputs, data.values, gradient)
                                 : class_loss(loss, outputs, data.labels, options, gradient);
  };
  Matrix gradient;
  value(&gradient);
  for (std::size_t i = 0; i < few_rows * columns; ++i) {
    const float middle = outputs.values[i];
    const auto moved = [&](float by) {
      outputs.values[i] = middle + by;
      return std::pair(value(nullptr), static_cast<double>(outputs.values[i]));
    };
    const auto [above, high] = moved(1.0F / 256);
    const auto [below, low] = moved(-1.0F / 256);
    outputs.values[i] = middle;
    EXPECT_NEAR(static_cast<double>(gradient.values[i]), (above - below) / (high - low), 1e-6) << "output " << i;
  }
}

TEST(Gradient, OfEachLossByItsOutputs) {
  check_loss(Loss::squared, 1);
  check_loss(Loss::logistic, 2);
  check_loss(Loss::softmax, 4);
  constexpr float weights[] = {1, 3, 0.5F};
  check_loss(Loss::logistic, 2, {.smoothing = 0.1, .class_weights = std::span(weights).first(2)});
  check_loss(Loss::softmax, 3, {.smoothing = 0.1, .class_weights = weights});
}

/// Along a random direction within each group of parameters.
void check(const Setting& s) {
  Network network(s.form, s.architecture);
  network.begin(1);
  const Rng rng{11, 0};
  for (std::size_t i = 0; i < network.parameters().size(); ++i)
    network.parameters()[i] += static_cast<float>(0.3 * normal_number(rng, 1, i));
  const Data data = example(s.form, s.loss);
  Matrix gradient;
  loss_at(network, s, data, &gradient);
  network.backward(data.codes.data(), gradient);
  const std::vector<float> exact(network.gradients().begin(), network.gradients().end());
  const std::vector<float> middle(network.parameters().begin(), network.parameters().end());
  std::size_t at = 0, checked = 0;
  for (const auto& group : network.groups()) {
    const std::size_t begin = at;
    at += group.count;
    if (group.rate == 0) continue;
    double along = 0;
    std::vector<double> direction(group.count);
    for (std::size_t i = 0; i < group.count; ++i) {
      direction[i] = normal_number(rng, 2, begin + i) / std::sqrt(static_cast<double>(group.count));
      along += direction[i] * static_cast<double>(exact[begin + i]);
    }
    constexpr double step = 4e-3;
    const auto moved = [&](double by) {
      std::copy(middle.begin(), middle.end(), network.parameters().begin());
      for (std::size_t i = 0; i < group.count; ++i)
        network.parameters()[begin + i] += static_cast<float>(by * direction[i]);
      return loss_at(network, s, data, nullptr);
    };
    const double difference = (moved(step) - moved(-step)) / (2 * step);
    EXPECT_NEAR(along, difference, 2e-2 * std::abs(difference) + 3e-4) << "group from " << begin;
    ++checked;
  }
  EXPECT_GE(checked, 4u);
}

TEST(Gradient, OfEveryActivationPlainAndParametric) {
  for (const auto kind : {Activation::relu, Activation::leaky_relu, Activation::gelu, Activation::silu,
                          Activation::tanh, Activation::selu})
    for (const bool parametric : {false, true}) {
      SCOPED_TRACE(static_cast<int>(kind));
      Setting s;
      s.architecture.activation = kind;
      s.architecture.parametric = parametric;
      check(s);
    }
}

TEST(Gradient, OfScalesAndTheTangentParametrisation) {
  Setting s;
  s.architecture.scaled = true;
  check(s);
}

TEST(Gradient, OfNormalisationOverBatchesAndRows) {
  for (const auto norm : {Norm::batch, Norm::layer}) {
    Setting s;
    s.architecture.norm = norm;
    check(s);
  }
}

TEST(Gradient, OfDropoutWithTheSameMask) {
  Setting s;
  s.architecture.dropout = 0.4;
  check(s);
}

TEST(Gradient, OfEveryLoss) {
  Setting s;
  s.options.smoothing = 0.1;
  check(s);
  const std::vector<float> weights{1, 3, 0.5f};
  s.options = {.smoothing = 0, .class_weights = weights};
  check(s);
  s.loss = Loss::logistic;
  s.form.outputs = 1;
  s.options = {.smoothing = 0.2, .class_weights = {}};
  check(s);
  s.loss = Loss::squared;
  check(s);
}

TEST(Gradient, WithoutHiddenLayersItIsALinearModel) {
  Setting s;
  s.architecture.layers = 0;
  s.architecture.scaled = true;
  check(s);
}

}  // namespace
}  // namespace kilter::nn
