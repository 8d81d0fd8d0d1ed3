// SPDX-License-Identifier: MIT
// Where the program is that runs trials on behalf of this one.
#pragma once
#include <filesystem>

namespace kilter::cli {

/// kilter-launch lies beside this program, or in libexec where it is installed; empty: it is missing.
std::filesystem::path find_launcher();

}  // namespace kilter::cli
