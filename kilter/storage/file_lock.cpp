// SPDX-License-Identifier: MIT
#include "kilter/storage/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "kilter/storage/file_system.hpp"

namespace kilter {

File::File(const std::filesystem::path& path, int flags) {
  do descriptor_ = ::open(path.c_str(), flags | O_CLOEXEC, 0644);
  while (descriptor_ < 0 && errno == EINTR);
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool File::is_at(const std::filesystem::path& path) const {
  struct stat here{}, there{};
  return ::fstat(descriptor_, &here) == 0 && ::stat(path.c_str(), &there) == 0 && here.st_dev == there.st_dev &&
         here.st_ino == there.st_ino;
}

File open_to_lock(const std::filesystem::path& folder) {
  return on_network(folder) ? File(folder / "lock", O_RDWR | O_CREAT) : File(folder, O_RDONLY | O_DIRECTORY);
}

bool try_lock(const File& file, Hold hold) {
  const int operation = (hold == Hold::shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
  int result = 0;
  do result = ::flock(file.descriptor(), operation);
  while (result != 0 && errno == EINTR);
  return result == 0;
}

bool lock(const File& file, Hold hold, std::chrono::milliseconds patience) {
  constexpr std::chrono::microseconds poll{500};
  for (auto tries = patience / poll; !try_lock(file, hold); --tries) {
    if (tries <= 0) return false;
    std::this_thread::sleep_for(poll);
  }
  return true;
}

}  // namespace kilter
