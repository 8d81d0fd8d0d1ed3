// SPDX-License-Identifier: MIT
// Where figures are measured: a folder that goes again, the programs beside this one, and time.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "kilter/base/clock.hpp"

namespace kilter::bench {

/// A new folder below the system's one for temporary files; removed with all that is in it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A program that was built together with this one.
std::filesystem::path sibling(const std::string& name);

/// Seconds on the machine's monotonic clock, the same for all processes.
double now();

/// A process whose output goes nowhere, or into a file.
class Process {
 public:
  explicit Process(std::vector<std::string> words, const std::filesystem::path& output = "/dev/null");
  /// Its exit status; 128 and the signal where it was killed.
  int wait();

 private:
  int pid_ = -1;
};

}  // namespace kilter::bench
