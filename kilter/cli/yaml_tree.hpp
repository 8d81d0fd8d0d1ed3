// SPDX-License-Identifier: MIT
// A YAML or JSON document as the plain tree that study files are read from.
#pragma once
#include <string>
#include <string_view>

#include "kilter/setup/toml_tree.hpp"

namespace kilter::cli {

/// The first and only document; plain scalars as YAML 1.2 reads them, aliases copied, `<<` merged. Throws
/// Error(invalid) with `shown_name` and the line where it is no YAML, deeper than 64, with more than 100,000 values,
/// or larger than 1 MiB.
TomlNode parse_yaml(std::string_view text, const std::string& shown_name);

}  // namespace kilter::cli
