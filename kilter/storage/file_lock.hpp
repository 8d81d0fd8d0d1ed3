// SPDX-License-Identifier: MIT
// An flock on a file or folder: held by one open file of one process, dropped by the kernel when that process dies.
#pragma once
#include <chrono>
#include <filesystem>
#include <utility>

namespace kilter {

/// An open file; closed when destroyed, and at exec, so that no started program inherits it.
class File {
 public:
  File() = default;
  /// Opens with these flags of open(2); not is_open() and errno where that fails.
  File(const std::filesystem::path& path, int flags);
  ~File();
  File(File&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  /// Whether the path still leads to this file.
  bool is_at(const std::filesystem::path& path) const;

 private:
  int descriptor_ = -1;
};

/// What stands for a folder when it is locked: the folder itself, or on a network file system, which locks only files
/// that are open for writing, its file `lock`. Not is_open() where that fails.
File open_to_lock(const std::filesystem::path& folder);

enum class Hold { shared, exclusive };

/// Takes the lock if nobody holds it otherwise; it is held until the file is closed.
bool try_lock(const File& file, Hold hold);
/// The same, trying every half millisecond for about that long.
bool lock(const File& file, Hold hold, std::chrono::milliseconds patience);

}  // namespace kilter
