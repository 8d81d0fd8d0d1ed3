// SPDX-License-Identifier: MIT
#include "bench/plug_names.hpp"

#include <algorithm>

namespace kilter::bench {

std::vector<std::string> split_names(const std::string& text) {
  std::vector<std::string> names(1);
  int depth = 0;
  for (const char c : text) {
    depth += (c == '{') - (c == '}');
    if (c == ',' && depth == 0)
      names.emplace_back();
    else
      names.back() += c;
  }
  std::erase(names, "");
  return names;
}

std::vector<std::pair<std::string, Plug>> plugs_of(const std::string& text) {
  std::vector<std::pair<std::string, Plug>> plugs;
  for (const auto& name : split_names(text)) {
    const auto brace = std::min(name.find('{'), name.size());
    plugs.emplace_back(name, Plug{name.substr(0, brace), brace < name.size() ? name.substr(brace) : "{}"});
  }
  return plugs;
}

}  // namespace kilter::bench
