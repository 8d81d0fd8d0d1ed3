// SPDX-License-Identifier: MIT
#include "kilter/executors/device_slots.hpp"

#include <algorithm>

namespace kilter {

std::size_t DeviceSlots::free() const {
  return static_cast<std::size_t>(
      std::count_if(places_.begin(), places_.end(), [](const Place& place) { return !place.run && !place.closed; }));
}

const DeviceSlot* DeviceSlots::take(const RunId& run) {
  const auto at =
      std::find_if(places_.begin(), places_.end(), [](const Place& place) { return !place.run && !place.closed; });
  if (at == places_.end()) return nullptr;
  at->run = run;
  return &slots_[static_cast<std::size_t>(at - places_.begin())];
}

void DeviceSlots::release(const RunId& run) {
  for (auto& place : places_)
    if (place.run == run) place.run.reset();
}

}  // namespace kilter
