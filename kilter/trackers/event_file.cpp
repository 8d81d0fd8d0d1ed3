// SPDX-License-Identifier: MIT
#include "kilter/trackers/event_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "kilter/base/protobuf.hpp"
#include "kilter/trackers/tensorboard_events.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;

/// CRC-32C, masked so that a checksum of data that holds checksums is no weaker.
std::uint32_t masked_checksum(std::string_view data) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(data.data(), data.size());
  const std::uint32_t sum = crc.checksum();
  return (sum >> 15 | sum << 17) + 0xA282EAD8u;
}

template <class Number>
std::string little_endian(Number value) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof(Number); ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

template <class Number>
Number from_little_endian(std::string_view bytes) {
  Number value = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) value |= Number{static_cast<unsigned char>(bytes[i])} << (8 * i);
  return value;
}

std::string record(const std::string& event) {
  const std::string length = little_endian(std::uint64_t{event.size()});
  return length + little_endian(masked_checksum(length)) + event + little_endian(masked_checksum(event));
}

/// Leaves errno of the write that failed.
bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string host() {
  char name[256] = "host";
  ::gethostname(name, sizeof name - 1);
  return name;
}

}  // namespace

std::vector<std::string> read_events(const fs::path& file) {
  constexpr std::size_t head = 12, tail = 4;
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::string> events;
  for (std::string_view rest = bytes; rest.size() >= head;) {
    const auto length = from_little_endian<std::uint64_t>(rest);
    const bool good = from_little_endian<std::uint32_t>(rest.substr(8)) == masked_checksum(rest.substr(0, 8));
    if (!good || length > rest.size() - head || rest.size() - head - length < tail) break;
    const auto event = rest.substr(head, length);
    if (from_little_endian<std::uint32_t>(rest.substr(head + length)) != masked_checksum(event)) break;
    events.emplace_back(event);
    rest.remove_prefix(head + length + tail);
  }
  return events;
}

std::vector<fs::path> event_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code absent;
  for (const auto& item : fs::directory_iterator(folder, absent))
    if (item.path().filename().string().starts_with("events.out.tfevents.")) files.push_back(item.path());
  std::sort(files.begin(), files.end());
  return files;
}

EventFile::EventFile(const fs::path& folder, WallTime now) : begun_(now) {
  std::error_code unknown;
  for (int serial = 0; path_.empty() || fs::exists(path_, unknown); ++serial)
    path_ = folder / fmt::format("events.out.tfevents.{:010}.{}.{}.{}", now.time_since_epoch().count() / 1000, host(),
                                 ::getpid(), serial);
}

bool EventFile::append(std::span<const std::string> events) {
  std::error_code failed;
  fs::create_directories(path_.parent_path(), failed);
  const int descriptor = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return false;
  const off_t before = ::lseek(descriptor, 0, SEEK_END);
  std::string bytes = exists_ ? std::string() : record(file_version_event(begun_));
  for (const auto& event : events) bytes += record(event);
  const bool done = write_all(descriptor, bytes);
  const int why = errno;
  if (!done && ::ftruncate(descriptor, before) != 0) ::unlink(path_.c_str());
  ::close(descriptor);
  exists_ = exists_ || done;
  errno = why;
  return done;
}

}  // namespace kilter
