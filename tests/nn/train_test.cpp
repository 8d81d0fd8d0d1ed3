// SPDX-License-Identifier: MIT
#include "kilter/nn/train.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

namespace kilter::nn {
namespace {

/// Class 1 within a ring: no line parts it.
Data ring(std::size_t rows, std::uint64_t seed) {
  Data data{.rows = rows, .numbers = {}, .codes = {}, .labels = {}, .values = {}};
  const Rng rng{seed, 0};
  for (std::size_t i = 0; i < rows; ++i) {
    const double x = normal_number(rng, 0, i), y = normal_number(rng, 1, i);
    data.numbers.push_back(static_cast<float>(x));
    data.numbers.push_back(static_cast<float>(y));
    data.labels.push_back(x * x + y * y < 1.2 ? 1 : 0);
    data.values.push_back(static_cast<float>(x * y));
  }
  return data;
}

const Form two_classes{.numbers = 2, .categories = {}, .outputs = 1};
const Architecture small{.layers = 2, .width = 32};

Recipe recipe(Loss loss) {
  return {.loss = loss, .rate = 0.03, .batch = 32, .epochs = 30, .class_weights = {}, .optimiser = {}};
}

double accuracy(const std::vector<double>& p, const Data& data) {
  double right = 0;
  for (std::size_t i = 0; i < data.rows; ++i) right += (p[2 * i + 1] > 0.5) == (data.labels[i] == 1);
  return right / static_cast<double>(data.rows);
}

TEST(Train, LearnsWhatNoLineParts) {
  const Data data = ring(600, 1), other = ring(300, 2);
  auto trained = train(two_classes, small, recipe(Loss::logistic), data, other, 1);
  EXPECT_GT(accuracy(predict(trained.network, Loss::logistic, other), other), 0.95);
  Architecture line = small;
  line.layers = 0;
  auto linear = train(two_classes, line, recipe(Loss::logistic), data, other, 1);
  EXPECT_LT(accuracy(predict(linear.network, Loss::logistic, other), other), 0.75);
}

TEST(Train, LearnsNumbers) {
  const Data data = ring(600, 1), other = ring(300, 2);
  auto trained = train(two_classes, small, recipe(Loss::squared), data, other, 1);
  EXPECT_LT(trained.score, 0.05);  // half the variance is 0.5
}

TEST(Train, LearnsFromCategoriesAlone) {
  Data data{.rows = 400, .numbers = {}, .codes = {}, .labels = {}, .values = {}};
  for (std::size_t i = 0; i < data.rows; ++i) {
    data.codes.push_back(static_cast<int>(splitmix64(i) % 20));
    data.labels.push_back(data.codes.back() % 3);
  }
  auto trained = train({.numbers = 0, .categories = {20}, .outputs = 3}, small, recipe(Loss::softmax), data, data, 1);
  EXPECT_LT(trained.score, 0.05);
}

TEST(Train, TheSameSeedGivesTheSameBitsOnAnyThread) {
  const Data data = ring(200, 1), other = ring(100, 2);
  const auto run = [&](std::uint64_t seed) {
    Architecture a = small;
    a.dropout = 0.2;
    const auto trained = train(two_classes, a, recipe(Loss::logistic), data, other, seed);
    return std::vector<float>(trained.network.parameters().begin(), trained.network.parameters().end());
  };
  const auto alone = run(5);
  std::vector<std::vector<float>> beside(3);
  {
    std::vector<std::jthread> threads;
    for (auto& result : beside) threads.emplace_back([&] { result = run(5); });
  }
  for (const auto& result : beside) EXPECT_EQ(result, alone);
  EXPECT_NE(run(6), alone);
}

TEST(Train, KeepsTheBestEpochAndEndsByPatience) {
  const Data data = ring(100, 1), other = ring(100, 2);
  std::vector<double> scores{3, 1, 2, 2, 2, 0};
  std::size_t asked = 0;
  Recipe r = recipe(Loss::logistic);
  r.patience = 3;
  const auto trained = train(two_classes, small, r, data, other, 1, [&](const auto&) { return scores[asked++]; });
  EXPECT_EQ(trained.best, 2);
  EXPECT_EQ(trained.score, 1);
  EXPECT_EQ(trained.epochs.size(), 5u);
  r.epochs = 2;
  asked = 0;
  r.patience = 0;
  r.schedule = Schedule::constant;
  const auto two = train(two_classes, small, r, data, other, 1, [&](const auto&) { return scores[asked++]; });
  Recipe longer = r;
  longer.epochs = 5;
  asked = 0;
  const auto five = train(two_classes, small, longer, data, other, 1, [&](const auto&) { return scores[asked++]; });
  EXPECT_TRUE(
      std::equal(two.network.parameters().begin(), two.network.parameters().end(), five.network.parameters().begin()));
}

TEST(Train, SaysThatItDiverged) {
  Recipe r = recipe(Loss::squared);
  r.rate = 1e12;
  r.optimiser.method = Method::sgd;
  const Data data = ring(100, 1);
  EXPECT_TRUE(train(two_classes, small, r, data, data, 1).diverged);
}

TEST(Train, AFalseAnswerEndsIt) {
  const Data data = ring(100, 1);
  const auto trained = train(two_classes, small, recipe(Loss::logistic), data, data, 1, {},
                             [](const Epoch& epoch) { return epoch.number < 4; });
  EXPECT_EQ(trained.epochs.size(), 4u);
}

}  // namespace
}  // namespace kilter::nn
