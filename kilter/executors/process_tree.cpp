// SPDX-License-Identifier: MIT
#include "kilter/executors/process_tree.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>
#include <vector>

#include "kilter/base/text.hpp"
#include "kilter/executors/descriptor.hpp"
#include "kilter/executors/launch/descendants.hpp"

namespace kilter {
namespace {

std::string contents(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  char buffer[4096];
  for (ssize_t size = 0; file && (size = ::read(file.get(), buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(size));
  return text;
}

/// The number after `key` in text of lines `key   number ...`; 0 where there is none.
std::uint64_t number_after(std::string_view text, std::string_view key) {
  for (std::string_view line : split(text, '\n')) {
    if (!line.starts_with(key)) continue;
    line = trim(line.substr(key.size()));
    if (const auto number = to_integer(line.substr(0, line.find(' ')))) return static_cast<std::uint64_t>(*number);
  }
  return 0;
}

std::uint64_t resident(int process) {
  const std::string text = contents(fmt::format("/proc/{}/statm", process));
  const auto fields = split(text, ' ');
  const auto pages = fields.size() > 1 ? to_integer(fields[1]) : std::nullopt;
  return pages ? static_cast<std::uint64_t>(*pages) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

bool started_with(int process, std::string_view entry) {
  const std::string environment = contents(fmt::format("/proc/{}/environ", process));
  const auto entries = split(environment, '\0');
  return std::find(entries.begin(), entries.end(), entry) != entries.end();
}

/// The handle is opened first and the environment read afterwards, so that no process that took over the number
/// meanwhile is hit.
bool kill_if_marked(int process, std::string_view entry) {
  const Descriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
  if (!started_with(process, entry)) return false;
  if (!handle) return ::kill(process, SIGKILL) == 0;
  return ::syscall(SYS_pidfd_send_signal, handle.get(), SIGKILL, nullptr, 0) == 0;
}

}  // namespace

std::uint64_t memory_of_descendants(pid_t root, std::uint64_t limit) {
  std::vector<int> found(4096);
  found.resize(launch::descendants(root, found.data(), found.size()));
  std::uint64_t sum = 0;
  for (const int process : found) sum += resident(process);
  if (sum <= limit) return sum;
  std::uint64_t shared_once = 0;
  for (const int process : found) {
    const std::string rollup = contents(fmt::format("/proc/{}/smaps_rollup", process));
    const std::uint64_t proportional = number_after(rollup, "Pss:") * 1024;
    shared_once += proportional > 0 ? proportional : resident(process);
  }
  return shared_once;
}

void kill_marked(const std::string& entry) {
  for (int round = 0; round < 50; ++round) {
    bool any = false;
    std::error_code gone;
    for (const auto& folder : std::filesystem::directory_iterator("/proc", gone)) {
      const auto process = to_integer(folder.path().filename().native());
      if (process && *process != ::getpid()) any = kill_if_marked(static_cast<int>(*process), entry) || any;
    }
    if (!any) return;
    ::poll(nullptr, 0, 10);  // the dead need a moment to leave /proc
  }
}

std::uint64_t out_of_memory_kills() { return number_after(contents("/proc/vmstat"), "oom_kill "); }

std::uint64_t memory_available_at_most() {
  std::uint64_t most = number_after(contents("/proc/meminfo"), "MemTotal:") * 1024;
  for (const char* limit : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"})
    if (const auto bytes = to_integer(trim(contents(limit))); bytes && *bytes > 0)
      most = std::min(most, static_cast<std::uint64_t>(*bytes));
  return most;
}

}  // namespace kilter
