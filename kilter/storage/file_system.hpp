// SPDX-License-Identifier: MIT
// What kind of file system a folder is on, and whether several machines may write to it.
#pragma once
#include <filesystem>
#include <string>

namespace kilter {

struct FileSystem {
  std::string name;
  bool network = false;  ///< several machines may write to it
  bool memory = false;   ///< lost when the machine goes off
};
/// By its magic number (statfs).
FileSystem file_system(long magic);

/// Whether this folder, or the nearest one above that exists, is on a network file system. For tests the variable
/// KILTER_TEST_FILE_SYSTEM answers with `network` or `local`.
bool on_network(const std::filesystem::path& folder);

}  // namespace kilter
