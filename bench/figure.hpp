// SPDX-License-Identifier: MIT
// One measured figure: a line of JSON with its name, how it was made, what came out, and the target.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kilter::bench {

/// Members stand in the order in which they were added.
class Figure {
 public:
  explicit Figure(std::string_view name);
  Figure& with(std::string_view name, std::string_view text);
  Figure& with(std::string_view name, const char* text) { return with(name, std::string_view(text)); }
  /// At most four significant digits.
  Figure& with(std::string_view name, double number);
  Figure& with(std::string_view name, std::int64_t number);
  Figure& with(std::string_view name, int number) { return with(name, std::int64_t{number}); }
  /// To standard output, as one line.
  void print() const;

 private:
  std::string line_;
};

/// Sorts; the upper one of two middle values.
double median(std::vector<double>& values);
/// Sorts; `at` lies in [0, 1].
double quantile(std::vector<double>& values, double at);
double mean(const std::vector<double>& values);

}  // namespace kilter::bench
