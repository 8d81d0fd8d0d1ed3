// SPDX-License-Identifier: MIT
// Tree-structured Parzen estimator: proposes where good trials lie densely compared with the rest.
// J. Bergstra, R. Bardenet, Y. Bengio, B. Kégl: Algorithms for hyper-parameter optimization (NeurIPS 2011);
// S. Watanabe: Tree-structured Parzen estimator: understanding its algorithm components and their roles for better
// empirical performance (arXiv 2304.11127). Departs from them in one joint mixture over conditional spaces, in which a
// trial lacks the coordinates of other branches; in pending trials that count among the rest; and in that no
// configuration comes twice.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kilter/base/text.hpp"
#include "kilter/samplers/even_points.hpp"
#include "kilter/samplers/parzen_axes.hpp"
#include "kilter/samplers/ranked.hpp"
#include "kilter/samplers/samplers.hpp"
#include "kilter/samplers/tpe_split.hpp"
#include "kilter/samplers/untried.hpp"

namespace kilter {
namespace {

constexpr const char* tpe_version = "tpe/1";
constexpr std::uint32_t kernel_stream = 0x74706531;
constexpr std::uint32_t axis_stream = 0x74706532;
constexpr std::uint32_t other_stream = 0x74706533;
constexpr std::size_t draws_times_trials = 6'144;
constexpr std::size_t fewest_draws = 24;
constexpr double surest_failure = 0.95;
constexpr int rounds = 8;  ///< of draws while all that was drawn has been tried or is not allowed

/// What is drawn for one proposal, the rows apart from the configurations, which are made late where nothing depends
/// on them.
struct Candidates {
  std::vector<std::vector<double>> rows;
  std::vector<Params> params;  ///< settled, or empty
};

/// Differences beyond 40 bits behind the point are rounding.
double quantised(double score) { return std::isfinite(score) ? std::nearbyint(score * 0x1p40) : score; }

class Tpe final : public Sampler {
 public:
  explicit Tpe(const TpeOptions& options) : options_(options) {}

  std::optional<Proposal> propose(const History& history, const Request& request) override {
    const Space& space = request.space;
    if (any(request.given))
      if (auto params = decided(space, request.given))
        return proposal(std::move(*params), "given in full: " + counted(space));
    tried_.read(history);
    const Ranked::State& trials = ranked_.read(history);
    if (is_starting(trials))
      if (auto started = start(history, request)) return started;
    return search(trials, request);
  }

 private:
  static Proposal proposal(Params params, std::string reason) {
    return {.params = std::move(params), .by = tpe_version, .note = {}, .reason = std::move(reason), .repeats = {}};
  }

  bool is_starting(const Ranked::State& trials) const {
    return trials.in_order.size() < static_cast<std::size_t>(options_.startup);
  }

  /// The declared defaults, then points that fill the space evenly.
  std::optional<Proposal> start(const History& history, const Request& request) {
    const Space& space = request.space;
    const auto declared = [](const Parameter& parameter) { return parameter.fallback.has_value(); };
    if (std::any_of(space.parameters().begin(), space.parameters().end(), declared) && !any(request.given)) {
      Params defaults = space.defaults();
      if (!space.broken(defaults) && !tried_.has(space, defaults))
        return proposal(std::move(defaults), "the declared defaults, and the middle of what has none");
    }
    if (auto point = even_points_.next(request, tried_, static_cast<std::uint32_t>(request.number)))
      return proposal(
          std::move(point->params),
          fmt::format("point {} of a scrambled Sobol' sequence: {} of {} trials have ended that the model needs",
                      point->number, ranked_.read(history).in_order.size(), options_.startup));
    return {};
  }

  std::optional<Proposal> search(const Ranked::State& trials, const Request& request) {
    const TpeSplit parts = split(trials, options_, request.number);
    fit(trials, parts, request.space);
    const bool late = !needs_codes_ && !any(request.given);
    for (int round = 0; round < rounds; ++round) {
      Candidates candidates = draw(request, round);
      const std::vector<double> scores = this->scores(candidates.rows, parts);
      std::vector<std::size_t> order(scores.size());
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
      for (const std::size_t i : order) {
        Params& params = candidates.params[i];
        if (late) params = params_of(candidates.rows[i]);
        if (tried_.has(request.space, params)) continue;
        return proposal(std::move(params), reason(parts, scores[i] * 0x1p-40, scores.size()));
      }
    }
    auto params = untried_.find(request.space, request.rng, request.given, tried_);
    if (!params) return {};
    return proposal(std::move(*params),
                    fmt::format("drawn uniformly: {} draws near the best {} of {} trials were all tried before or not "
                                "allowed",
                                static_cast<std::size_t>(rounds) * draws(), parts.good.size(), parts.ended));
  }

  std::string reason(const TpeSplit& parts, double score, std::size_t draws) const {
    if (parts.good.empty())
      return fmt::format("away from {} trials, none of which has a value: the best of {} draws", parts.rest.size(),
                         draws);
    return fmt::format("the best {} of {} trials lie {} times as densely here as the rest: the best of {} draws",
                       parts.good.size(), parts.ended, rounded(std::exp(std::min(score, 700.0)), 2), draws);
  }

  void fit(const Ranked::State& trials, const TpeSplit& parts, const Space& space) {
    const ParzenRules rules{.narrowest = options_.narrowest, .prior = options_.prior};
    if (!axes_ || !(axes_->space() == space)) {
      axes_.emplace(space);
      failed_.reset();
      good_.emplace(axes_->axes(), rules);
      rest_.emplace(axes_->axes(), rules);
      rows_.clear();
      needs_codes_ = !space.constraints().empty();
      for (const auto& parameter : space.parameters()) needs_codes_ |= !parameter.when.empty();
    }
    if (rows_.size() < trials.trials.size()) rows_.resize(trials.trials.size());
    const auto rows = [&](const std::vector<TrialNumber>& numbers) {
      std::vector<ParzenRow> all;
      all.reserve(numbers.size());
      for (const TrialNumber number : numbers) {
        const auto at = static_cast<std::size_t>(number);
        auto& row = rows_[at];
        if (row.stamp != trials.stamps[at])
          row = {trials.stamps[at], axes_->row(as_it_was(space, trials.trials[at].params))};
        all.push_back({number, row.stamp, row.values});
      }
      return all;
    };
    good_->assign(rows(parts.good), parts.weights);
    rest_->assign(rows(parts.rest));
    if (parts.failed.empty()) {
      failed_.reset();
    } else {
      if (!failed_) failed_.emplace(axes_->axes(), rules);
      failed_->assign(rows(parts.failed));
    }
  }

  std::vector<double> scores(const std::vector<std::vector<double>>& rows, const TpeSplit& parts) const {
    std::vector<double> good(rows.size()), rest(rows.size()), failed(rows.size()), scores(rows.size());
    good_->log_densities(rows, good);
    rest_->log_densities(rows, rest);
    if (failed_) failed_->log_densities(rows, failed);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      scores[i] = good[i] - rest[i];
      if (failed_) scores[i] += log_success(good[i], rest[i], failed[i], parts);
      scores[i] = quantised(scores[i]);
    }
    return scores;
  }

  /// By the share of failed trials among those that lie here.
  static double log_success(double good, double rest, double failed, const TpeSplit& parts) {
    const double of_good = static_cast<double>(parts.good.size());
    const double most = std::max(good, rest);
    const double here =
        of_good * std::exp(good - most) + (static_cast<double>(parts.ended) - of_good) * std::exp(rest - most);
    const double share = static_cast<double>(parts.failed.size()) * std::exp(std::min(failed - most, 700.0)) / here;
    return std::log1p(-std::clamp(share, 0.0, surest_failure));
  }

  Params params_of(const std::vector<double>& row) const {
    const Space& space = axes_->space();
    Params params(space.size(), std::nan(""));
    for (std::size_t i = 0; i < space.size(); ++i) params[i] = axes_->code(i, row);
    space.settle(params);
    return params;
  }

  /// As many as keep the work for one proposal bounded: it goes by draws times trials.
  std::size_t draws() const {
    const std::size_t bounded = draws_times_trials / std::max<std::size_t>(rest_->size(), 1);
    return std::min(static_cast<std::size_t>(options_.candidates), std::max(bounded, fewest_draws));
  }

  Candidates draw(const Request& request, int round) const {
    Candidates candidates;
    const std::size_t wanted = draws();
    const bool given = any(request.given);
    const std::vector<double> known = given ? axes_->row(request.given) : std::vector<double>();
    candidates.rows.reserve(wanted);
    candidates.params.reserve(wanted);
    const std::size_t first = static_cast<std::size_t>(round) * wanted;
    for (std::size_t i = first; i < first + wanted; ++i) {
      const double u = request.rng.uniform(kernel_stream, i);
      const std::size_t kernel = given ? good_->pick(u, known) : good_->pick(u);
      std::vector<double> row(axes_->axes().size(), std::nan(""));
      Params params;
      if (needs_codes_ || given)
        params = draw_in_order(request, kernel, i, row);
      else
        for (std::size_t j = 0; j < request.space.size(); ++j) draw_parameter(request, kernel, i, j, row);
      if (needs_codes_ && request.space.broken(params)) continue;
      candidates.rows.push_back(std::move(row));
      candidates.params.push_back(std::move(params));
    }
    return candidates;
  }

  /// Parents first, so that conditions can be looked at.
  Params draw_in_order(const Request& request, std::size_t kernel, std::size_t index, std::vector<double>& row) const {
    const Space& space = request.space;
    Params params(space.size(), std::nan(""));
    for (const std::size_t j : space.order()) {
      if (!space.active(j, params)) continue;
      if (j < request.given.size() && !std::isnan(request.given[j])) {
        params[j] = request.given[j];
        axes_->read(j, params[j], row);
      } else {
        draw_parameter(request, kernel, index, j, row);
        params[j] = axes_->code(j, row);
      }
    }
    space.settle(params);
    return params;
  }

  void draw_parameter(const Request& request, std::size_t kernel, std::size_t index, std::size_t parameter,
                      std::vector<double>& row) const {
    const ParzenAxes::Place& place = (*axes_)[parameter];
    const auto coordinate = [&](std::size_t axis) {
      const std::uint64_t at = index * axes_->axes().size() + axis;
      const bool lacks = !good_->has(kernel, axis);
      const std::size_t from = lacks ? good_->pick_having(axis, request.rng.uniform(other_stream, at)) : kernel;
      row[axis] = good_->draw(from, axis, request.rng.uniform(axis_stream, at));
    };
    if (place.beside) coordinate(*place.beside);
    if (place.axis && !(place.beside && row[*place.beside] == 0)) coordinate(*place.axis);
  }

  struct Row {
    std::uint64_t stamp = 0;
    std::vector<double> values;
  };

  TpeOptions options_;
  Tried tried_;
  Untried untried_;
  Ranked ranked_;
  EvenPoints even_points_;
  std::optional<ParzenAxes> axes_;
  std::optional<Parzen> good_, rest_;
  std::optional<Parzen> failed_;  ///< where any have
  std::vector<Row> rows_;
  bool needs_codes_ = false;
};

}  // namespace

std::unique_ptr<Sampler> make_tpe(TpeOptions options) { return std::make_unique<Tpe>(options); }

}  // namespace kilter
