// SPDX-License-Identifier: MIT
// What a user can set on the command line, with the defaults.
#pragma once

#include <cstdint>
#include <string>

#include "network.hpp"

namespace digits {

struct Options {
  double lr = 0.01;
  int width = 64;
  int layers = 2;
  int batch_size = 32;
  Activation activation = Activation::relu;
  int epochs = 30;
  std::uint64_t seed = 0;
  std::string data = DIGITS_DATA;
  std::string checkpoint_dir;  // empty: keep none
  bool resume = false;
};

/// Reads the command line and, for what belongs to the place a program runs in, the environment: KILTER_TRIAL_DIR
/// (where to keep the checkpoint) and KILTER_RESUME=1 (go on from it). Prints the help and exits 0 on --help; prints
/// what is wrong and exits 2 on a bad command line.
Options read_options(int argc, char** argv);

}  // namespace digits
