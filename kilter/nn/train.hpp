// SPDX-License-Identifier: MIT
// Trains a network on rows, and keeps it as it was at its best epoch.
#pragma once
#include <functional>
#include <span>
#include <vector>

#include "kilter/nn/network.hpp"
#include "kilter/nn/optimiser.hpp"
#include "kilter/nn/schedule.hpp"

namespace kilter::nn {

/// Rows as a network takes them: numbers, places in the tables of embeddings, and what is to be predicted.
struct Data {
  std::size_t rows = 0;
  std::vector<float> numbers;  ///< row by row
  std::vector<int> codes;      ///< row by row
  std::vector<int> labels;     ///< of classes
  std::vector<float> values;   ///< of numbers

  /// These rows of it.
  Data part(std::span<const std::size_t> which) const;
};

struct Recipe {
  Loss loss = Loss::softmax;
  double rate = 0.02;
  int batch = 128;
  int epochs = 100;
  int patience = 0;  ///< ends after so many epochs without gain; 0: never
  Schedule schedule = Schedule::coslog4;
  double warm_up = 0;
  double smoothing = 0;
  std::vector<float> class_weights;
  OptimiserOptions optimiser;
};

/// After each epoch. A false answer ends the training; what was best so far is kept.
struct Epoch {
  int number = 0;  ///< from 1
  double train_loss = 0;
  double validation_loss = 0;
  double score = 0;  ///< less is better
};
using GoOn = std::function<bool(const Epoch&)>;
/// Less is better, of predictions as predict() makes them.
using Score = std::function<double(const std::vector<double>& predictions)>;

struct Trained {
  Network network;
  std::vector<Epoch> epochs;
  int best = 0;           ///< number of the epoch that is kept; 0: as it began
  double score = 0;       ///< of that epoch
  bool diverged = false;  ///< a loss was no number
};

/// Equal arguments give the same bits on the same machine, whatever else runs. `score`: none: the validation loss.
Trained train(const Form& form, const Architecture& architecture, const Recipe& recipe, const Data& training,
              const Data& validation, std::uint64_t seed, const Score& score = {}, const GoOn& go_on = {});

/// Probabilities of each class row by row, or a value a row.
std::vector<double> predict(Network& network, Loss loss, const Data& data);
/// The loss of predictions.
double loss_of(Loss loss, const std::vector<double>& predictions, const Data& data);

}  // namespace kilter::nn
