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

struct GpOptions {
  int start = 0;              ///< trials before the model proposes; 0: 4 to 8, by the number of parameters
  bool default_first = true;  ///< the first trial has the declared defaults, else the centre
  int improvement = 25;       ///< up to so many results expected improvement alone, from then on by turns
  double kappa = 1.8;         ///< weight of the uncertainty in the upper confidence bound
  int candidates = 512;       ///< points that the search for a proposal begins with
  int rows = 600;             ///< the model has at most so many trials
};
std::unique_ptr<Sampler> make_gp(GpOptions options = {});
struct TpeOptions {
  int startup = 10;         ///< trials that have ended before the model proposes
  int candidates = 96;      ///< draws of which the best is proposed; fewer, but 24 or more, from 75 trials on
  double below = 0.15;      ///< share of the trials that counts as good
  int most_below = 25;      ///< and how many at most
  int most_above = 256;     ///< of the rest: beyond it the newest half of so many, and as many of the older ones
  double narrowest = 0.15;  ///< bandwidth at least, as a share of a range
  double prior = 1;         ///< weight of the whole range beside the good trials, in trials
};
std::unique_ptr<Sampler> make_tpe(TpeOptions options = {});

struct AutoOptions {
  int trials = 600;     ///< beyond so many the model is asked more rarely, and beyond 2000 no more
  int dimensions = 60;  ///< beyond so many parameters it is not asked
};
/// `model` is make_gp's; `parzen` proposes where the model is out of its depth, `drawn` among short trainings that it
/// does not foretell.
std::unique_ptr<Sampler> make_auto(AutoOptions options, std::unique_ptr<Sampler> model, std::unique_ptr<Sampler> parzen,
                                   std::unique_ptr<Sampler> drawn);

}  // namespace kilter
