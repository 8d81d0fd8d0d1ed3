// SPDX-License-Identifier: MIT
// A worker_process started by a test, with pipes to its standard input and from its standard output.
#pragma once
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace kilter::testing {

class Child {
 public:
  /// Starts tests/storage/worker_process with these arguments.
  explicit Child(const std::vector<std::string>& arguments);
  /// Kills it where it still runs.
  ~Child();
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;

  /// The next line that it prints; nullopt: there will be none.
  std::optional<std::string> line();
  /// Ends its standard input.
  void close_input();
  void signal(int number);
  /// Its exit status, or minus the signal that ended it.
  int wait();

 private:
  pid_t process_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string read_;
};

}  // namespace kilter::testing
