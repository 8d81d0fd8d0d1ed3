// SPDX-License-Identifier: MIT
#include "kilter/storage/workers.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

#include "kilter/storage/sentences.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;

/// A name that can be a file's: what is no letter, digit, `-`, `_`, `:` or inner `.` becomes %XX, and nothing a lone %.
std::string file_name(const WorkerId& worker) {
  std::string name;
  for (const char c : worker) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                       c == '_' || c == ':' || (c == '.' && !name.empty());
    if (plain)
      name += c;
    else
      name += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return name.empty() ? "%" : name;
}

std::vector<fs::path> locks(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (const auto& item : fs::directory_iterator(folder, ignored))
    if (item.path().extension() == ".lock") found.push_back(item.path());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

Workers::~Workers() {
  std::error_code ignored;
  for (const auto& [worker, file] : mine_)
    if (file.is_at(file_of(worker))) fs::remove(file_of(worker), ignored);
}

fs::path Workers::file_of(const WorkerId& worker) const { return folder_ / (file_name(worker) + ".lock"); }

void Workers::beat(const WorkerId& worker) {
  if (is_asked(worker)) return;
  const fs::path path = file_of(worker);
  if (const auto known = mine_.find(worker); known != mine_.end() && known->second.is_at(path)) return;
  std::error_code ignored;
  fs::create_directories(folder_, ignored);
  sweep();
  for (;;) {
    File file(path, O_RDWR | O_CREAT);
    if (!file.is_open()) throw cannot_write(path, errno);
    if (!lock(file, Hold::exclusive, std::chrono::seconds(1))) throw worker_exists(path, worker);
    // The sweep of another worker may have removed the file before it was locked: then the lock says nothing.
    if (!file.is_at(path)) continue;
    mine_[worker] = std::move(file);
    return;
  }
}

bool Workers::alive(const WorkerId& worker) const {
  if (is_asked(worker) || mine_.contains(worker)) return true;
  const File file(file_of(worker), O_RDONLY);
  return file.is_open() ? !try_lock(file, Hold::shared) : errno != ENOENT;
}

std::vector<std::string> Workers::living() const {
  std::vector<std::string> names;
  for (const auto& path : locks(folder_)) {
    const File file(path, O_RDONLY);
    if (file.is_open() && !try_lock(file, Hold::shared)) names.push_back(path.stem().string());
  }
  return names;
}

/// Removes the files of the dead.
void Workers::sweep() const {
  std::error_code ignored;
  for (const auto& path : locks(folder_)) {
    const File file(path, O_RDWR);
    if (file.is_open() && try_lock(file, Hold::exclusive) && file.is_at(path)) fs::remove(path, ignored);
  }
}

}  // namespace kilter
