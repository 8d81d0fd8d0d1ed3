// SPDX-License-Identifier: MIT
#include "kilter/executors/subprocess_progress.hpp"

#include <algorithm>
#include <cmath>

namespace kilter {
namespace {

constexpr std::uint64_t all_of_the_first = 10000;
constexpr std::size_t most_names = 200;

bool passes(std::uint64_t count) {
  std::uint64_t every = 1;
  while (count / every > all_of_the_first) every *= 10;
  return count % every == 0;
}

}  // namespace

std::optional<Progress::Report> Progress::take(FoundReport found, std::optional<ReportSocket::ClientId> client) {
  step_ = found.step && std::isfinite(*found.step) ? *found.step : step_ + 1;
  for (const auto& metric : found.metrics)
    if (names_.size() < most_names && std::find(names_.begin(), names_.end(), metric.name) == names_.end())
      names_.push_back(metric.name);
  Reported reported{run_, step_, std::move(found.metrics)};
  if (passes(++count_)) {
    left_out_.reset();
    return Report{std::move(reported), client};
  }
  left_out_ = std::move(reported);
  return {};
}

std::optional<Progress::Report> Progress::last() {
  if (!left_out_) return {};
  Report report{std::move(*left_out_), {}};
  left_out_.reset();
  return report;
}

}  // namespace kilter
