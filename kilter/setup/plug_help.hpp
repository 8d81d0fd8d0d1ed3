// SPDX-License-Identifier: MIT
// What a plug says about itself.
#pragma once
#include <string>

namespace kilter {

struct PlugHelp {
  std::string name;
  std::string sentence;  ///< what it does and when to take it
  std::string options;   ///< one line an option: `name = default  what it means`
};

/// One line of PlugHelp::options.
std::string line(const char* name, const std::string& value, const char* meaning);

}  // namespace kilter
