// SPDX-License-Identifier: MIT
// The GPUs that this process may use, and which of them others are using.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kilter {

struct Gpu {
  std::string device;  ///< as CUDA_VISIBLE_DEVICES names it: the index, or the UUID of a part (MIG)
  std::string index;   ///< of the card, as nvidia-smi counts
  std::string uuid;
  double memory = 0;  ///< MiB; 0: unknown
  double used = 0;    ///< MiB
  struct Process {
    int id = 0;
    double memory = 0;  ///< MiB
  };
  std::vector<Process> processes;
};

/// From what nvidia-smi prints: `cards` of --query-gpu=index,uuid,memory.total,memory.used, `processes` of
/// --query-compute-apps=gpu_uuid,pid,used_memory, both as csv,noheader,nounits, and `list` of -L, for the parts of
/// cards.
std::vector<Gpu> parse_gpus(std::string_view cards, std::string_view processes, std::string_view list);

/// Those that an inherited CUDA_VISIBLE_DEVICES leaves: indexes, UUIDs or their beginnings, parts; up to the first that
/// is none, as CUDA reads it. Without the variable all. A device that is not listed is kept as it was named.
std::vector<Gpu> visible_gpus(std::vector<Gpu> all, const std::optional<std::string>& variable);

/// Why others are using it ("process 4242 holds 11.2 GB"); empty: they are not. `ours` tells this process's own trials;
/// `idle`: none of these runs there, so that memory without a visible process is somebody else's too.
std::string used_by_others(const Gpu& gpu, const std::function<bool(int)>& ours, bool idle);

/// Whether the process descends from this one.
bool is_descendant(int process);

}  // namespace kilter
