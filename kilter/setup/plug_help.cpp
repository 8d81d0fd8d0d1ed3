// SPDX-License-Identifier: MIT
#include "kilter/setup/plug_help.hpp"

#include <fmt/format.h>

namespace kilter {

std::string line(const char* name, const std::string& value, const char* meaning) {
  return fmt::format("{} = {}  {}\n", name, value, meaning);
}

}  // namespace kilter
