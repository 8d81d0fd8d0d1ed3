// SPDX-License-Identifier: MIT
// The file from which a program may read its parameters.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "kilter/core/executor.hpp"

namespace kilter {

/// The active parameters of a job by name, in the order of the space, each in its own type: a JSON object or a TOML
/// table. `format` is json or toml; throws Error(usage) for another.
std::string params_text(const Job& job, std::string_view format);

/// Writes that text; whoever opens `path` sees all of it or none. Throws Error(storage) with the system's words.
void write_params_file(const std::filesystem::path& path, const Job& job, std::string_view format);

}  // namespace kilter
