// SPDX-License-Identifier: MIT
// A folder of a test's own, in memory where the machine has that, for these tests wait for the disk thousands of times.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace kilter::testing {

class Scratch {
 public:
  Scratch() {
    const std::filesystem::path shm = "/dev/shm";
    std::string name =
        ((std::filesystem::exists(shm) ? shm : std::filesystem::temp_directory_path()) / "kilter-XXXXXX");
    if (!mkdtemp(name.data())) throw std::runtime_error("no folder for the test");
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace kilter::testing
