// SPDX-License-Identifier: MIT
#include "kilter/nn/train.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "kilter/maths/permutation.hpp"

namespace kilter::nn {
namespace {

/// Rows gathered for one step.
struct Batch {
  Data data;

  void take(const Data& from, std::span<const std::size_t> which, std::size_t numbers, std::size_t tables) {
    data.rows = which.size();
    data.numbers.resize(which.size() * numbers);
    data.codes.resize(which.size() * tables);
    data.labels.resize(from.labels.empty() ? 0 : which.size());
    data.values.resize(from.values.empty() ? 0 : which.size());
    for (std::size_t i = 0; i < which.size(); ++i) {
      std::copy_n(from.numbers.data() + which[i] * numbers, numbers, data.numbers.data() + i * numbers);
      std::copy_n(from.codes.data() + which[i] * tables, tables, data.codes.data() + i * tables);
      if (!from.labels.empty()) data.labels[i] = from.labels[which[i]];
      if (!from.values.empty()) data.values[i] = from.values[which[i]];
    }
  }
};

class Training {
 public:
  Training(Network& network, const Recipe& recipe, const Data& data, std::uint64_t seed)
      : network_(network),
        recipe_(recipe),
        data_(data),
        seed_(seed),
        optimiser_(recipe.optimiser, network.parameters().size()),
        order_(data.rows) {
    batch_size_ = std::clamp<std::size_t>(static_cast<std::size_t>(recipe.batch), 1, data.rows);
    steps_ = (data.rows + batch_size_ - 1) / batch_size_;
  }

  /// The mean loss over the rows.
  double epoch(int number, double factor) {
    const Permutation shuffled(data_.rows, splitmix64(seed_ + static_cast<std::uint64_t>(number)));
    for (std::size_t i = 0; i < order_.size(); ++i) order_[i] = static_cast<std::size_t>(shuffled.at(i));
    double sum = 0;
    for (std::size_t s = 0; s < steps_; ++s) {
      const std::size_t begin = s * batch_size_, end = std::min(begin + batch_size_, data_.rows);
      const double progress = (number - 1 + static_cast<double>(s) / static_cast<double>(steps_)) / recipe_.epochs;
      sum += step({order_.data() + begin, end - begin}, factor * rate_at(recipe_.schedule, progress, recipe_.warm_up)) *
             static_cast<double>(end - begin);
    }
    return sum / static_cast<double>(data_.rows);
  }

 private:
  double step(std::span<const std::size_t> rows, double factor) {
    batch_.take(data_, rows, network_.form().numbers, network_.form().categories.size());
    const Data& data = batch_.data;
    const Matrix& outputs =
        network_.forward(data.numbers.data(), data.codes.data(), data.rows, {true, seed_, ++passes_});
    const double loss =
        recipe_.loss == Loss::squared
            ? value_loss(outputs, data.values, &gradient_)
            : class_loss(recipe_.loss, outputs, data.labels, {recipe_.smoothing, recipe_.class_weights}, &gradient_);
    network_.backward(data.codes.data(), gradient_);
    optimiser_.step(recipe_.rate * factor, network_.groups(), network_.parameters(), network_.gradients());
    return loss;
  }

  Network& network_;
  const Recipe& recipe_;
  const Data& data_;
  std::uint64_t seed_;
  Optimiser optimiser_;
  std::vector<std::size_t> order_;
  std::size_t batch_size_ = 1, steps_ = 1;
  std::uint64_t passes_ = 0;
  Batch batch_;
  Matrix gradient_;
};

}  // namespace

Data Data::part(std::span<const std::size_t> which) const {
  Batch batch;
  batch.take(*this, which, rows ? numbers.size() / rows : 0, rows ? codes.size() / rows : 0);
  return std::move(batch.data);
}

std::vector<double> predict(Network& network, Loss loss, const Data& data) {
  constexpr std::size_t at_once = 1024;
  const std::size_t numbers = network.form().numbers, tables = network.form().categories.size();
  const std::size_t width = loss == Loss::logistic ? 2 : network.form().outputs;
  std::vector<double> all(data.rows * width);
  for (std::size_t begin = 0; begin < data.rows; begin += at_once) {
    const std::size_t rows = std::min(at_once, data.rows - begin);
    const Matrix& outputs =
        network.forward(data.numbers.data() + begin * numbers, data.codes.data() + begin * tables, rows, {});
    if (loss == Loss::squared)
      std::copy(outputs.values.begin(), outputs.values.end(), all.begin() + static_cast<std::ptrdiff_t>(begin));
    else
      probabilities(loss, outputs, all.data() + begin * width);
  }
  return all;
}

double loss_of(Loss loss, const std::vector<double>& predictions, const Data& data) {
  double sum = 0;
  const std::size_t width = data.rows ? predictions.size() / data.rows : 1;
  for (std::size_t i = 0; i < data.rows; ++i) {
    if (loss == Loss::squared)
      sum += 0.5 * std::pow(predictions[i] - static_cast<double>(data.values[i]), 2);
    else
      sum -= std::log(std::max(predictions[i * width + static_cast<std::size_t>(data.labels[i])], 1e-15));
  }
  return sum / static_cast<double>(data.rows);
}

Trained train(const Form& form, const Architecture& architecture, const Recipe& recipe, const Data& training,
              const Data& validation, std::uint64_t seed, const Score& score, const GoOn& go_on) {
  Trained trained{.network = Network(form, architecture),
                  .epochs = {},
                  .best = 0,
                  .score = std::numeric_limits<double>::infinity(),
                  .diverged = false};
  Network& network = trained.network;
  network.begin(seed);
  std::vector<float> best(network.parameters().begin(), network.parameters().end());
  Training run(network, recipe, training, seed);
  Plateau plateau(std::max(2, recipe.epochs / 20));
  double factor = 1;
  for (int number = 1; number <= recipe.epochs; ++number) {
    Epoch epoch{.number = number, .train_loss = run.epoch(number, factor), .validation_loss = 0, .score = 0};
    const auto predictions = predict(network, recipe.loss, validation);
    epoch.validation_loss = loss_of(recipe.loss, predictions, validation);
    epoch.score = score ? score(predictions) : epoch.validation_loss;
    trained.epochs.push_back(epoch);
    trained.diverged = !std::isfinite(epoch.train_loss) || !std::isfinite(epoch.validation_loss);
    if (trained.diverged) break;
    if (epoch.score < trained.score) {
      trained.score = epoch.score;
      trained.best = number;
      std::copy(network.parameters().begin(), network.parameters().end(), best.begin());
    }
    if (recipe.schedule == Schedule::plateau) factor = plateau.after(epoch.score);
    if (recipe.patience > 0 && number - trained.best >= recipe.patience) break;
    if (go_on && !go_on(epoch)) break;
  }
  std::copy(best.begin(), best.end(), network.parameters().begin());
  return trained;
}

}  // namespace kilter::nn
