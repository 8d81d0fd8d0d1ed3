// SPDX-License-Identifier: MIT
#include "kilter/setup/gpus.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "kilter/base/text.hpp"

namespace kilter {
namespace {

std::vector<std::string_view> fields_of(std::string_view line) {
  auto fields = split(line, ',');
  for (auto& field : fields) field = trim(field);
  return fields;
}

/// What stands between `UUID: ` and the closing parenthesis.
std::string uuid_in(std::string_view line) {
  const auto at = line.find("UUID: ");
  if (at == line.npos) return {};
  line.remove_prefix(at + 6);
  return std::string(trim(line.substr(0, line.find(')'))));
}

std::string memory_words(double mebibytes) {
  return mebibytes >= 1000 ? rounded(mebibytes * 1.048576 / 1000, 3) + " GB" : rounded(mebibytes * 1.048576, 3) + " MB";
}

}  // namespace

std::vector<Gpu> parse_gpus(std::string_view cards, std::string_view processes, std::string_view list) {
  std::vector<Gpu> gpus;
  for (const auto line : split(cards, '\n')) {
    const auto fields = fields_of(line);
    if (fields.size() < 4 || !to_integer(fields[0])) continue;
    Gpu gpu;
    gpu.device = gpu.index = fields[0];
    gpu.uuid = fields[1];
    gpu.memory = to_double(fields[2]).value_or(0);
    gpu.used = to_double(fields[3]).value_or(0);
    gpus.push_back(std::move(gpu));
  }
  for (const auto line : split(processes, '\n')) {
    const auto fields = fields_of(line);
    const auto id = fields.size() >= 3 ? to_integer(fields[1]) : std::nullopt;
    const auto gpu = std::find_if(gpus.begin(), gpus.end(), [&](const Gpu& g) { return g.uuid == fields[0]; });
    if (id && gpu != gpus.end()) gpu->processes.push_back({static_cast<int>(*id), to_double(fields[2]).value_or(0)});
  }
  // A card that is divided gives its parts in its place.
  std::vector<Gpu> all;
  std::size_t card = 0;
  for (const auto line : split(list, '\n')) {
    const auto text = trim(line);
    if (text.starts_with("GPU ")) {
      const auto uuid = uuid_in(text);
      card = static_cast<std::size_t>(
          std::find_if(gpus.begin(), gpus.end(), [&](const Gpu& g) { return g.uuid == uuid; }) - gpus.begin());
    } else if (text.starts_with("MIG ") && card < gpus.size()) {
      Gpu part;
      part.device = part.uuid = uuid_in(text);
      part.index = gpus[card].index;
      all.push_back(std::move(part));
    }
  }
  for (const auto& gpu : gpus)
    if (std::none_of(all.begin(), all.end(), [&](const Gpu& part) { return part.index == gpu.index; }))
      all.push_back(gpu);
  std::stable_sort(all.begin(), all.end(), [](const Gpu& a, const Gpu& b) {
    return to_integer(a.index).value_or(0) < to_integer(b.index).value_or(0);
  });
  return all;
}

std::vector<Gpu> visible_gpus(std::vector<Gpu> all, const std::optional<std::string>& variable) {
  if (!variable) return all;
  std::vector<Gpu> chosen;
  for (const auto part : split(*variable, ',')) {
    const auto name = trim(part);
    const auto index = to_integer(name);
    if (name.empty() || (index && *index < 0)) break;
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const Gpu& gpu) { return index ? gpu.index == name : gpu.uuid.starts_with(name); });
    if (found == all.end() && index && !all.empty()) break;
    Gpu gpu = found == all.end() ? Gpu{} : *found;
    if (!index || found == all.end()) gpu.device = name;
    if (found == all.end()) gpu.index = gpu.device;
    chosen.push_back(std::move(gpu));
  }
  return chosen;
}

std::string used_by_others(const Gpu& gpu, const std::function<bool(int)>& ours, bool idle) {
  double held = 0;
  std::vector<std::string> ids;
  for (const auto& process : gpu.processes)
    if (!ours(process.id)) ids.push_back(std::to_string(process.id)), held += process.memory;
  if (!ids.empty())
    return fmt::format("process{} {} {} {}", ids.size() > 1 ? "es" : "", join(ids, ", "),
                       ids.size() > 1 ? "hold" : "holds", memory_words(held));
  // In a container the processes of others cannot be seen, but their memory can; the driver itself takes some.
  constexpr double of_the_driver = 1024;
  if (idle && gpu.processes.empty() && gpu.used > std::max(of_the_driver, gpu.memory / 20))
    return "somebody holds " + memory_words(gpu.used);
  return {};
}

bool is_descendant(int process) {
  const int self = static_cast<int>(::getpid());
  for (int depth = 0; depth < 100 && process > 1; ++depth) {
    if (process == self) return true;
    std::ifstream file(fmt::format("/proc/{}/stat", process));
    std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto end = text.rfind(')');
    if (end == text.npos) return false;
    const auto fields = split(std::string_view(text).substr(end + 2), ' ');
    process = fields.size() > 1 ? static_cast<int>(to_integer(fields[1]).value_or(0)) : 0;
  }
  return false;
}

}  // namespace kilter
