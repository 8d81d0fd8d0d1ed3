// SPDX-License-Identifier: MIT
#include "kilter/fit/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

#include "kilter/base/text.hpp"

namespace kilter::fit {
namespace {

constexpr std::array activations{"relu", "leaky_relu", "gelu", "silu", "tanh", "selu"};

nn::Activation activation(const std::string& name) {
  const auto at = std::find(activations.begin(), activations.end(), name);
  return static_cast<nn::Activation>(at - activations.begin());
}

double number(const Settings& settings, const char* name) {
  const Value& value = settings.at(name);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return std::get<double>(value);
}

StudyOptions study_options(const Problem& problem, const SearchOptions& options) {
  StudyOptions study;
  study.name = options.name;
  study.metric = problem.task.score;
  study.direction = nn::more_is_better(problem.task.score) ? maximize : minimize;
  study.storage = options.home;
  study.space = network_space(problem.task);
  study.seed = problem.seed;
  study.scheduler = "median";
  study.full = problem.folds > 1 ? problem.folds : problem.epochs;
  return study;
}

}  // namespace

Space network_space(const Task& task) {
  const std::string act = task.of_classes() ? "selu" : "silu";
  return Space({
      parse_range("learning_rate", "log(0.002,0.5)=0.04"),
      parse_range("batch_size", "ordered(32,64,128,256,512)=128"),
      parse_range("layers", "int(1,4)=3"),
      parse_range("width", "ordered(16,32,64,128,256)=128"),
      parse_range("activation", "choice(selu,silu,relu,gelu,tanh)=" + act),
      parse_range("dropout", "float(0,0.5)=0.15"),
      parse_range("weight_decay", "log(0.0001,0.3)=0.02"),
  });
}

nn::Architecture architecture_of(const Settings& settings) {
  return {.layers = static_cast<int>(number(settings, "layers")),
          .width = static_cast<int>(number(settings, "width")),
          .activation = activation(std::get<std::string>(settings.at("activation"))),
          .dropout = number(settings, "dropout")};
}

nn::Recipe recipe_of(const Problem& problem, const Settings& settings) {
  nn::Recipe recipe;
  recipe.loss = problem.task.loss();
  recipe.rate = number(settings, "learning_rate");
  recipe.batch = static_cast<int>(number(settings, "batch_size"));
  recipe.epochs = problem.epochs;
  recipe.optimiser.weight_decay = number(settings, "weight_decay");
  return recipe;
}

std::string in_words(const Settings& s) {
  return fmt::format("{} x {} {}  learning rate {}  batch {}  dropout {}  weight decay {}", to_text(s.at("layers")),
                     to_text(s.at("width")), to_text(s.at("activation")), rounded(number(s, "learning_rate"), 2),
                     to_text(s.at("batch_size")), rounded(number(s, "dropout"), 2),
                     rounded(number(s, "weight_decay"), 2));
}

Search::Search(const Problem& problem, const std::vector<Part>& parts, const SearchOptions& options)
    : problem_(problem), parts_(parts), options_(options), study_(study_options(problem, options)) {}

void Search::stop() noexcept {
  stopped_ = true;
  study_.stop();
}

Result Search::trial(Run& run, const std::function<void(const Told&)>& tell) {
  const Task& task = problem_.task;
  const Settings settings = run.params();
  Told told{run.number(), {}, in_words(settings)};
  double sum = 0;
  for (std::size_t f = 0; f < parts_.size(); ++f) {
    const Part& part = parts_[f];
    const int every = std::max(1, problem_.epochs / 10);
    bool cut = false;
    const auto go_on = [&](const nn::Epoch& epoch) {
      // The first network is the default one: it is always trained to its end, unless it would take all the time.
      cut = stopped_ || (run.number() > 0 && std::chrono::steady_clock::now() > deadline_);
      if (!cut && parts_.size() == 1 && epoch.number % every == 0 && epoch.number < problem_.epochs) {
        run.report({{task.score, task.cost(epoch.score)},
                    {"train_loss", epoch.train_loss},
                    {"val_loss", epoch.validation_loss}},
                   epoch.number);
        cut = run.should_stop();
      }
      return !cut;
    };
    const auto trained = nn::train(
        problem_.form, architecture_of(settings), recipe_of(problem_, settings), part.training, part.validation,
        splitmix64(run.seed() + f), [&](const auto& p) { return task.cost(task.score_of(p, part.validation)); }, go_on);
    if (trained.diverged || !std::isfinite(trained.score)) {
      tell(told);
      return Outcome{End::failed, Cause::nan, {}, "the training diverged"};
    }
    if (cut && !(stopped_ && run.number() == 0 && f + 1 == parts_.size())) return pruned;
    sum += task.cost(trained.score);
    if (f + 1 == parts_.size()) break;
    run.report({{task.score, sum / static_cast<double>(f + 1)}}, static_cast<double>(f + 1));
    if (run.should_stop()) return pruned;
  }
  told.score = sum / static_cast<double>(parts_.size());
  tell(told);
  return Metrics{{task.score, *told.score}};
}

std::optional<Found> Search::run(const std::function<void(const Told&)>& tell) {
  deadline_ = std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::milliseconds>(
                                                     std::chrono::duration<double>(60 * options_.minutes));
  std::mutex one;
  const auto told = [&](const Told& end) {
    const std::lock_guard lock(one);
    tell(end);
  };
  study_.optimize([&](Run& run) { return trial(run, told); },
                  {.trials = options_.trials, .hours = options_.minutes / 60, .jobs = options_.jobs});
  return found();
}

std::optional<Found> Search::found() const {
  const auto best = study_.best();
  if (!best) return {};
  Found found{.settings = best->params, .score = best->value, .trial = best->trial};
  for (const auto& trial : study_.trials()) {
    found.trained += trial.state == TrialState::complete ? 1 : 0;
    found.stopped += trial.state == TrialState::pruned ? 1 : 0;
    found.failed += trial.state == TrialState::failed ? 1 : 0;
  }
  return found;
}

}  // namespace kilter::fit
