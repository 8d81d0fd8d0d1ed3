// SPDX-License-Identifier: MIT
// How the learning rate runs over a training.
#pragma once

namespace kilter::nn {

enum class Schedule { constant, cosine, one_cycle, coslog4, plateau };

/// The factor of the learning rate at `progress` in [0, 1), over a linear warm-up of that share. Plateau is 1 here:
/// what is gained decides, see Plateau.
double rate_at(Schedule schedule, double progress, double warm_up);

/// Halves the rate where nothing has been gained for `patience` epochs.
class Plateau {
 public:
  explicit Plateau(int patience) : patience_(patience) {}
  /// Less is better. The factor for the epochs after.
  double after(double score);

 private:
  int patience_;
  int waited_ = 0;
  double factor_ = 1;
  double best_ = 0;
  bool begun_ = false;
};

}  // namespace kilter::nn
