// SPDX-License-Identifier: MIT
#include "kilter/setup/cores.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <thread>

#include "kilter/base/text.hpp"

namespace kilter {
namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// "QUOTA PERIOD" or "max PERIOD".
double quota_of_v2(const std::string& text) {
  std::istringstream in(text);
  std::string quota, period;
  in >> quota >> period;
  const auto q = to_double(quota), p = to_double(period);
  return q && p && *p > 0 ? *q / *p : 0;
}

double quota_of_v1(const std::filesystem::path& folder) {
  const auto quota = to_double(trim(content(folder / "cpu.cfs_quota_us")));
  const auto period = to_double(trim(content(folder / "cpu.cfs_period_us")));
  return quota && period && *quota > 0 && *period > 0 ? *quota / *period : 0;
}

/// The smallest quota of the group and the groups around it.
template <class Read>
double smallest(const std::filesystem::path& root, std::filesystem::path group, Read read) {
  double least = 0;
  for (;;) {
    const double quota = read(root / group.relative_path());
    if (quota > 0 && (least == 0 || quota < least)) least = quota;
    if (!group.has_relative_path()) return least;
    group = group.parent_path();
  }
}

}  // namespace

double cgroup_quota(const std::filesystem::path& root, const std::string& membership) {
  double least = 0;
  const auto take = [&](double quota) {
    if (quota > 0 && (least == 0 || quota < least)) least = quota;
  };
  for (const auto line : split(membership, '\n')) {
    const auto parts = split(line, ':');
    if (parts.size() < 3) continue;
    const std::filesystem::path group(std::string(line.substr(parts[0].size() + parts[1].size() + 2)));
    if (parts[1].empty()) {
      take(smallest(root, group, [](const auto& folder) { return quota_of_v2(content(folder / "cpu.max")); }));
      continue;
    }
    const auto controllers = split(parts[1], ',');
    if (std::find(controllers.begin(), controllers.end(), "cpu") != controllers.end())
      for (const char* name : {"cpu", "cpu,cpuacct"}) take(smallest(root / name, group, quota_of_v1));
  }
  return least;
}

Cores usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  const int machine = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  int allowed = machine;
  if (sched_getaffinity(0, sizeof set, &set) == 0) allowed = std::max(1, CPU_COUNT(&set));
  const double quota = cgroup_quota("/sys/fs/cgroup", content("/proc/self/cgroup"));
  const int limit = quota > 0 ? std::max(1, static_cast<int>(std::floor(quota + 0.01))) : allowed;
  Cores cores;
  cores.count = std::min(allowed, limit);
  cores.why = fmt::format("{} {}", cores.count, cores.count == 1 ? "core" : "cores");
  if (limit < allowed) cores.why += fmt::format(" of {}: the container's limit", allowed);
  return cores;
}

}  // namespace kilter
