// SPDX-License-Identifier: MIT
// What is allowed in a space but is probably a slip.
#pragma once
#include <vector>

#include "kilter/base/error.hpp"
#include "kilter/space/space.hpp"

namespace kilter {

/// Warnings for the user, in the order of the space: a learning rate on a linear range (K107), a condition or
/// constraint that compares a parameter with a value it never has.
std::vector<Message> warnings(const Space& space);

}  // namespace kilter
