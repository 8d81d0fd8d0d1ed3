// SPDX-License-Identifier: MIT
// The samplers that Kilter has: their options, and how each is made.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kilter/core/sampler.hpp"

namespace kilter {

std::unique_ptr<Sampler> make_random();

struct QuasiRandomOptions {
  int scramblings = 32;  ///< of which the one with the largest smallest distance is taken
  int balanced = 16;     ///< the first points, in which every choice comes equally often; at most 256
};
std::unique_ptr<Sampler> make_quasi_random(QuasiRandomOptions options = {});

struct GridOptions {
  int points = 5;                      ///< of a continuous or long range, equally spaced in the unit interval
  std::map<std::string, int> numbers;  ///< the same for one parameter
};
std::unique_ptr<Sampler> make_grid(GridOptions options = {});

}  // namespace kilter
