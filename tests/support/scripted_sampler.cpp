// SPDX-License-Identifier: MIT
#include "tests/support/scripted_sampler.hpp"

#include <cmath>

#include "kilter/base/text.hpp"
#include "kilter/space/encoding.hpp"

namespace kilter::testing {
namespace {

Params shifted(const Request& request, double shift) {
  std::vector<double> unit(request.space.size());
  for (std::size_t i = 0; i < unit.size(); ++i)
    unit[i] = std::fmod(request.rng.uniform(static_cast<std::uint32_t>(i), 0) + shift, 1.0);
  return decode(request.space, unit, request.given);
}

}  // namespace

std::optional<Proposal> ScriptedSampler::propose(const History&, const Request& request) {
  return Proposal{.params = shifted(request, 0), .by = "scripted/1", .reason = "uniform"};
}

std::optional<Proposal> LearningSampler::propose(const History& history, const Request& request) {
  const State& state = fold_.upto(history, [](State& s, const History& h, const Entry& entry) {
    if (const auto* f = std::get_if<Proposed>(&entry.fact))
      if (const auto theta = to_double(f->note)) s.theta = *theta;
    if (const auto* f = std::get_if<Reported>(&entry.fact))
      for (const auto& metric : f->metrics)
        if (metric.name == h.settings().goals.front().metric) s.sum = std::sqrt(metric.value + s.sum);
  });
  double theta = state.theta;
  for (int i = 0; i < 5; ++i) theta = 0.5 * (theta + (state.sum + 1) / theta);
  return Proposal{.params = shifted(request, theta), .by = "learning/1", .note = to_text(theta), .reason = "learned"};
}

}  // namespace kilter::testing
