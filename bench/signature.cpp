// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>

#include "bench/figure.hpp"
#include "bench/figures.hpp"
#include "bench/ten.hpp"
#include "kilter/core/study.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/storage/storages.hpp"

namespace kilter::bench {
namespace {

constexpr int trials = 24;

Space space_of(std::vector<std::pair<std::string, std::string>> ranges, std::vector<Constraint> constraints = {}) {
  std::vector<Parameter> parameters;
  for (const auto& [name, range] : ranges) {
    parameters.push_back(parse_range(name, range.substr(0, range.find(" when "))));
    if (const auto when = range.find(" when "); when != range.npos) parameters.back().when = range.substr(when + 6);
  }
  return Space(std::move(parameters), std::move(constraints));
}

std::map<std::string, Space> spaces() {
  return {
      {"mixed", ten_kinds(10)},
      {"one", space_of({{"lr", "log(1e-5,1)"}})},
      {"finite", space_of({{"a", "int(1,3)"}, {"b", "bool"}, {"c", "choice(x,y)"}})},
      {"odd", space_of({{"wd", "log(1e-6,1e-2) or 0.0"},
                        {"momentum", "one_minus_log(1e-3,0.5)"},
                        {"p", "logit(0.01,0.99)"},
                        {"depth", "ordered(18,34,50)"},
                        {"units", "logint(8,1024)"},
                        {"batch", "fixed(128)"}})},
      {"conditional", space_of({{"optimizer", "choice(sgd,adam)"},
                                {"momentum", "float(0,0.99) when optimizer == 'sgd'"},
                                {"nesterov", "bool when optimizer == 'sgd'"},
                                {"beta2", "one_minus_log(1e-4,0.1) when optimizer == 'adam'"}})},
      {"constrained", space_of({{"width", "int(16,256)"}, {"depth", "int(1,12)"}, {"lr", "log(1e-4,1)"}},
                               {{"fits", "width * depth <= 400"}})},
  };
}

/// A result as a function of the parameters; every seventh trial fails.
Outcome outcome_of(const Job& job) {
  if (job.run.trial % 7 == 5) return {.end = End::failed, .cause = Cause::error};
  double sum = 0;
  for (const double code : job.params)
    if (std::isfinite(code)) sum += code / (1 + std::abs(code));
  return {.values = {{"loss", sum}}};
}

std::uint64_t mix(std::uint64_t hash, const std::string& text) {
  for (const char c : text) hash = splitmix64(hash ^ static_cast<unsigned char>(c));
  return splitmix64(hash ^ 0x100);
}

/// Of what a sampler proposes for a study as it goes.
std::uint64_t hash_of(const std::string& name, const Space& space, std::uint64_t seed) {
  Settings settings{.name = "signature", .goals = {{"loss"}}, .space = space, .sampler = {name}, .seed = seed};
  const auto storage = open_memory(make_memory_log());
  const Fact begin = Changed{to_json(settings), -1, "created"};
  storage->append({&begin, 1}, {});
  const auto sampler = make_sampler(settings.sampler);
  Scheduler scheduler;
  const SystemClock clock;
  core::Study study(*storage, *sampler, scheduler, clock, "bench:12345:1");
  std::uint64_t hash = 0;
  for (int i = 0; i < trials; ++i) {
    const auto job = study.ask();
    if (!job) break;
    const Trial& trial = study.history().trials()[static_cast<std::size_t>(job->run.trial)];
    hash = mix(mix(mix(hash, space.write(trial.params)), trial.note), trial.by);
    study.tell(job->run, outcome_of(*job));
  }
  return hash;
}

std::map<std::string, std::string> read(const std::filesystem::path& file) {
  std::map<std::string, std::string> values;
  std::ifstream lines(file);
  for (std::string sampler, value; lines >> sampler >> value;) values[sampler] = value;
  return values;
}

}  // namespace

bool signature(const std::filesystem::path& expected) {
  setenv("KILTER_ISA", "baseline", 1);  // before anything has chosen its kernels
  bool same = true;
  auto before = read(expected);
  for (const auto& plug : sampler_help()) {
    std::uint64_t hash = 0;
    for (const auto& [kind, space] : spaces())
      for (const std::uint64_t seed : {0, 1, 2}) hash = splitmix64(hash ^ hash_of(plug.name, space, seed));
    const auto value = fmt::format("{:016x}", hash);
    Figure figure("signature");
    figure.with("sampler", plug.name).with("value", value);
    if (!expected.empty()) {
      figure.with("expected", before[plug.name]);
      same = same && before[plug.name] == value;
    }
    figure.print();
  }
  return same;
}

}  // namespace kilter::bench
