// SPDX-License-Identifier: MIT
// Whole numbers from JSON that somebody else may have written: converted only where nothing is lost.
#pragma once
#include <nlohmann/json.hpp>
#include <utility>

#include "kilter/base/error.hpp"

namespace kilter {

/// Throws Error(invalid) for a fraction, a text, or a number that the type cannot hold.
template <class Integer>
Integer whole(const nlohmann::ordered_json& json) {
  if (!json.is_number_integer()) throw Error(ErrorKind::invalid, json.dump() + " is no whole number");
  const auto fits = json.is_number_unsigned() ? std::in_range<Integer>(json.get<std::uint64_t>())
                                              : std::in_range<Integer>(json.get<std::int64_t>());
  if (!fits) throw Error(ErrorKind::invalid, json.dump() + " is out of range");
  return json.get<Integer>();
}

}  // namespace kilter
