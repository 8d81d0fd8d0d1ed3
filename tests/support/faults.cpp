// SPDX-License-Identifier: MIT
#include "tests/support/faults.hpp"

namespace kilter::testing {

std::optional<Revision> FaultyStorage::append(std::span<const Fact> facts, WallTime stamp) {
  const bool here = appends_++ == fault_.append;
  if (here && fault_.side == FaultPoint::Side::before) throw Died{};
  const auto revision = inner_->append(facts, stamp);
  if (here) throw Died{};
  return revision;
}

}  // namespace kilter::testing
