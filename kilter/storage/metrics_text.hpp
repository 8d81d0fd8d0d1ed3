// SPDX-License-Identifier: MIT
// Metrics as the JSON object that the log stores: {"val_acc":0.93,"loss":"nan"}.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "kilter/core/fact.hpp"

namespace kilter {

/// Numbers read back exactly; NaN and infinities are the texts "nan", "inf", "-inf".
void append_metrics(std::string& text, const Metrics& metrics);
/// nullopt where the text is no such object.
std::optional<Metrics> metrics_from(std::string_view text);

}  // namespace kilter
