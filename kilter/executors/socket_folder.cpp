// SPDX-License-Identifier: MIT
#include "kilter/executors/socket_folder.hpp"

#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

#include "kilter/base/error.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "kilter-sockets-";
constexpr std::size_t longest = 60;  // so that 47 bytes are left for the number of a run

/// The lock of that folder, if nobody has it and the folder is still what the path names.
Descriptor take(const std::string& path) {
  Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat held{}, named{};
  const bool taken = folder && ::flock(folder.get(), LOCK_EX | LOCK_NB) == 0 && ::fstat(folder.get(), &held) == 0 &&
                     ::lstat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino && held.st_uid == ::geteuid();
  return taken ? std::move(folder) : Descriptor();
}

void remove_abandoned(const fs::path& place) {
  std::error_code unreadable;
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(place, unreadable))
    if (entry.path().filename().native().starts_with(prefix)) found.push_back(entry.path().native());
  for (const auto& path : found)
    if (const Descriptor abandoned = take(path)) fs::remove_all(path, unreadable);
}

}  // namespace

SocketFolder::SocketFolder() {
  // The first two are in memory where they exist; a socket on a disk costs a fifth of a millisecond.
  const char* const candidates[] = {std::getenv("XDG_RUNTIME_DIR"), "/dev/shm", std::getenv("TMPDIR"), "/tmp"};
  for (const char* candidate : candidates) {
    if (!candidate) continue;
    remove_abandoned(candidate);
    // Another process may take a folder for abandoned in the moment before it is locked.
    for (int attempt = 0; attempt < 10 && !lock_; ++attempt) {
      path_ = std::string(candidate).append("/").append(prefix).append("XXXXXX");
      if (path_.size() > longest || !::mkdtemp(path_.data())) break;  // made with mode 0700
      lock_ = take(path_);
    }
    if (lock_) return;
  }
  throw Error(ErrorKind::failure,
              "cannot make a folder for sockets in /tmp: " + std::generic_category().message(errno));
}

SocketFolder::~SocketFolder() {
  std::error_code gone;
  fs::remove_all(path_, gone);
}

}  // namespace kilter
