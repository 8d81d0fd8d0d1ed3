// SPDX-License-Identifier: MIT
#include "tests/support/scripted_schedulers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace kilter::testing {
namespace {

const Goal& goal(const History& h) { return h.settings().goals.front(); }

class Halving final : public Scheduler {
 public:
  std::optional<Assignment> next(const History& h, const Rng&) override {
    std::vector<std::pair<double, TrialNumber>> rung;
    for (const auto& t : h.trials())
      if (const Part* p = t.part(0); p && !p->curve.steps.empty())
        rung.emplace_back(p->curve.find(goal(h).metric)->front(), t.number);
    std::sort(rung.begin(), rung.end());
    for (std::size_t i = 0; i < rung.size() / 3; ++i) {
      const TrialNumber number = rung[i].second;
      const Trial& t = h.trials()[static_cast<std::size_t>(number)];
      if (t.state() == TrialState::paused)
        return Assignment{.trial = number, .budget = h.settings().budget.full, .reason = "best third at step 1"};
    }
    return Assignment{.budget = h.settings().budget.shortest, .reason = "new at the lowest rung"};
  }
};

class Folds final : public Scheduler {
 public:
  std::optional<Assignment> next(const History& h, const Rng&) override {
    for (const auto& t : h.trials()) {
      if (beaten(h, t)) continue;
      for (int k = 0; k < h.settings().parts; ++k)
        if (!t.part(k)) return Assignment{.trial = t.number, .part = k, .reason = "next fold"};
    }
    return Assignment{};
  }

 private:
  static bool whole(const History& h, const Trial& t) {
    return static_cast<int>(t.parts.size()) == h.settings().parts && t.state() == TrialState::complete;
  }
  static double worst(const History& h, const Trial& t) {
    double worst = -std::numeric_limits<double>::infinity();
    for (const auto& p : t.parts) worst = std::max(worst, p.curve.find(goal(h).metric)->back());
    return worst;
  }
  static bool beaten(const History& h, const Trial& t) {
    const auto mean = value_of(t, goal(h));
    return mean && std::any_of(h.trials().begin(), h.trials().end(), [&](const Trial& o) {
             return o.number != t.number && whole(h, o) && *mean > worst(h, o);
           });
  }
};

class Population final : public Scheduler {
 public:
  std::optional<Assignment> next(const History& h, const Rng& rng) override {
    constexpr TrialNumber size = 4;
    if (h.next() < size) return Assignment{.reason = "first generation"};
    const TrialNumber first = size * (h.next() / size - 1);
    std::vector<const Trial*> parents;
    for (TrialNumber i = first; i < first + size; ++i) parents.push_back(&h.trials()[static_cast<std::size_t>(i)]);
    for (const Trial* t : parents)
      if (t->state() != TrialState::complete) return {};
    const auto better = [&](const Trial* a, const Trial* b) { return *value_of(*a, goal(h)) < *value_of(*b, goal(h)); };
    const Trial* parent = parents[static_cast<std::size_t>(h.next() % size)];
    const Trial* best = *std::min_element(parents.begin(), parents.end(), better);
    const bool worst = parent == *std::max_element(parents.begin(), parents.end(), better);
    Assignment child{.given = worst ? best->params : parent->params, .reason = worst ? "copies the best" : "goes on"};
    if (worst) child.given[0] *= rng.uniform(7, 0) < 0.5 ? 0.8 : 1.2;
    if (worst) parent = best;
    child.from = Checkpoint{parent->number, parent->part(0)->curve.steps.back()};
    child.budget = child.from->step + 1;
    return child;
  }
};

class Dominated final : public Scheduler {
 public:
  Decision judge(const History& h, const RunId& run) override {
    const Curve& mine = h.trials()[static_cast<std::size_t>(run.trial)].part(0)->curve;
    const double step = mine.steps.back();
    int others = 0;
    int better = 0;
    for (const auto& t : h.trials()) {
      const Part* p = t.part(0);
      if (!p || t.number == run.trial) continue;
      const auto at = std::find(p->curve.steps.begin(), p->curve.steps.end(), step);
      if (at == p->curve.steps.end()) continue;
      ++others;
      const auto i = static_cast<std::size_t>(at - p->curve.steps.begin());
      better += std::all_of(h.settings().goals.begin(), h.settings().goals.end(), [&](const Goal& g) {
        const double gap = p->curve.find(g.metric)->at(i) - mine.find(g.metric)->back();
        return g.maximize ? gap > 0 : gap < 0;
      });
    }
    if (others < 4 || 2 * better <= others) return {};
    return {Verdict::stop, std::to_string(better) + " of " + std::to_string(others) + " others dominate it"};
  }
};

}  // namespace

std::unique_ptr<Scheduler> make_scripted_scheduler(const std::string& name) {
  if (name == "none") return std::make_unique<Scheduler>();
  if (name == "halving") return std::make_unique<Halving>();
  if (name == "folds") return std::make_unique<Folds>();
  if (name == "population") return std::make_unique<Population>();
  if (name == "dominated") return std::make_unique<Dominated>();
  throw std::invalid_argument("no scripted scheduler \"" + name + "\"");
}

}  // namespace kilter::testing
