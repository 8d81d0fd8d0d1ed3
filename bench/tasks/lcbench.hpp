// SPDX-License-Identifier: MIT
// The network that YAHPO Gym fitted to LCBench's learning curves, evaluated as its manifest says.
#pragma once
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "kilter/space/space.hpp"

namespace kilter::bench {

/// Never changes after it was read; safe to use from any thread.
class LcBench {
 public:
  /// `folder` holds manifest.json and weights.f32; throws std::runtime_error naming what is missing.
  explicit LcBench(const std::filesystem::path& folder);
  ~LcBench();

  /// Time in seconds, validation accuracy in percent, and four more, in the manifest's order. `inputs`: epoch, then
  /// the parameters of space().
  std::vector<double> operator()(std::size_t embedding_row, std::span<const double> inputs) const;
  const Space& space() const;
  double last_epoch() const;

 private:
  struct Net;
  std::unique_ptr<const Net> net_;
};

}  // namespace kilter::bench
