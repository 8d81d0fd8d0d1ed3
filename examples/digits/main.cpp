// SPDX-License-Identifier: MIT
// Trains a classifier of handwritten digits and prints one line an epoch.
#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <exception>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "checkpoint.hpp"
#include "data.hpp"
#include "network.hpp"
#include "options.hpp"

namespace digits {
namespace {

/// The order of the images in one epoch, from seed and epoch alone, so that a resumed training sees the same one.
std::vector<Eigen::Index> order_of(std::size_t images, std::uint64_t seed, std::int64_t epoch) {
  std::vector<Eigen::Index> order(images);
  std::iota(order.begin(), order.end(), 0);
  std::seed_seq seeds{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                      static_cast<std::uint32_t>(epoch)};
  std::mt19937_64 random(seeds);
  for (std::size_t i = images; i > 1; --i) std::swap(order[i - 1], order[random() % i]);
  return order;
}

double train_epoch(Network& network, const Part& part, const Options& options, std::int64_t epoch) {
  const auto order = order_of(part.labels.size(), options.seed, epoch);
  const auto batch_size = static_cast<std::size_t>(options.batch_size);
  Eigen::MatrixXf images;
  std::vector<int> labels;
  double loss = 0.0;
  for (std::size_t begin = 0; begin < order.size(); begin += batch_size) {
    const std::size_t size = std::min(batch_size, order.size() - begin);
    images.resize(part.images.rows(), static_cast<Eigen::Index>(size));
    labels.resize(size);
    for (std::size_t i = 0; i < size; ++i) {
      images.col(static_cast<Eigen::Index>(i)) = part.images.col(order[begin + i]);
      labels[i] = part.labels[static_cast<std::size_t>(order[begin + i])];
    }
    loss += network.step(images, labels, static_cast<float>(options.lr)) * static_cast<double>(size);
  }
  return loss / static_cast<double>(order.size());
}

void print(const Epoch& epoch) {
  std::printf("epoch=%" PRId64 " train_loss=%.5f val_loss=%.5f val_acc=%.5f\n", epoch.number, epoch.train_loss,
              epoch.validation.loss, epoch.validation.accuracy);
  std::fflush(stdout);
}

void train(const Options& options) {
  const Data data = read_data(options.data);
  Network network(static_cast<int>(data.train.images.rows()), options.width, options.layers, data.classes,
                  options.activation, options.seed);
  const bool keep = !options.checkpoint_dir.empty();
  Epoch epoch;
  if (keep && options.resume) epoch = load_checkpoint(options, network).value_or(epoch);
  // Where nothing is left to train, the result is still said.
  if (epoch.number >= options.epochs) print(epoch);
  while (epoch.number < options.epochs) {
    ++epoch.number;
    epoch.train_loss = train_epoch(network, data.train, options, epoch.number);
    epoch.validation = network.score(data.validation.images, data.validation.labels);
    // The line goes out before the checkpoint: a kill between the two repeats a line and loses none.
    print(epoch);
    if (keep) save_checkpoint(options, epoch, network);
  }
}

}  // namespace
}  // namespace digits

int main(int argc, char** argv) {
  try {
    digits::train(digits::read_options(argc, argv));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "digits: %s\n", error.what());
    return 1;
  }
}
