// SPDX-License-Identifier: MIT
// Bayesian optimisation with one Gaussian process over the whole mixed and conditional space.
// J. Snoek, H. Larochelle, R. P. Adams (NeurIPS 2012); output warps and confidence bound of the Vizier service (X. Song
// et al. 2024); priors of Optuna's GPSampler. Departs from them in the incumbent (the best posterior mean), in the
// schedule of acquisitions, and in insurance trials of an unwarped model in conditional spaces.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/models/chances.hpp"
#include "kilter/models/neighbours.hpp"
#include "kilter/models/surrogate.hpp"
#include "kilter/samplers/even_points.hpp"
#include "kilter/samplers/gp_goals.hpp"
#include "kilter/samplers/gp_words.hpp"
#include "kilter/samplers/incumbents.hpp"
#include "kilter/samplers/samplers.hpp"
#include "kilter/samplers/search.hpp"
#include "kilter/samplers/untried.hpp"

namespace kilter {
namespace {

constexpr const char* gp_version = "gp/1";
constexpr double trifle = 0.02;
constexpr double wide_kappa = 4;
constexpr std::ptrdiff_t most_avoided = 5;
constexpr int front_rows = 400;
constexpr std::size_t main_model = 0, plain_model = 1, first_limit = 2;
constexpr int careful_from = 20;          ///< results from which on limits are kept rather than felt for
constexpr double share_of_promise = 0.1;  ///< where no trial keeps all limits yet

/// Which model proposes, and by what.
struct Turn {
  std::size_t model = main_model;
  Wish::Kind wish = Wish::Kind::improvement;
  const char* rule = "expected improvement";
  bool wide = false;  ///< away from the best rows
};

class Gp final : public Sampler {
 public:
  explicit Gp(const GpOptions& options) : options_(options) {}

  std::optional<Proposal> propose(const History& history, const Request& request) override {
    const Space& space = request.space;
    if (any(request.given)) {
      if (auto params = decided(space, request.given))
        return proposal(std::move(*params), {}, "given in full: " + counted(space));
    }
    tried_.read(history);
    if (options_.default_first && history.next() == 0 && !any(request.given))
      return proposal(space.defaults(), {}, "the declared defaults, and the middle of each other range");
    const Features& features = features_for(space);
    const Observations seen = observe(history, features, request.number);
    if (seen.valued < start_of(features, history) || features.size() == 0) return start(request, seen);
    const std::size_t goals = history.settings().goals.size();
    if (goals == 1) return model(history, request, features, seen);
    return goals == 2 ? front(history, request, features, seen) : weighted(history, request, features, seen);
  }

 private:
  static Proposal proposal(Params params, std::string note, std::string reason) {
    return {.params = std::move(params),
            .by = gp_version,
            .note = std::move(note),
            .reason = std::move(reason),
            .repeats = {}};
  }

  const Features& features_for(const Space& space) {
    if (!features_ || !(features_->space() == space)) features_.emplace(space);
    return *features_;
  }

  int start_of(const Features& features, const History& history) const {
    if (options_.start > 0) return std::max(options_.start, 2);
    const auto d = static_cast<int>(features.size());
    int start = std::clamp((d + 2) / 3 + 2, 4, 8);
    if (const auto budget = history.settings().budget.trials) start = std::min(start, std::max(*budget / 4, 3));
    return start;
  }

  std::optional<Proposal> start(const Request& request, const Observations& seen) {
    if (auto point = even_points_.next(request, tried_, static_cast<std::uint32_t>(request.number)))
      return proposal(
          std::move(point->params), {},
          fmt::format("point {} of a scrambled Sobol' sequence over {}, before the model begins ({} {} so "
                      "far)",
                      point->number, counted(request.space), seen.valued, seen.valued == 1 ? "result" : "results"));
    return drawn(request, "drawn, because the Sobol' points of the start were tried or break a constraint");
  }

  std::optional<Proposal> drawn(const Request& request, std::string reason, std::string note = {}) {
    auto params = untried_.find(request.space, request.rng, request.given, tried_);
    if (!params) return {};
    return proposal(std::move(*params), std::move(note), std::move(reason));
  }

  static FitNote newest_fit(const History& history, TrialNumber before) {
    for (auto trial = history.trials().rbegin(); trial != history.trials().rend(); ++trial)
      if (trial->number < before && trial->by == gp_version && !trial->note.empty()) return fit_note(trial->note);
    return {};
  }

  /// Whether the newest results have not improved on the best one by more than a trifle, in units of the labels'
  /// spread.
  static bool stagnates(const Features& features, const Observations& seen) {
    const std::size_t n = seen.ended.size(), window = std::max(features.size(), std::size_t{6});
    if (n < 2 * window) return false;
    std::vector<double> values;
    for (const auto& one : seen.ended) values.push_back(one.breach > 0 ? std::nan("") : one.values.front());
    const std::vector<double> labels = warped(values, {.ranks = true, .thin = true});
    const auto newest = labels.end() - static_cast<std::ptrdiff_t>(window);
    return *std::max_element(labels.begin(), labels.end()) - *std::max_element(labels.begin(), newest) < trifle;
  }

  Turn turn_of(int results, int number, bool conditional, bool stagnates) const {
    if (stagnates && number % 4 == 2)
      return {main_model, Wish::Kind::bound, "the most uncertain away from the best trials, which stagnate", true};
    if ((conditional || stagnates) && number % 4 == 1)
      return {plain_model, Wish::Kind::improvement, "expected improvement on plain results"};
    if (results < options_.improvement) return {};
    if (number % 4 == 3) return {main_model, Wish::Kind::mean, "the best expected value"};
    return {main_model, Wish::Kind::bound, "upper confidence bound"};
  }

  std::optional<Proposal> model(const History& history, const Request& request, const Features& features,
                                const Observations& seen) {
    FitNote note = newest_fit(history, request.number);
    note.thetas.resize(std::max(note.size(), std::size_t{1}));
    Turn turn = turn_of(seen.valued + seen.failed, request.number, features.conditional(), stagnates(features, seen));
    if (turn.wide && !history.settings().limits.empty()) turn = {};
    const auto rows = static_cast<int>(seen.ended.size());
    const Refit due = refit_due(rows, note);
    Refit refit = due;
    if (turn.model == plain_model) {
      note.thetas.resize(std::max(note.size(), std::size_t{2}));
      refit = note.thetas[plain_model].empty() ? Refit::cold : Refit::warm;
    }
    SurrogateOptions options{.warp = {.ranks = turn.model == main_model, .thin = true}, .most_rows = options_.rows};
    Surrogate model(features, seen, options, refit, note.thetas[turn.model], request.rng);
    if (!model.usable()) return drawn(request, "drawn, because the model's covariance is singular");
    note.thetas[turn.model] = model.theta();
    note.reliability = static_cast<int>(std::lround(100 * model.reliability()));
    if (turn.model == main_model && refit != Refit::no) {
      note.rows = rows;
      if (refit == Refit::cold) note.cold = rows;
    }
    return search(history, request, features, seen, model, turn, std::move(note), due);
  }

  std::optional<Proposal> search(const History& history, const Request& request, const Features& features,
                                 const Observations& seen, Surrogate& model, const Turn& turn, FitNote note,
                                 Refit refit) {
    Process& process = model.process();
    const Incumbents good(model, seen);
    process.believe(seen.pending);
    Chances chances = chances_of(request, features, seen, process.theta(), refit, note);
    const Wish::Kind wish = good.any_keeps ? turn.wish : Wish::Kind::bound;
    SingleGoal promise(process, {wish, good.target, turn.wide ? wide_kappa : options_.kappa});
    std::vector<FeatureRow> avoided;
    if (turn.wide) avoided.assign(good.rows.begin(), good.rows.begin() + std::min(std::ssize(good.rows), most_avoided));
    auto found =
        searched(request, features, seen, good.rows, process, {promise, good.any_keeps, chances}, std::move(avoided));
    if (!found) return drawn(request, "drawn, because all that the model looked at was tried before", to_text(note));
    const Belief belief = process.at(found->row);
    return proposal(std::move(found->params), to_text(note),
                    reason_of(history.settings().goals.front(), model, seen, belief,
                              place_words(features, seen, model.theta(), found->row), turn.rule) +
                        chances_words(chances, found->row));
  }

  /// Takes the hyperparameters of the limits' models from the note, and writes them there.
  static Chances chances_of(const Request& request, const Features& features, const Observations& seen,
                            const Hyperparameters& main, Refit refit, FitNote& note) {
    const auto known = std::span(note.thetas).subspan(std::min(first_limit, note.size()));
    Chances chances(features, seen, main, refit, known, request.rng);
    if (chances.thetas().empty()) return chances;
    note.thetas.resize(first_limit);
    note.thetas.insert(note.thetas.end(), chances.thetas().begin(), chances.thetas().end());
    return chances;
  }

  /// What a search is for.
  struct Aim {
    Acquisition& promise;
    bool any_keeps;  ///< a trial has kept all limits; else that comes first
    Chances& chances;
  };

  std::optional<Found> searched(const Request& request, const Features& features, const Observations& seen,
                                std::span<const FeatureRow> good, const Process& process, const Aim& aim,
                                std::vector<FeatureRow> avoided = {}) const {
    std::vector<FeatureRow> known = seen.pending;
    for (const auto& one : seen.ended) known.push_back(one.row);
    std::vector<double> weights;
    for (std::size_t k = 0; k < features.size(); ++k) weights.push_back(std::exp(process.theta()[k]));
    SearchOptions options;
    options.candidates = options_.candidates;
    options.avoided = std::move(avoided);
    Search search(features, request.given, request.rng, weights, good, options);
    if (!aim.chances.any()) return search.best(aim.promise, known, tried_);
    const Caution caution = seen.valued < careful_from ? Caution{} : Caution{.spare = 2, .weight = 30};
    Careful careful(aim.promise, aim.any_keeps ? 1 : share_of_promise, aim.chances, caution);
    return search.best(careful, known, tried_);
  }

  /// Two goals: a model each, and the expected gain of hypervolume.
  std::optional<Proposal> front(const History& history, const Request& request, const Features& features,
                                const Observations& seen) {
    FitNote note = newest_fit(history, request.number);
    note.thetas.resize(std::max(note.size(), std::size_t{2}));
    const auto rows = static_cast<int>(seen.ended.size());
    const Refit refit = refit_due(rows, note);
    const auto model_of = [&](std::size_t goal) {
      const SurrogateOptions options{.goal = goal, .warp = {.ranks = false}, .most_rows = front_rows};
      return Surrogate(features, seen, options, refit, note.thetas[goal], request.rng);
    };
    Surrogate first = model_of(0), second = model_of(1);
    if (!first.usable() || !second.usable()) return drawn(request, "drawn, because a model's covariance is singular");
    note.thetas[0] = first.theta(), note.thetas[1] = second.theta();
    if (refit != Refit::no) note.rows = rows;
    if (refit == Refit::cold) note.cold = rows;
    const FrontOfTrials best(first, second, seen);
    first.process().believe(seen.pending);
    second.process().believe(seen.pending);
    HypervolumeGain promise(first.process(), second.process(), best.front, best.reference);
    Chances chances = chances_of(request, features, seen, first.theta(), refit, note);
    auto found = searched(request, features, seen, best.rows, first.process(), {promise, !best.front.empty(), chances});
    if (!found) return drawn(request, "drawn, because all that the models looked at was tried before", to_text(note));
    const Belief one = first.process().at(found->row), two = second.process().at(found->row);
    return proposal(std::move(found->params), to_text(note),
                    reason_of(history.settings().goals, first.value(one.mean), second.value(two.mean), seen.valued,
                              best.front.size(), place_words(features, seen, first.theta(), found->row)) +
                        chances_words(chances, found->row));
  }

  /// More goals: one model of the worst of them under random weights (J. Knowles: ParEGO, 2006).
  std::optional<Proposal> weighted(const History& history, const Request& request, const Features& features,
                                   const Observations& seen) {
    Surrogate model(features, weighted_sum(seen, request.rng), {.warp = {.ranks = true, .thin = true}}, Refit::cold, {},
                    request.rng);
    if (!model.usable()) return drawn(request, "drawn, because the model's covariance is singular");
    const Incumbents good(model, seen);
    model.process().believe(seen.pending);
    SingleGoal promise(model.process(), {Wish::Kind::improvement, good.target, options_.kappa});
    FitNote none;
    Chances chances = chances_of(request, features, seen, model.theta(), Refit::cold, none);
    auto found = searched(request, features, seen, good.rows, model.process(), {promise, good.any_keeps, chances});
    if (!found) return drawn(request, "drawn, because all that the model looked at was tried before");
    return proposal(std::move(found->params), {},
                    fmt::format("expected improvement of {} goals under random weights (Gaussian process on {} trials)",
                                history.settings().goals.size(), seen.valued));
  }

  GpOptions options_;
  Tried tried_;
  Untried untried_;
  std::optional<Features> features_;
  EvenPoints even_points_;
};

}  // namespace

std::unique_ptr<Sampler> make_gp(GpOptions options) { return std::make_unique<Gp>(options); }

}  // namespace kilter
