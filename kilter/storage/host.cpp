// SPDX-License-Identifier: MIT
#include "kilter/storage/host.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>

#include "kilter/base/text.hpp"

namespace kilter {
namespace {

std::string first_line(const char* file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return std::string(trim(line));
}

}  // namespace

Host this_host() {
  if (const char* told = std::getenv("KILTER_TEST_HOST")) return {told, told, told};
  std::array<char, 256> name{};
  ::gethostname(name.data(), name.size() - 1);
  return {name.data(), first_line("/etc/machine-id"), first_line("/proc/sys/kernel/random/boot_id")};
}

bool same_host(const Host& a, const Host& b) {
  if (!a.boot.empty() && a.boot == b.boot) return true;
  return a.name == b.name && a.machine == b.machine;
}

}  // namespace kilter
