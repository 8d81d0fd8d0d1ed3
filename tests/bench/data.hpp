// SPDX-License-Identifier: MIT
// Where the benchmark data lies that is not part of the project: KILTER_DATA, else ../shared/data beside the checkout.
#pragma once
#include <cstdlib>
#include <filesystem>

namespace kilter::testing {

/// Empty where this machine has none: then a test skips itself.
inline std::filesystem::path data_folder() {
  const char* named = std::getenv("KILTER_DATA");
  const std::filesystem::path folder =
      named != nullptr ? std::filesystem::path(named) : std::filesystem::path(KILTER_SOURCE_DIR) / "../shared/data";
  return std::filesystem::is_directory(folder) ? folder : std::filesystem::path();
}

}  // namespace kilter::testing
