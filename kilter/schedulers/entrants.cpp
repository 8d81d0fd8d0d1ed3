// SPDX-License-Identifier: MIT
#include "kilter/schedulers/entrants.hpp"

#include <algorithm>

namespace kilter {

std::vector<Entrant> entrants(const Ladder::Climbs& climbs, int part, std::size_t rung,
                              const std::function<bool(TrialNumber)>& belongs) {
  std::vector<Entrant> all;
  for (const auto& [run, climb] : climbs)
    if (run.second == part && climb.at.size() > rung && !climb.at[rung].empty() && belongs(run.first))
      all.push_back({run.first, climb.at[rung]});
  return all;
}

std::vector<Entrant> entrants(const Ladder::Climbs& climbs, int part, std::size_t rung, TrialNumber first, int trials) {
  std::vector<Entrant> all;
  for (auto at = climbs.lower_bound({first, 0}); at != climbs.end() && at->first.first < first + trials; ++at)
    if (at->first.second == part && at->second.at.size() > rung && !at->second.at[rung].empty())
      all.push_back({at->first.first, at->second.at[rung]});
  return all;
}

bool before(const Entrant& other, const Entrant& own) {
  const bool tie = own.score.size() == 1 && other.score == own.score && other.trial < own.trial;
  return better(other.score, own.score) || tie;
}

std::size_t ahead(const std::vector<Entrant>& all, const Entrant& own) {
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [&](const Entrant& other) { return before(other, own); }));
}

std::vector<TrialNumber> leaders(const std::vector<Entrant>& all, std::size_t places) {
  std::vector<std::pair<double, TrialNumber>> order;
  order.reserve(all.size());
  for (const auto& one : all)
    order.emplace_back(one.score.size() == 1 ? one.score[0] : static_cast<double>(ahead(all, one)), one.trial);
  std::sort(order.begin(), order.end());
  std::vector<TrialNumber> best;
  for (std::size_t i = 0; i < std::min(places, order.size()); ++i) best.push_back(order[i].second);
  return best;
}

bool waits_at(const Climb& climb, const Trial& trial, std::size_t rung, double length) {
  return climb.highest == rung && trial.state() == TrialState::paused && trial.part(0)->budget <= length;
}

}  // namespace kilter
