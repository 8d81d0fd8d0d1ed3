// SPDX-License-Identifier: MIT
#include "kilter/cli/machine.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/auxv.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

#include "kilter/base/text.hpp"
#include "kilter/setup/cores.hpp"
#include "kilter/storage/file_system.hpp"

namespace kilter::cli {
namespace {

namespace fs = std::filesystem;

constexpr double gibi = 1024.0 * 1024 * 1024;

std::string gib(double bytes) { return fmt::format("{:.1f} GiB", bytes / gibi); }

std::string content(const char* path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

/// The value of a line `Name:  value` of a file of /proc.
std::string field(const std::string& text, const std::string& name) {
  for (const auto line : split(text, '\n'))
    if (line.starts_with(name)) {
      const auto colon = line.find(':');
      if (colon != line.npos) return std::string(trim(line.substr(colon + 1)));
    }
  return {};
}

double kibibytes(const std::string& text) { return to_double(split(text, ' ').front()).value_or(0) * 1024; }

/// Memory limit of the control group that this process sees as its own; 0: none.
double memory_limit() {
  for (const char* path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"})
    if (const auto bytes = to_double(trim(content(path))); bytes && *bytes > 0 && *bytes < 1e17) return *bytes;
  return 0;
}

bool in_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  for (const auto folder : split(path ? path : "", ':'))
    if (access((fs::path(folder) / program).c_str(), X_OK) == 0) return true;
  return false;
}

/// What a command of ours prints; empty where it fails.
std::string printed(const char* command) {
  const auto finish = [](std::FILE* pipe) { pclose(pipe); };
  const std::unique_ptr<std::FILE, decltype(finish)> pipe(popen(command, "r"), finish);
  std::string text;
  std::array<char, 4096> buffer{};
  while (pipe && text.size() < 100'000) {
    const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe.get());
    if (size == 0) break;
    text.append(buffer.data(), size);
  }
  return text;
}

bool has_flag(const std::string& flags, std::string_view flag) {
  const auto words = split(flags, ' ');
  return std::find(words.begin(), words.end(), flag) != words.end();
}

}  // namespace

const char* health_words(Health health) {
  static constexpr const char* names[] = {"ok", "note", "warning", "problem"};
  return names[static_cast<int>(health)];
}

Check check_cores() {
  const Cores cores = usable_cores();
  return {"cores", Health::ok, cores.why, {}};
}

Check check_memory() {
  const std::string text = content("/proc/meminfo");
  double total = kibibytes(field(text, "MemTotal"));
  const double free = kibibytes(field(text, "MemAvailable"));
  std::string words = fmt::format("{} available of {}", gib(free), gib(total));
  if (const double limit = memory_limit(); limit > 0 && limit < total) {
    words += fmt::format(", the container's limit is {}", gib(limit));
    total = limit;
  }
  if (free > 0 && free < 0.5 * gibi)
    return {"memory", Health::warning, words, "Less than half a GiB is free: run fewer trials at once (--jobs)."};
  return {"memory", Health::ok, words, {}};
}

Check check_threads() {
  const int cores = usable_cores().count;
  std::vector<std::string> set;
  bool too_many = false;
  for (const char* name : {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_WAIT_POLICY"})
    if (const char* value = std::getenv(name); value && *value) {
      set.push_back(fmt::format("{}={}", name, printable(value, 40)));
      const auto threads = to_integer(value);
      too_many = too_many || (threads && *threads > cores);
    }
  if (set.empty())
    return {"threads", Health::ok, "each trial gets its share of the cores (OMP_NUM_THREADS and the like)", {}};
  const std::string words = fmt::format("set by you, so trials keep it: {}", join(set, " "));
  if (too_many)
    return {
        "threads", Health::warning, words,
        fmt::format("More threads than the {} cores: trials side by side can be 30 times slower. Unset it.", cores)};
  return {"threads", Health::note, words, {}};
}

std::string better_coretype(const std::string& taken_for, const std::string& flags) {
  static constexpr std::array old = {"Prescott", "Core2", "Penryn", "Dunnington", "Nehalem", "Generic", "Unknown"};
  if (std::find(old.begin(), old.end(), taken_for) == old.end()) return {};
  if (has_flag(flags, "avx512f") && has_flag(flags, "avx512dq")) return "SkylakeX";
  if (has_flag(flags, "avx2") && has_flag(flags, "fma")) return "Haswell";
  return {};
}

/// The loader's address: none where this program was linked without one, and then it can load no library either.
bool can_load_libraries() { return getauxval(AT_BASE) != 0; }

Check check_openblas() {
  if (!can_load_libraries()) return {"openblas", Health::ok, "not asked: this kilter loads no libraries", {}};
  setenv("OPENBLAS_NUM_THREADS", "1", 0);  // so that loading it starts no threads
  const auto release = [](void* library) { dlclose(library); };
  const std::unique_ptr<void, decltype(release)> library(dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL), release);
  if (!library) return {"openblas", Health::ok, "no OpenBLAS of the system (Python packages bring their own)", {}};
  const auto corename = reinterpret_cast<const char* (*)()>(dlsym(library.get(), "openblas_get_corename"));
  const auto config = reinterpret_cast<const char* (*)()>(dlsym(library.get(), "openblas_get_config"));
  const std::string core = corename ? corename() : "";
  const auto words = split(config ? config() : "", ' ');
  const std::string version = words.size() > 1 ? std::string(words[1]) : "";
  const std::string better = better_coretype(core, field(content("/proc/cpuinfo"), "flags"));
  const std::string text =
      fmt::format("OpenBLAS {} takes this processor for {}", printable(version, 40), printable(core, 40));
  if (better.empty()) return {"openblas", Health::ok, text, {}};
  return {
      "openblas", Health::warning, text + ", which is older than it is",
      fmt::format("Programs on NumPy or Torch of the system run up to 4 times faster with: export OPENBLAS_CORETYPE={}",
                  better)};
}

Check check_gpu() {
  if (!in_path("nvidia-smi")) {
    if (fs::exists("/dev/nvidia0"))
      return {"gpu", Health::warning, "there is an NVIDIA device but no nvidia-smi",
              "Install the driver's tools, or check the container's GPU flag (--gpus all)."};
    return {"gpu", Health::ok, "no NVIDIA GPU visible", {}};
  }
  const std::string text =
      printed("timeout 20 nvidia-smi --query-gpu=index,name,memory.total --format=csv,noheader 2>/dev/null");
  std::vector<std::string> gpus;
  for (const auto line : split(text, '\n'))
    if (!trim(line).empty()) gpus.push_back(printable(trim(line), 100));
  if (gpus.empty())
    return {"gpu", Health::warning, "nvidia-smi is there but lists no GPU",
            "See what it says by itself: nvidia-smi. In a container check the GPU flag (--gpus all)."};
  return {"gpu", Health::ok, join(gpus, " · "), {}};
}

Check check_kernel() {
  const std::string release(trim(content("/proc/sys/kernel/osrelease")));
  const long descriptor = syscall(SYS_pidfd_open, getpid(), 0);
  if (descriptor < 0)
    return {"kernel", Health::problem, fmt::format("Linux {} has no pidfd_open", printable(release, 80)),
            "Kilter runs programs on Linux 5.3 and newer; some sandboxes block it."};
  close(static_cast<int>(descriptor));
  return {"kernel", Health::ok, "Linux " + printable(release, 80), {}};
}

Check check_disk(const fs::path& home) {
  std::error_code failed;
  fs::path there = fs::absolute(home, failed);
  while (!fs::is_directory(there, failed) && there.has_relative_path()) there = there.parent_path();
  struct statfs about{};
  if (statfs(there.c_str(), &about) != 0)
    return {"disk", Health::problem, fmt::format("{} cannot be looked at", printable(there.string())),
            "Is it mounted?"};
  const double room = static_cast<double>(about.f_bavail) * static_cast<double>(about.f_bsize);
  const FileSystem kind = file_system(static_cast<long>(about.f_type));
  const std::string words = fmt::format("{} free for {} on {}", gib(room), printable(home.string()), kind.name);
  if (access(there.c_str(), W_OK) != 0)
    return {"disk", Health::problem, fmt::format("{} cannot be written to", printable(there.string())),
            "Keep studies elsewhere: --home FOLDER, or export KILTER_HOME=FOLDER"};
  if (room < gibi)
    return {"disk", Health::warning, words, "Less than 1 GiB is free; checkpoints and logs may fill it."};
  if (kind.network)
    return {"disk", Health::note, words, "A network file system: one machine at a time works on a study there."};
  if (kind.memory)
    return {"disk", Health::warning, words, "It is kept in memory: the studies are gone after a restart."};
  return {"disk", Health::ok, words, {}};
}

}  // namespace kilter::cli
