// SPDX-License-Identifier: MIT
// The options of one plug while they are read: each key is taken once, what is left over is a mistake.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kilter/core/settings.hpp"

namespace kilter {

/// Each `take` leaves the value alone where the key is absent, and throws Error(invalid) naming the plug and the key
/// where it holds something else.
class PlugOptions {
 public:
  explicit PlugOptions(const Plug& plug);
  ~PlugOptions();
  PlugOptions(const PlugOptions&) = delete;
  PlugOptions& operator=(const PlugOptions&) = delete;

  void take(const std::string& key, int& value, int least, int most);
  void take(const std::string& key, double& value, double least);
  void take(const std::string& key, bool& value);
  /// Whole numbers above 0 by name.
  void take(const std::string& key, std::map<std::string, int>& values);
  /// Another plug: a name, or a table with a name and its options.
  void take(const std::string& key, std::optional<Plug>& plug);

  /// Throws Error(invalid) for a key that nobody took ("did you mean").
  void done() const;

 private:
  struct Table;
  [[noreturn]] void fail(const std::string& what) const;

  std::string name_;
  std::unique_ptr<Table> table_;
  std::vector<std::string> known_;
};

}  // namespace kilter
