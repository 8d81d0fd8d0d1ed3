// SPDX-License-Identifier: MIT
// Several objectives at once, all to be made small: who dominates whom, and how much space a set of points dominates.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace kilter {

using Objectives = std::vector<double>;  ///< one number an objective; no NaN

/// Whether `a` is nowhere worse than `b` and somewhere better.
bool dominates(const Objectives& a, const Objectives& b);

/// Of each point: 0 where nothing dominates it, 1 where only points of rank 0 do, and so on. Ranks are worked out until
/// `enough` points have one; the others get `unranked`.
inline constexpr int unranked = 1 << 30;
std::vector<int> front_ranks(std::span<const Objectives> points, std::size_t enough = static_cast<std::size_t>(-1));

/// The volume between the points and the reference, which is worse than all that counts. Exact.
/// L. While, L. Bradstreet, L. Barone: A fast way of calculating exact hypervolumes (IEEE TEC 16, 2012).
double hypervolume(std::span<const Objectives> points, const Objectives& reference);

/// What each point alone dominates.
std::vector<double> hypervolume_shares(std::span<const Objectives> points, const Objectives& reference);

/// `count` indices, each that of the point which adds most to the volume of those before it; ties go to the first.
/// A. P. Guerreiro, C. M. Fonseca, L. Paquete: Greedy hypervolume subset selection in low dimensions (2016).
std::vector<std::size_t> hypervolume_subset(std::span<const Objectives> points, const Objectives& reference,
                                            std::size_t count);

}  // namespace kilter
