// SPDX-License-Identifier: MIT
#include "kilter/storage/holder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "kilter/base/text.hpp"
#include "kilter/storage/sentences.hpp"

namespace kilter {
namespace {

using namespace std::chrono_literals;

constexpr auto between_beats = 5s;
constexpr auto patience = 2s;  // for the lock of somebody who claims at the same moment

/// Opened anew each time: a network file system tells the truth of a file when it is opened.
std::optional<Held> read(const std::filesystem::path& path) {
  const File file(path, O_RDONLY);
  if (!file.is_open()) return {};
  std::array<char, 2048> text{};
  const ssize_t size = ::pread(file.descriptor(), text.data(), text.size(), 0);
  struct stat about{};
  if (size <= 0 || ::fstat(file.descriptor(), &about) != 0) return {};
  const auto lines = split(std::string_view(text.data(), static_cast<std::size_t>(size)), '\n');
  if (lines.size() < 4) return {};
  Held held;
  held.host = {std::string(lines[0]), std::string(lines[1]), std::string(lines[2])};
  held.since = WallTime(std::chrono::milliseconds(to_integer(lines[3]).value_or(0)));
  held.alive = WallTime(std::chrono::milliseconds(about.st_mtim.tv_sec * 1000 + about.st_mtim.tv_nsec / 1'000'000));
  return held;
}

std::string one_line(const std::string& text) { return printable(text, 200); }

}  // namespace

std::optional<Held> holder_of(const std::filesystem::path& folder) { return read(folder / "host"); }

Holder::Holder(std::filesystem::path folder, bool take_over)
    : folder_(std::move(folder)), host_(this_host()), file_(path(), O_RDWR | O_CREAT) {
  host_ = {one_line(host_.name), one_line(host_.machine), one_line(host_.boot)};
  if (!file_.is_open()) throw cannot_write(path(), errno);
  // Each process of this machine holds it as one of several. Where two machines see each other's locks, the exclusive
  // one settles who is first; where they do not, nothing can.
  lock(file_, Hold::shared, patience);
  if (is_ours(take_over)) return;
  lock(file_, Hold::exclusive, patience);
  if (!is_ours(take_over)) write(SystemClock().wall());
  lock(file_, Hold::shared, patience);
  expect_held();
}

bool Holder::is_ours(bool take_over) const {
  const auto held = read(path());
  const bool ours = held && same_host(held->host, host_);
  if (held && !ours && !take_over) throw held_elsewhere(folder_, *held);
  return ours;
}

Holder::~Holder() {
  // The lock is refused where another process of this machine still works.
  if (!file_.is_open() || !try_lock(file_, Hold::exclusive)) return;
  const auto held = read(path());
  if (!held || !same_host(held->host, host_)) return;
  if (::ftruncate(file_.descriptor(), 0) == 0) ::fsync(file_.descriptor());
}

void Holder::write(WallTime since) const {
  const std::string text =
      fmt::format("{}\n{}\n{}\n{}\n", host_.name, host_.machine, host_.boot, since.time_since_epoch().count());
  if (::ftruncate(file_.descriptor(), 0) != 0 ||
      ::pwrite(file_.descriptor(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()) ||
      ::fsync(file_.descriptor()) != 0)
    throw cannot_write(path(), errno);
}

void Holder::expect_held() const {
  const auto held = read(path());
  if (!held || !same_host(held->host, host_)) throw taken_over(folder_, held);
}

void Holder::beat(WallTime now) {
  expect_held();
  if (now < next_beat_) return;
  next_beat_ = now + between_beats;
  ::futimens(file_.descriptor(), nullptr);
}

}  // namespace kilter
