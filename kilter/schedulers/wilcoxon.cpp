// SPDX-License-Identifier: MIT
// Wilcoxon: a trial ends where its values at the same steps or parts are worse than the best trial's by more than
// chance explains. For programs that report one value for each instance or fold.
// Departs from the test in one thing: a trial whose mean is no worse than the best trial's goes on.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/maths/signed_rank.hpp"
#include "kilter/schedulers/schedulers.hpp"
#include "kilter/schedulers/score.hpp"

namespace kilter {
namespace {

/// A trial's values, smaller is better, by part and step: what stands at the same place was measured on the same thing.
using Places = std::map<std::pair<int, double>, double>;

Places places(const Trial& trial, const Goal& goal) {
  Places all;
  for (const auto& part : trial.parts)
    if (const auto* column = part.curve.find(goal.metric))
      for (std::size_t i = 0; i < column->size(); ++i)
        if (std::isfinite((*column)[i])) all[{part.index, part.curve.steps[i]}] = turned(goal, (*column)[i]);
  return all;
}

double mean(const Places& places) {
  double sum = 0;
  for (const auto& [place, value] : places) sum += value;
  return sum / static_cast<double>(places.size());
}

class Wilcoxon final : public Scheduler {
 public:
  explicit Wilcoxon(const WilcoxonOptions& options) : options_(options) {}

  Decision judge(const History& history, const RunId& run) override {
    if (history.settings().goals.empty()) return {};
    const Goal& goal = history.settings().goals.front();
    const Trial* best = best_completed(history, goal);
    if (!best || best->number == run.trial) return {};
    const Places own = places(history.trials()[static_cast<std::size_t>(run.trial)], goal);
    const Places others = places(*best, goal);
    std::vector<double> differences;
    for (const auto& [place, value] : own)
      if (const auto other = others.find(place); other != others.end()) differences.push_back(value - other->second);
    if (static_cast<int>(differences.size()) < std::max(options_.startup_steps, 2)) return {};
    if (!(mean(own) > mean(others))) return {};
    const auto [statistic, p] = signed_rank_greater(differences);
    if (!(p < options_.p)) return {};
    return {Verdict::stop, fmt::format("worse than trial {} at {} common steps: chance explains that with p = {} only",
                                       best->number, differences.size(), rounded(p))};
  }

 private:
  static const Trial* best_completed(const History& history, const Goal& goal) {
    const Trial* best = nullptr;
    double least = 0;
    for (const auto& trial : history.trials()) {
      if (trial.state() != TrialState::complete) continue;
      const auto value = value_of(trial, goal);
      if (!value || (best && turned(goal, *value) >= least)) continue;
      best = &trial;
      least = turned(goal, *value);
    }
    return best;
  }

  WilcoxonOptions options_;
};

}  // namespace

std::unique_ptr<Scheduler> make_wilcoxon(WilcoxonOptions options) {
  if (!(options.p > 0 && options.p < 1))
    throw Error(ErrorKind::invalid, fmt::format("wilcoxon: p lies between 0 and 1, not at {}", options.p));
  return std::make_unique<Wilcoxon>(options);
}

}  // namespace kilter
