// SPDX-License-Identifier: MIT
#include "bench/figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "kilter/base/text.hpp"

namespace kilter::bench {

Figure::Figure(std::string_view name) : line_(fmt::format("{{\"figure\":\"{}\"", name)) {}

Figure& Figure::with(std::string_view name, std::string_view text) {
  line_ += fmt::format(",\"{}\":\"", name);
  for (const char c : text) {
    if (c == '"' || c == '\\') line_ += '\\';
    line_ += c;
  }
  line_ += '"';
  return *this;
}

Figure& Figure::with(std::string_view name, double number) {
  line_ += fmt::format(",\"{}\":{}", name, rounded(number));
  return *this;
}

Figure& Figure::with(std::string_view name, std::int64_t number) {
  line_ += fmt::format(",\"{}\":{}", name, number);
  return *this;
}

void Figure::print() const {
  fmt::print("{}}}\n", line_);
  std::fflush(stdout);
}

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double quantile(std::vector<double>& values, double at) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(std::lround(at * static_cast<double>(values.size() - 1)))];
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

}  // namespace kilter::bench
