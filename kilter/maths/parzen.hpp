// SPDX-License-Identifier: MIT
// A Parzen mixture over mixed, conditional rows: a density with one product kernel for each row it was made from.
// J. Bergstra et al.: Algorithms for hyper-parameter optimization (NeurIPS 2011); S. Watanabe: Tree-structured Parzen
// estimator: understanding its algorithm components (2023), for the bandwidths. Departs from them in that a row lacks
// coordinates where its condition does not hold; such a kernel counts as uniform there.
#pragma once
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "kilter/maths/buffer.hpp"

namespace kilter {

/// One coordinate of a row.
struct ParzenAxis {
  std::vector<double> edges;  ///< of cells in [0, 1], both ends included; empty: any number in [0, 1]
  std::size_t choices = 0;    ///< above 0: unordered, values are 0 to choices - 1
  bool always = true;         ///< no candidate lacks it
};

struct ParzenRules {
  double narrowest = 0.03;    ///< bandwidth, as a share of the range; of cells never less than their mean width
  bool by_count = false;      ///< a bandwidth is also at least 1 / min(100, rows + 2)
  bool prior_between = true;  ///< the centre of the prior is a neighbour like any row
  double prior = 1;           ///< weight of the prior kernel, in rows; above 0
};

/// A row that a mixture is made from. Numbers of [0, 1], cells by any number within, choices by index, NaN where
/// absent; a shorter row lacks the rest. Equal stamps mean equal rows.
struct ParzenRow {
  std::int64_t number = 0;
  std::uint64_t stamp = 0;
  std::span<const double> values;
};

/// Kernels in order of their rows' numbers, and a prior kernel behind them. What it answers depends on the newest
/// assign() alone. Not thread-safe.
class Parzen {
 public:
  Parzen(std::vector<ParzenAxis> axes, const ParzenRules& rules);

  /// Takes these rows, in ascending order of number, in place of the former ones; work is done for the differences.
  /// `weights`: one a row, all equal where empty; the prior weighs as `rules.prior` rows of mean weight.
  void assign(std::span<const ParzenRow> rows, std::span<const double> weights = {});

  std::size_t size() const { return rows_.size(); }
  const std::vector<ParzenAxis>& axes() const { return axes_; }

  /// Log density at each candidate (one value an axis, NaN where inactive): per unit of a number, the mass of a cell or
  /// choice. Above -infinity for every candidate.
  void log_densities(std::span<const std::vector<double>> candidates, std::span<double> out) const;

  /// A kernel drawn by weight; size() is the prior. `u` and those below lie in (0, 1).
  std::size_t pick(double u) const;
  /// The same, by weight times density at the axes that `known` has.
  std::size_t pick(double u, std::span<const double> known) const;
  /// Whether that kernel, or the prior, has a coordinate there.
  bool has(std::size_t kernel, std::size_t axis) const;
  /// A kernel by weight among those that have a coordinate there.
  std::size_t pick_having(std::size_t axis, double u) const;
  /// A coordinate from a kernel that has one.
  double draw(std::size_t kernel, std::size_t axis, double u) const;

  /// Bandwidth of a kernel, or of the prior; NaN where it lacks the coordinate.
  double bandwidth(std::size_t kernel, std::size_t axis) const;
  double weight(std::size_t kernel) const { return weights_[kernel]; }

 private:
  struct Kept {
    std::int64_t number;
    std::uint64_t stamp;
  };
  /// The part of the unit interval that the kernel's distribution function maps the range to.
  struct Ends {
    double centre = -1, inverse = 0;  ///< of the kernel that they were worked out for
    double low = 0, high = 1;
  };
  /// The kernels' values on one axis, and what follows from them. Unused columns are empty.
  struct Column {
    Buffer centre;                                          ///< or choice; 0.5 or -1 where absent
    Buffer inverse;                                         ///< 1 / bandwidth; 0 where absent
    Buffer constant;                                        ///< added to the log density whatever the candidate
    std::vector<Buffer> cells;                              ///< log mass, by cell
    std::vector<std::pair<double, std::int64_t>> in_order;  ///< those present, with their rows' numbers
    mutable std::vector<Ends> ends;                         ///< of the kernels that were drawn from
    std::vector<double> prior;                              ///< the prior's inverse, constant and log masses
    double same = 0, other = 0;                             ///< log mass of a kernel's own choice, and of another
  };

  bool is_number(std::size_t axis) const { return axes_[axis].choices == 0; }
  void reserve(std::size_t rows);
  void rebuild(std::span<const ParzenRow> rows);
  void insert(const ParzenRow& row, std::size_t at);
  void erase(std::size_t at);
  void set_values(const ParzenRow& row, std::size_t at);
  void widen_around(std::size_t axis, double value, std::int64_t number);
  void refresh(std::size_t axis, std::size_t in_order);
  void set_kernel(std::size_t axis, std::size_t at, double sigma);
  double gap_bandwidth(std::size_t axis, std::size_t in_order) const;
  double narrowest(std::size_t axis) const;
  std::size_t find(std::int64_t number) const;
  void set_prior();
  void set_choices();
  void set_base(std::span<const double> weights);
  const Ends& ends_of(std::size_t axis, std::size_t kernel) const;
  double log_kernel(std::size_t kernel, std::size_t axis, double value) const;

  std::vector<ParzenAxis> axes_;
  ParzenRules rules_;
  std::vector<Kept> rows_;
  std::vector<Column> columns_;
  std::vector<double> weights_;     ///< sum to 1, the prior's last
  std::vector<double> cumulative_;  ///< of weights_
  Buffer base_;                     ///< log weight and the constants of the axes that are always there
  std::size_t room_ = 0;
  mutable Buffer scratch_;
};

/// The cell of a number: the last whose lower edge is not above it.
std::size_t cell_of(const ParzenAxis& axis, double value);

}  // namespace kilter
