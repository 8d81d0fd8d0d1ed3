// SPDX-License-Identifier: MIT
// The 24 noiseless functions of BBOB, each in any number of instances, and the 55 pairs of bbob-biobj.
// N. Hansen, S. Finck, R. Ros, A. Auger: Real-parameter black-box optimization benchmarking 2009: noiseless functions
// definitions (INRIA RR-6829); T. Tušar et al.: Biobjective problems of COCO (arXiv 1604.00359).
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace kilter::bench {

/// Never changes after it was made; safe to use from any thread.
class Bbob {
 public:
  /// `function` is 1 to 24, `instance` above 0, `dimension` above 1.
  Bbob(int function, int instance, std::size_t dimension);

  double operator()(std::span<const double> x) const;
  double best_value() const { return best_value_; }
  const std::vector<double>& best_point() const { return best_point_; }

 private:
  using Vector = std::vector<double>;
  using Matrix = std::vector<Vector>;

  void place();
  void turn();
  void raise_peaks();
  double value(const Vector& x) const;
  double separable(const Vector& x) const;
  double moderate(const Vector& x) const;
  double ill_conditioned(const Vector& x) const;
  double structured(const Vector& x) const;
  double weakly_structured(const Vector& x) const;
  double schwefel(const Vector& x) const;
  double peaks(const Vector& x) const;
  double katsuura(const Vector& z) const;
  double two_funnels(const Vector& x) const;
  Vector from_best(const Vector& x) const;
  double power(double base, std::size_t i) const;

  int function_;
  std::size_t n_;
  std::int64_t seed_;
  double best_value_ = 0;
  Vector best_point_;
  Matrix first_, second_;             ///< rotations
  Matrix between_;                    ///< first * diagonal * second
  Matrix peak_points_, peak_scales_;  ///< by peak, points rotated
  Vector peak_heights_;
};

/// The functions of a pair of bbob-biobj, 1 to 55, in one of its first 15 instances.
std::pair<Bbob, Bbob> bbob_pair(int pair, int instance, std::size_t dimension);

}  // namespace kilter::bench
