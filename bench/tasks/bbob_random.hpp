// SPDX-License-Identifier: MIT
// The random numbers that BBOB's instances are made from, as its definition fixes them.
#pragma once
#include <cstdint>
#include <vector>

namespace kilter::bench {

/// `count` numbers in (0, 1): S. K. Park, K. W. Miller's generator (1988), shuffled by C. Bays, S. D. Durham's way
/// (1976).
std::vector<double> bbob_uniform(std::size_t count, std::int64_t seed);
std::vector<double> bbob_normal(std::size_t count, std::int64_t seed);
/// An orthogonal matrix by rows.
std::vector<std::vector<double>> bbob_rotation(std::size_t n, std::int64_t seed);

}  // namespace kilter::bench
