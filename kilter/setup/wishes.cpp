// SPDX-License-Identifier: MIT
#include "kilter/setup/wishes.hpp"

#include <algorithm>

#include "kilter/setup/limits.hpp"

namespace kilter {
namespace {

template <class T>
void fill(std::optional<T>& upper, std::optional<T>& lower) {
  if (!upper) upper = std::move(lower);
}

/// The lower ones stay in their order; an upper one of the same name takes the place.
template <class T>
void fill_by_name(std::vector<T>& upper, std::vector<T>& lower) {
  for (auto& one : upper) {
    const auto same = std::find_if(lower.begin(), lower.end(), [&](const T& other) { return other.name == one.name; });
    if (same == lower.end())
      lower.push_back(std::move(one));
    else
      *same = std::move(one);
  }
  upper = std::move(lower);
}

}  // namespace

Wishes merged(Wishes upper, Wishes lower) {
  fill(upper.name, lower.name);
  fill(upper.note, lower.note);
  if (upper.command.empty()) {
    upper.command = std::move(lower.command);
    fill(upper.directory, lower.directory);
  }
  upper.environment.merge(lower.environment);
  if (upper.goals.empty() && upper.metrics.empty()) {
    upper.goals = std::move(lower.goals);
    upper.metrics = std::move(lower.metrics);
  }
  fill(upper.step, lower.step);
  fill_by_name(upper.parameters, lower.parameters);
  upper.whole_space = upper.whole_space || lower.whole_space;
  fill_by_name(upper.constraints, lower.constraints);
  upper.limits = joined(std::move(lower.limits), upper.limits);
  fill(upper.trials, lower.trials);
  fill(upper.hours, lower.hours);
  fill(upper.until, lower.until);
  fill(upper.epochs, lower.epochs);
  fill(upper.jobs, lower.jobs);
  fill(upper.timeout, lower.timeout);
  fill(upper.memory, lower.memory);
  fill(upper.grace, lower.grace);
  fill(upper.cores, lower.cores);
  fill(upper.gpus, lower.gpus);
  fill(upper.per_gpu, lower.per_gpu);
  fill(upper.all_gpus, lower.all_gpus);
  fill(upper.pty, lower.pty);
  fill(upper.workdir, lower.workdir);
  if (upper.logs.empty()) upper.logs = std::move(lower.logs);
  if (upper.templates.empty()) upper.templates = std::move(lower.templates);
  if (!upper.parts) {
    upper.parts = lower.parts;
    upper.part_kind = lower.part_kind;
    upper.instances = std::move(lower.instances);
  }
  fill(upper.aggregate, lower.aggregate);
  fill(upper.test_metric, lower.test_metric);
  if (upper.track.empty()) upper.track = std::move(lower.track);
  fill(upper.retry_lost, lower.retry_lost);
  fill(upper.retry_error, lower.retry_error);
  fill(upper.sampler, lower.sampler);
  fill(upper.scheduler, lower.scheduler);
  fill(upper.seed, lower.seed);
  return upper;
}

}  // namespace kilter
