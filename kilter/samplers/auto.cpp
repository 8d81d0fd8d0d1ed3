// SPDX-License-Identifier: MIT
// The sampler that nobody needs to configure: a Gaussian process as long as it can, and as long as it is right about
// the trials it has; a Parzen estimator beyond. While trials train for a short time first, most are drawn until the
// process has shown that it foretells them: they are cheap, and their noise misleads it.
#include <fmt/format.h>

#include "kilter/models/surrogate.hpp"
#include "kilter/samplers/samplers.hpp"
#include "kilter/space/parameter.hpp"

namespace kilter {
namespace {

constexpr int much = 2000;          ///< trials up to which the model is still asked, at every fourth one
constexpr int least_right = 15;     ///< percent of rank correlation below which the model is not trusted
constexpr int right_of_short = 30;  ///< the same where trials train for a short time first
constexpr std::string_view modelled = "gp/";

int dimensions(const Space& space) {
  int counted = 0;
  for (const auto& parameter : space.parameters()) counted += parameter.kind != Kind::fixed && levels(parameter) > 1;
  return counted;
}

class Auto final : public Sampler {
 public:
  Auto(const AutoOptions& options, std::unique_ptr<Sampler> model, std::unique_ptr<Sampler> parzen,
       std::unique_ptr<Sampler> drawn)
      : options_(options), model_(std::move(model)), parzen_(std::move(parzen)), drawn_(std::move(drawn)) {}

  std::optional<Proposal> propose(const History& history, const Request& request) override {
    const std::string unproved = why_drawn(history, request);
    const std::string why = unproved.empty() ? why_not_the_model(history, request) : unproved;
    if (why.empty()) return model_->propose(history, request);
    auto proposal = (unproved.empty() ? parzen_ : drawn_)->propose(history, request);
    if (proposal) proposal->reason += "; " + why;
    return proposal;
  }

 private:
  /// Empty, or why the trial is drawn. Every fourth is the model's, so that it can show what it knows.
  static std::string why_drawn(const History& history, const Request& request) {
    const Budget& budget = history.settings().budget;
    if (budget.shortest >= budget.full || request.number % 4 == 0) return {};
    const auto right = newest_reliability(history, request.number);
    if (right.value_or(0) >= right_of_short) return {};
    if (!right) return "the Gaussian process has yet to show that it foretells short trainings";
    return fmt::format("the Gaussian process foretells short trainings with a rank correlation of {:.2f} only",
                       *right / 100.0);
  }

  std::string why_not_the_model(const History& history, const Request& request) const {
    const int d = dimensions(request.space), n = history.next(), number = request.number;
    if (d > options_.dimensions) return fmt::format("no Gaussian process, for there are {} parameters", d);
    if (n > options_.trials && (n > much || number % 4 != 0))
      return fmt::format("no Gaussian process, for there are {} trials", n);
    if (number % 2 == 1 && n >= 3 * d + 10) {
      const auto right = newest_reliability(history, request.number);
      if (right && *right < least_right)
        return fmt::format("the Gaussian process foretells known results with a rank correlation of {:.2f} only",
                           *right / 100.0);
    }
    return {};
  }

  static std::optional<int> newest_reliability(const History& history, TrialNumber before) {
    for (auto trial = history.trials().rbegin(); trial != history.trials().rend(); ++trial)
      if (trial->number < before && trial->by.starts_with(modelled) && !trial->note.empty())
        return fit_note(trial->note).reliability;
    return {};
  }

  AutoOptions options_;
  std::unique_ptr<Sampler> model_, parzen_, drawn_;
};

}  // namespace

std::unique_ptr<Sampler> make_auto(AutoOptions options, std::unique_ptr<Sampler> model, std::unique_ptr<Sampler> parzen,
                                   std::unique_ptr<Sampler> drawn) {
  return std::make_unique<Auto>(options, std::move(model), std::move(parzen), std::move(drawn));
}

}  // namespace kilter
