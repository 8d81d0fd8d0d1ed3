// SPDX-License-Identifier: MIT
// The exit codes of all commands, in one table; docs/exit-codes.md says more of each.
#pragma once
#include <array>

namespace kilter::cli {

struct ExitCode {
  int code;
  const char* meaning;
};

inline constexpr std::array exit_codes{
    ExitCode{0, "done"},
    ExitCode{1, "failure"},
    ExitCode{2, "usage"},
    ExitCode{3, "finished but no trial succeeded"},
    ExitCode{4, "study file or space invalid"},
    ExitCode{5, "storage trouble"},
    ExitCode{6, "goal not reached"},
    ExitCode{7, "still running"},
    ExitCode{10, "please stop this trial"},
    ExitCode{130, "interrupted"},
};

}  // namespace kilter::cli
