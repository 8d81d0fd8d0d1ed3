// SPDX-License-Identifier: MIT
#include "kilter/cli/space_source.hpp"

#include <fmt/format.h>

#include "kilter/cli/run_study.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/setup/plan.hpp"

namespace kilter::cli {
namespace {

SpaceSource of_file(const Options& options, const std::string& file) {
  const SystemClock clock;
  RunRequest request;
  request.place = file;
  const Asked asked = gather(request, options.manner(), clock.wall());
  SpaceSource source{file, {}, {}, true, {}};
  if (!study_exists(study_place(options.manner().home, *asked.own.name))) {
    source.settings = plan(asked.all, true).settings;
    // Without a metric a run would only look; the space is looked at as that of the study to come.
    if (source.settings.goals.empty())
      source.settings.budget.trials = asked.all.trials.value_or(default_trials(source.settings.space));
    return source;
  }
  source.study = open_study(options, asked.own.name, Access::read);
  Change changed = change(source.study->settings(), asked.own);
  source.settings = std::move(changed.settings);
  source.changes = std::move(changed.space);
  return source;
}

}  // namespace

SpaceSource space_source(const Options& options) {
  const auto name = options.words().empty() ? std::nullopt : std::optional(options.words().front());
  std::error_code failed;
  if (name && std::filesystem::is_regular_file(*name, failed)) return of_file(options, *name);
  Opened study = open_study(options, name, Access::read);
  SpaceSource source{study.name, study.settings(), {}, false, {}};
  source.study = std::move(study);
  return source;
}

std::vector<std::string> next_commands(const Options& options, SpaceSource& source) {
  if (source.file) return {to_type(options, fmt::format("run --dry-run --json {}", shell_quoted({source.name})))};
  return next_commands(options, *source.study);
}

}  // namespace kilter::cli
