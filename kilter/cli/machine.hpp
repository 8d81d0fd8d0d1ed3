// SPDX-License-Identifier: MIT
// What a machine has for trials, and what on it would slow them down or lose them: the checks of `kilter doctor`.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace kilter::cli {

enum class Health { ok, note, warning, problem };
const char* health_words(Health health);

struct Check {
  std::string name;
  Health health = Health::ok;
  std::string text;
  std::string advice;  ///< what to type or change; empty where all is well
};

Check check_cores();
Check check_memory();
Check check_threads();
/// Loads the system's OpenBLAS, where there is one, and asks for which processor it takes this one.
Check check_openblas();
Check check_gpu();
Check check_kernel();
/// Room and kind of the file system of the folder of studies.
Check check_disk(const std::filesystem::path& home);

/// A name for OPENBLAS_CORETYPE where OpenBLAS took a processor with these flags (as in /proc/cpuinfo) for an older
/// one; empty: it chose well, as far as one can tell.
std::string better_coretype(const std::string& taken_for, const std::string& flags);

}  // namespace kilter::cli
