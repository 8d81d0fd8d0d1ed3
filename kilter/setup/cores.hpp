// SPDX-License-Identifier: MIT
// How many processor cores this process may use.
#pragma once
#include <filesystem>
#include <string>

namespace kilter {

struct Cores {
  int count = 1;
  std::string why;  ///< "2 cores", "2 of 64 cores: the container's limit"
};

/// The processor set of this process and the cgroup's quota, whichever is smaller.
Cores usable_cores();
/// The quota of cgroup v2 or v1 below `root`, in cores, of the group that `membership` (/proc/self/cgroup) names; 0: no
/// limit.
double cgroup_quota(const std::filesystem::path& root, const std::string& membership);

}  // namespace kilter
