// SPDX-License-Identifier: MIT
#include "bench/ten.hpp"

#include <fmt/format.h>

namespace kilter::bench {

Space ten_kinds(int dims) {
  static constexpr const char* kinds[] = {
      "float(0,1)",  "log(1e-5,1)",    "int(16,256)", "choice(relu,tanh,gelu,silu)",    "float(0,0.99)",
      "float(-1,1)", "log(1e-6,0.01)", "int(1,12)",   "choice(sgd,adam,adamw,rmsprop)", "float(0.5,2)"};
  std::vector<Parameter> parameters;
  for (int i = 0; i < dims; ++i) parameters.push_back(parse_range(fmt::format("p{}", i), kinds[i % 10]));
  return Space(std::move(parameters));
}

Settings ten_settings(int dims, const std::string& sampler) {
  Settings settings;
  settings.name = "bench";
  settings.goals = {{.metric = "loss"}};
  settings.space = ten_kinds(dims);
  settings.sampler.name = sampler;
  settings.seed = 1;
  return settings;
}

}  // namespace kilter::bench
