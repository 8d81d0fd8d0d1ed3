// SPDX-License-Identifier: MIT
#include "kilter/fit/baselines.hpp"

#include <cmath>
#include <functional>

#include "kilter/maths/minimise.hpp"

namespace kilter::fit {
namespace {

/// outputs = b + W numbers + a weight for each code; weights in one row for each output.
class Linear {
 public:
  Linear(const nn::Form& form, nn::Loss loss) : form_(form), loss_(loss) {
    width_ = 1 + form.numbers;
    for (const auto count : form.categories) {
      tables_.push_back(width_);
      width_ += count + 1;
    }
    weights_.assign(width_ * form.outputs, 0);
  }

  void fit(const nn::Data& data) {
    const auto rows = static_cast<double>(data.rows);
    const Slope slope = [&](std::span<const double> w, std::span<double> gradient) {
      std::fill(gradient.begin(), gradient.end(), 0.0);
      const nn::Matrix out = outputs(w, data);
      nn::Matrix dout;
      double value = loss_ == nn::Loss::squared ? nn::value_loss(out, data.values, &dout)
                                                : nn::class_loss(loss_, out, data.labels, {}, &dout);
      for (std::size_t i = 0; i < data.rows; ++i)
        each_weight(data, i, [&](std::size_t at, double x) {
          for (std::size_t k = 0; k < form_.outputs; ++k)
            gradient[k * width_ + at] += x * static_cast<double>(dout.row(i)[k]);
        });
      for (std::size_t i = 0; i < w.size(); ++i) {
        if (i % width_ == 0) continue;
        value += 0.5 * w[i] * w[i] / rows;
        gradient[i] += w[i] / rows;
      }
      return value;
    };
    const std::vector<double> low(weights_.size(), -1e6), high(weights_.size(), 1e6);
    weights_ = minimise(slope, weights_, low, high, {.evaluations = 200, .gradient = 1e-5, .decrease = 1e-7}).x;
  }

  std::vector<double> predict(const nn::Data& data) const {
    const nn::Matrix out = outputs(weights_, data);
    if (loss_ == nn::Loss::squared) return {out.values.begin(), out.values.end()};
    std::vector<double> p(data.rows * (loss_ == nn::Loss::logistic ? 2 : form_.outputs));
    nn::probabilities(loss_, out, p.data());
    return p;
  }

 private:
  /// Calls `of(place, value)` for the inputs of a row that are not zero.
  template <class Of>
  void each_weight(const nn::Data& data, std::size_t row, const Of& of) const {
    of(0, 1.0);
    const float* numbers = data.numbers.data() + row * form_.numbers;
    for (std::size_t j = 0; j < form_.numbers; ++j)
      if (numbers[j] != 0) of(1 + j, static_cast<double>(numbers[j]));
    for (std::size_t t = 0; t < tables_.size(); ++t)
      of(tables_[t] + static_cast<std::size_t>(data.codes[row * tables_.size() + t]), 1.0);
  }

  nn::Matrix outputs(std::span<const double> w, const nn::Data& data) const {
    nn::Matrix out;
    out.resize(data.rows, form_.outputs);
    std::vector<double> sums(form_.outputs);
    for (std::size_t i = 0; i < data.rows; ++i) {
      std::fill(sums.begin(), sums.end(), 0.0);
      each_weight(data, i, [&](std::size_t at, double x) {
        for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += w[k * width_ + at] * x;
      });
      for (std::size_t k = 0; k < sums.size(); ++k) out.row(i)[k] = static_cast<float>(sums[k]);
    }
    return out;
  }

  nn::Form form_;
  nn::Loss loss_;
  std::size_t width_ = 1;
  std::vector<std::size_t> tables_;
  std::vector<double> weights_;
};

/// The share of each class, or the mean.
std::vector<double> constant(const Task& task, const nn::Data& training, std::size_t rows) {
  std::vector<double> answer(task.of_classes() ? task.classes.size() : 1);
  const auto all = static_cast<double>(training.rows);
  for (const int label : training.labels) answer[static_cast<std::size_t>(label)] += 1 / all;
  for (const float value : training.values) answer[0] += static_cast<double>(value) / all;
  std::vector<double> answers;
  for (std::size_t i = 0; i < rows; ++i) answers.insert(answers.end(), answer.begin(), answer.end());
  return answers;
}

using Answers = std::function<std::vector<double>(const nn::Data& training, const nn::Data& asked)>;

Baseline judged(std::string name, const Problem& problem, const std::vector<Part>& parts, bool opened,
                const Answers& answers) {
  Baseline baseline{.name = std::move(name), .validation = 0, .test = {}, .test_answers = {}};
  for (const auto& part : parts)
    baseline.validation += problem.task.score_of(answers(part.training, part.validation), part.validation) /
                           static_cast<double>(parts.size());
  if (!opened) return baseline;
  baseline.test_answers = answers(problem.open, problem.locked);
  baseline.test = problem.task.scores(baseline.test_answers, problem.locked);
  return baseline;
}

}  // namespace

std::vector<Baseline> baselines(const Problem& problem, const std::vector<Part>& parts, bool opened) {
  const Task& task = problem.task;
  std::vector<Baseline> all;
  all.push_back(
      judged(task.of_classes() ? "always the same class" : "always the mean", problem, parts, opened,
             [&](const nn::Data& training, const nn::Data& asked) { return constant(task, training, asked.rows); }));
  all.push_back(judged(task.of_classes() ? "logistic regression" : "ridge regression", problem, parts, opened,
                       [&](const nn::Data& training, const nn::Data& asked) {
                         Linear model(problem.form, task.loss());
                         model.fit(training);
                         return model.predict(asked);
                       }));
  return all;
}

}  // namespace kilter::fit
