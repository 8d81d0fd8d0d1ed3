// SPDX-License-Identifier: MIT
#include "kilter/executors/subprocess_report_file.hpp"

#include <sys/stat.h>

#include <array>

namespace kilter {

ReportFile::ReportFile(std::filesystem::path path) : path_(std::move(path)) { ::unlink(path_.c_str()); }

std::vector<FoundReport> ReportFile::read() {
  std::vector<FoundReport> found;
  std::array<char, 65536> buffer;
  if (!file_) file_ = Descriptor(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status{};
  if (::fstat(file_.get(), &status) == 0 && static_cast<std::uint64_t>(status.st_size) < offset_) {
    offset_ = 0;
    line_.clear();
    overlong_ = false;
  }
  const ssize_t size = ::pread(file_.get(), buffer.data(), buffer.size(), static_cast<off_t>(offset_));
  more_ = size == static_cast<ssize_t>(buffer.size());
  if (size <= 0) return found;
  offset_ += static_cast<std::uint64_t>(size);
  std::string_view chunk(buffer.data(), static_cast<std::size_t>(size));
  for (std::size_t end = 0; (end = chunk.find('\n')) != chunk.npos; chunk.remove_prefix(end + 1)) {
    line_ += chunk.substr(0, end);
    if (!overlong_) take(line_, found);
    line_.clear();
    overlong_ = false;
  }
  line_ += chunk;
  if (line_.size() > longest_line) overlong_ = true;
  if (overlong_) line_.clear();
  return found;
}

std::vector<FoundReport> ReportFile::finish() {
  std::vector<FoundReport> found;
  if (!overlong_) take(line_, found);
  line_.clear();
  file_.close();
  return found;
}

void ReportFile::take(std::string_view line, std::vector<FoundReport>& found) const {
  if (line.size() > longest_line) return;
  if (auto report = report_from_json(line)) found.push_back(std::move(*report));
}

}  // namespace kilter
