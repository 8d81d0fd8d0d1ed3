// SPDX-License-Identifier: MIT
// Where trials run side by side: each slot has devices and processor cores of its own.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kilter/core/fact.hpp"

namespace kilter {

struct DeviceSlot {
  std::vector<std::string> devices;  ///< as CUDA_VISIBLE_DEVICES names them; empty: none are placed
  std::string shown;                 ///< as {gpus} gives them: "0,1"
  std::vector<int> cores;            ///< processors of the machine; empty: wherever
};

/// Not thread-safe: used from the thread of the loop.
class DeviceSlots {
 public:
  /// `required`: no run starts without one; otherwise those above their number run anywhere.
  explicit DeviceSlots(std::vector<DeviceSlot> slots, bool required = true)
      : places_(slots.size()), slots_(std::move(slots)), required_(required) {}

  bool required() const { return required_; }

  std::size_t size() const { return slots_.size(); }
  /// Slots that are open and that no run has.
  std::size_t free() const;
  /// A free slot for that run; nullptr: none.
  const DeviceSlot* take(const RunId& run);
  void release(const RunId& run);
  /// A closed slot is given to no further run; the one that has it keeps it.
  void close(std::size_t slot, bool closed) { places_[slot].closed = closed; }
  bool closed(std::size_t slot) const { return places_[slot].closed; }
  const DeviceSlot& slot(std::size_t index) const { return slots_[index]; }
  bool taken(std::size_t slot) const { return places_[slot].run.has_value(); }

 private:
  struct Place {
    std::optional<RunId> run;
    bool closed = false;
  };
  std::vector<Place> places_;
  std::vector<DeviceSlot> slots_;
  bool required_;
};

}  // namespace kilter
