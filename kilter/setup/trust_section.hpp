// SPDX-License-Identifier: MIT
// The table [trust] of a study file: how a trial's value comes to be believed.
#pragma once
#include "kilter/setup/file_section.hpp"
#include "kilter/setup/wishes.hpp"

namespace kilter {

/// Throws Error(invalid) with the line.
void read_trust(const ShownFile& file, const TomlNode& node, Wishes& wishes);

}  // namespace kilter
