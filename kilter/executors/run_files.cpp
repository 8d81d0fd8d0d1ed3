// SPDX-License-Identifier: MIT
#include "kilter/executors/run_files.hpp"

namespace kilter {

RunFiles run_files(const std::filesystem::path& study_directory, const RunId& run, const std::string& params_format) {
  std::filesystem::path directory = study_directory / "trials" / std::to_string(run.trial);
  if (run.part > 0) directory /= "part-" + std::to_string(run.part);
  const std::string attempt = run.attempt > 0 ? "." + std::to_string(run.attempt) : "";
  return {.directory = directory,
          .out = directory / ("stdout" + attempt),
          .err = directory / ("stderr" + attempt),
          .report = directory / ("report" + attempt + ".jsonl"),
          .params = directory / ("params" + attempt + "." + params_format)};
}

void inherit_files(const std::filesystem::path& from, const std::filesystem::path& to) {
  namespace fs = std::filesystem;
  if (!fs::exists(from)) return;
  for (const auto& entry : fs::directory_iterator(from)) {
    const std::string name = entry.path().filename().native();
    bool of_a_run = false;
    for (const char* start : {"stdout", "stderr", "report", "params", "part-"})
      of_a_run = of_a_run || name.starts_with(start);
    if (!of_a_run)
      fs::copy(entry.path(), to / name,
               fs::copy_options::recursive | fs::copy_options::copy_symlinks | fs::copy_options::overwrite_existing);
  }
}

}  // namespace kilter
