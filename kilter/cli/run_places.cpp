// SPDX-License-Identifier: MIT
#include "kilter/cli/run_places.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <set>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/setup/plan.hpp"

namespace kilter::cli {
namespace {

constexpr const char* look_words = "looked at again each minute; take it too: --gpus all";

std::string names_of(const std::vector<Gpu>& gpus) {
  std::vector<std::string> names;
  for (const auto& gpu : gpus) names.push_back(gpu.device);
  return fmt::format("GPU{} {}", names.size() == 1 ? "" : "s", join(names, ", "));
}

[[noreturn]] void too_few(int wanted, std::size_t there) {
  if (there > 0)
    throw Error(
        ErrorKind::usage, "K126", fmt::format("a trial wants {} GPUs, and {} can be used here", wanted, there),
        {fmt::format("Fewer for each: --gpus {}      CUDA_VISIBLE_DEVICES, where it is set, is the limit.", there)});
  throw Error(ErrorKind::usage, "K126", fmt::format("no GPU can be seen although gpus = {}", wanted),
              {"Does nvidia-smi list it? If not: the driver is missing, or the container was started without GPUs",
               "(docker run --gpus all), or CUDA_VISIBLE_DEVICES is empty. Without GPUs: --gpus 0"});
}

const Gpu* find(const std::vector<Gpu>& gpus, const std::string& device) {
  const auto at = std::find_if(gpus.begin(), gpus.end(), [&](const Gpu& gpu) { return gpu.device == device; });
  return at == gpus.end() ? nullptr : &*at;
}

}  // namespace

std::vector<int> usable_processors() {
  std::vector<int> processors;
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return processors;
  for (int i = 0; i < CPU_SETSIZE; ++i)
    if (CPU_ISSET(i, &set)) processors.push_back(i);
  return processors;
}

Places::Places(const Settings& settings, const Wishes& wishes, const Cores& cores, std::vector<Gpu> gpus) {
  const Program program = program_of(settings);
  all_ = wishes.all_gpus.value_or(false);
  const int wanted = program.gpus.value_or(gpus.empty() ? 0 : 1);
  if (wanted > static_cast<int>(gpus.size())) too_few(wanted, gpus.size());
  std::vector<DeviceSlot> slots;
  if (wanted > 0) {
    slots = on_gpus(program, wishes, gpus);
  } else {
    jobs_ = choose_jobs(wishes, settings, cores);
    slots.resize(static_cast<std::size_t>(jobs_.count));
  }
  const auto busy = [&](const Gpu& gpu) { return !used_by_others(gpu, is_descendant, true).empty(); };
  share_cores(slots, program, cores);
  slots_ = DeviceSlots(std::move(slots), wanted > 0);
  most_ = jobs_.count;
  if (wanted == 0 || all_) return;
  for (std::size_t i = 0; i < slots_.size(); ++i)
    slots_.close(i, std::any_of(gpus.begin(), gpus.end(), [&](const Gpu& gpu) {
                   const auto& own = gpus_of_slots_[i];
                   return std::find(own.begin(), own.end(), gpu.device) != own.end() && busy(gpu);
                 }));
  jobs_.count = static_cast<int>(slots_.free());
}

std::vector<DeviceSlot> Places::on_gpus(const Program& program, const Wishes& wishes, const std::vector<Gpu>& gpus) {
  const auto each = static_cast<std::size_t>(program.gpus.value_or(1));
  const std::size_t groups = gpus.size() / each;
  std::size_t shares = static_cast<std::size_t>(program.per_gpu.value_or(1));
  std::size_t count = groups * shares;
  const auto jobs = wishes.jobs ? wishes.jobs : program.jobs;
  if (jobs) {
    count = static_cast<std::size_t>(*jobs);
    // More trials than there is room for at the usual share: they share more.
    if (!program.per_gpu) shares = (count + groups - 1) / groups;
    count = std::min(count, groups * shares);
  }
  std::vector<DeviceSlot> slots;
  for (std::size_t i = 0; i < count; ++i) {
    DeviceSlot slot;
    for (std::size_t k = 0; k < each; ++k) slot.devices.push_back(gpus[(i % groups) * each + k].device);
    slot.shown = join(slot.devices, ",");
    gpus_of_slots_.push_back(slot.devices);
    slots.push_back(std::move(slot));
  }
  jobs_ = {static_cast<int>(count),
           jobs ? (wishes.jobs ? "as you said, on " : "as kilter set said, on ") + names_of(gpus) : why_gpus(gpus)};
  if (each > 1) jobs_.why += fmt::format("; {} for each", each);
  if (shares > 1) jobs_.why += fmt::format("; {} share one", shares);
  return slots;
}

std::string Places::why_gpus(const std::vector<Gpu>& gpus) const {
  std::vector<Gpu> free;
  std::vector<std::string> left;
  for (const auto& gpu : gpus) {
    const auto used = all_ ? std::string() : used_by_others(gpu, is_descendant, true);
    if (used.empty())
      free.push_back(gpu);
    else
      left.push_back(fmt::format("GPU {} is left alone, {} there", gpu.device, used));
  }
  std::string text = free.empty() ? "no GPU is free" : names_of(free);
  if (!left.empty()) return text + "; " + join(left, "; ") + ", " + look_words;
  return text + "; change: --jobs";
}

/// Each slot gets processors of its own where there are enough, so that trials do not push each other around.
void Places::share_cores(std::vector<DeviceSlot>& slots, const Program& program, const Cores& cores) {
  const int count = std::max(1, static_cast<int>(slots.size()));
  cores_per_job_ = program.cores.value_or(std::max(1, cores.count / count));
  const auto processors = usable_processors();
  // Where a container's quota is below its processors, the kernel places better than fixed numbers would.
  const bool whole = static_cast<int>(processors.size()) == cores.count;
  if (program.cores || count < 2 || count > cores.count || !whole) return;
  for (std::size_t i = 0; i < slots.size(); ++i)
    for (int k = 0; k < cores_per_job_; ++k)
      slots[i].cores.push_back(processors[i * static_cast<std::size_t>(cores_per_job_) + static_cast<std::size_t>(k)]);
}

std::vector<std::string> Places::look_again(const std::vector<Gpu>& gpus) {
  std::vector<std::string> sentences;
  const auto nobody_of_ours = [&](const std::string& device) {
    for (std::size_t i = 0; i < slots_.size(); ++i)
      if (slots_.taken(i) &&
          std::find(gpus_of_slots_[i].begin(), gpus_of_slots_[i].end(), device) != gpus_of_slots_[i].end())
        return false;
    return true;
  };
  std::set<std::string> said;
  for (std::size_t i = 0; i < slots_.size() && !all_; ++i) {
    std::string used, name;
    for (const auto& device : gpus_of_slots_[i])
      if (const Gpu* gpu = find(gpus, device); gpu && used.empty())
        used = used_by_others(*gpu, is_descendant, nobody_of_ours(device)), name = device;
    if (used.empty() == !slots_.closed(i)) continue;
    slots_.close(i, !used.empty());
    const std::string shown = slots_.slot(i).shown;
    if (said.insert(shown).second)
      sentences.push_back(used.empty() ? fmt::format("GPU {} is free now and is used too.", shown)
                                       : fmt::format("GPU {} is left alone: {} there; {}.", name, used, look_words));
  }
  return sentences;
}

}  // namespace kilter::cli
