// SPDX-License-Identifier: MIT
#include "kilter/schedulers/schedulers.hpp"

namespace kilter {

std::unique_ptr<Scheduler> make_none() { return std::make_unique<Scheduler>(); }

}  // namespace kilter
