// SPDX-License-Identifier: MIT
#include "kilter/executors/subprocess_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace kilter {
namespace {
constexpr std::size_t tail_size = 16384;
}

void OutputFile::write(std::string_view chunk) {
  const std::uint64_t room = limit_ - std::min(limit_, received_);
  keep(chunk.substr(0, std::min<std::uint64_t>(room, chunk.size())));
  received_ += chunk.size();
  lines_ += static_cast<std::uint64_t>(std::count(chunk.begin(), chunk.end(), '\n'));
  if (chunk.size() >= tail_size) tail_.clear();
  tail_ += chunk.substr(chunk.size() - std::min(chunk.size(), tail_size));
  if (tail_.size() > 4 * tail_size) tail_.erase(0, tail_.size() - tail_size);
}

void OutputFile::finish() {
  if (tail_.size() > tail_size) tail_.erase(0, tail_.size() - tail_size);
  if (received_ > limit_) {
    const std::uint64_t missing = received_ - limit_;
    const std::uint64_t shown = std::min<std::uint64_t>(missing, tail_.size());
    if (missing > shown)
      keep(fmt::format("\n[kilter: {} bytes are left out here; the last {} follow]\n", missing - shown, shown));
    keep(std::string_view(tail_).substr(tail_.size() - shown));
  }
  file_.close();
}

void OutputFile::keep(std::string_view bytes) {
  if (bytes.empty() || !trouble_.empty()) return;
  if (!file_) file_ = Descriptor(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644));
  while (!bytes.empty()) {
    const ssize_t written = file_ ? ::write(file_.get(), bytes.data(), bytes.size()) : -1;
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      trouble_ = fmt::format("{}: {}", path_.native(), std::generic_category().message(errno));
      return;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace kilter
