// SPDX-License-Identifier: MIT
// A private folder for the sockets of one executor.
#pragma once
#include <string>

#include "kilter/executors/descriptor.hpp"

namespace kilter {

/// Only this user may enter it, and its path is short enough for the 107 bytes that a socket's path may have. It goes
/// with its owner; what a killed owner has left behind goes with the next folder that is made.
class SocketFolder {
 public:
  /// Throws Error(failure) where no place can be written to.
  SocketFolder();
  ~SocketFolder();
  SocketFolder(const SocketFolder&) = delete;
  SocketFolder& operator=(const SocketFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
  Descriptor lock_;  ///< the kernel drops it with the owner
};

}  // namespace kilter
