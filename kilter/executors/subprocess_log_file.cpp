// SPDX-License-Identifier: MIT
#include "kilter/executors/subprocess_log_file.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <functional>

namespace kilter {
namespace {

constexpr std::size_t remembered = 256;
constexpr std::size_t most_seen = 1 << 20;
constexpr int pieces_at_a_time = 16;

bool is_table(const std::filesystem::path& path) { return path.extension() == ".csv" || path.extension() == ".tsv"; }

}  // namespace

LogFile::LogFile(std::filesystem::path path, const std::string& step, std::vector<std::string> wanted)
    : path_(std::move(path)),
      table_(is_table(path_)),
      step_names_(step_names(step)),
      step_(step),
      wanted_(std::move(wanted)),
      lines_(step, wanted_) {
  // What is there already is of another run; of a table its heading is needed all the same.
  for (auto left = 1000; left > 0 && !read().empty(); --left) {
  }
  own_rows_ = false;
  lines_ = MetricLines(step_, wanted_);
}

std::vector<FoundReport> LogFile::read() {
  std::vector<FoundReport> found;
  const Descriptor file(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status{};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return found;
  std::array<char, 65536> buffer;
  bool anew = status.st_ino != inode_ || static_cast<std::uint64_t>(status.st_size) < offset_;
  const std::int64_t changed = status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec;
  // One that was there before may be written anew with the same bytes.
  anew = anew ||
         (!own_rows_ && offset_ > 0 && changed != changed_ && static_cast<std::uint64_t>(status.st_size) == offset_);
  changed_ = changed;
  if (!anew && !last_.empty()) {
    const ssize_t size = ::pread(file.get(), buffer.data(), last_.size(), static_cast<off_t>(offset_ - last_.size()));
    anew = size != static_cast<ssize_t>(last_.size()) || std::string_view(buffer.data(), last_.size()) != last_;
  }
  if (anew) {
    offset_ = 0;
    inode_ = status.st_ino;
    // A file that was there before, and is begun by the program, is all new.
    if (!own_rows_) seen_.clear();
    place_ = 0;
    rows_.restart();
    line_.clear();
    last_.clear();
    overlong_ = false;
  }
  for (int piece = 0; piece < pieces_at_a_time; ++piece) {
    const ssize_t size = ::pread(file.get(), buffer.data(), buffer.size(), static_cast<off_t>(offset_));
    if (size <= 0) break;
    const std::string_view chunk(buffer.data(), static_cast<std::size_t>(size));
    offset_ += chunk.size();
    last_ += chunk.substr(chunk.size() - std::min(chunk.size(), remembered));
    if (last_.size() > remembered) last_.erase(0, last_.size() - remembered);
    take(chunk, found);
  }
  return found;
}

std::vector<FoundReport> LogFile::finish() {
  std::vector<FoundReport> found = read();
  if (table_) {
    if (!overlong_) take_row(line_, found);
    line_.clear();
    return found;
  }
  for (auto& report : lines_.finish()) found.push_back(std::move(report));
  return found;
}

void LogFile::take(std::string_view chunk, std::vector<FoundReport>& found) {
  if (!table_) {
    for (auto& report : lines_.feed(chunk)) found.push_back(std::move(report));
    return;
  }
  for (std::size_t end = 0; (end = chunk.find('\n')) != chunk.npos; chunk.remove_prefix(end + 1)) {
    line_ += chunk.substr(0, end);
    if (!overlong_) take_row(line_, found);
    line_.clear();
    overlong_ = false;
  }
  line_ += chunk;
  overlong_ = overlong_ || line_.size() > longest_line;
  if (overlong_) line_.clear();
}

bool LogFile::is_known(const Metrics& numbers) {
  // Whatever the order of the columns is now.
  std::size_t mark = 0;
  for (const auto& metric : numbers)
    mark += std::hash<std::string>{}(metric.name) * 31 + std::hash<double>{}(metric.value);
  const std::size_t place = place_++;
  if (place < seen_.size() && seen_[place] == mark) return true;
  seen_.resize(std::min(place, seen_.size()));
  if (seen_.size() == place && place < most_seen) seen_.push_back(mark);
  return false;
}

void LogFile::take_row(std::string_view line, std::vector<FoundReport>& found) {
  auto numbers = rows_.take(line);
  if (!numbers) return;
  if (is_known(*numbers)) return;
  own_rows_ = true;
  FoundReport report{{}, std::move(*numbers)};
  settle_step(report, step_names_);
  if (!report.metrics.empty()) found.push_back(std::move(report));
}

}  // namespace kilter
