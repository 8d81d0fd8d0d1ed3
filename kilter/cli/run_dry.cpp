// SPDX-License-Identifier: MIT
#include "kilter/cli/run_dry.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/analysis/words.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/messages.hpp"
#include "kilter/cli/run_places.hpp"
#include "kilter/cli/run_talk.hpp"
#include "kilter/cli/run_words.hpp"
#include "kilter/executors/command_template.hpp"
#include "kilter/setup/advice.hpp"
#include "kilter/setup/gpu_look.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/space/count.hpp"

namespace kilter::cli {
namespace {

constexpr int shown_trials = 3;

/// The history of a study that has these settings and nothing else.
History fresh_history(const Settings& settings) {
  History history;
  history.take({1, WallTime{}, Changed{to_json(settings), settings.budget.trials.value_or(-1), {}}});
  return history;
}

/// The first trials as they would be proposed one after the other.
std::vector<Trial> first_trials(History& history) {
  const auto sampler = make_sampler(history.settings().sampler);
  const Space space = history.settings().space;
  std::vector<Trial> trials;
  for (TrialNumber n = 0; n < shown_trials; ++n) {
    Params given;
    if (n == 0 && !space.broken(space.defaults())) given = space.defaults();
    const Rng rng{history.settings().seed, static_cast<std::uint64_t>(n)};
    const auto proposal = sampler->propose(history, {n, space, given, history.settings().budget.full, rng});
    if (!proposal) break;
    Added added;
    added.trial = n;
    history.take({history.revision() + 1, WallTime{}, std::move(added)});
    history.take({history.revision() + 1, WallTime{},
                  Proposed{n, space.write(proposal->params), history.revision() - 1, proposal->by, proposal->note,
                           proposal->reason}});
    trials.push_back(history.trials().back());
  }
  return trials;
}

/// What was typed, to be run in the background instead of being shown.
std::string for_real(const Options& options) {
  std::vector<std::string> words{"kilter", "run"};
  for (const auto& word : options.typed())
    if (word == "--dry-run")
      words.emplace_back("--detach");
    else
      words.push_back(word);
  if (options.command()) {
    words.emplace_back("--");
    words.insert(words.end(), options.command()->begin(), options.command()->end());
  }
  return shell_quoted(words);
}

}  // namespace

int dry_run(const JoinedStudy& foreseen, const Asked& asked, const Options& options) {
  const Manner& manner = options.manner();
  for (const auto& message : doubts(foreseen.settings, asked.sure)) print(message, manner.json);
  History history = fresh_history(foreseen.settings);
  const Jobs jobs = Places(foreseen.settings, asked.all, usable_cores(), find_gpus()).jobs();
  const auto trials = first_trials(history);
  const std::string folder = std::filesystem::absolute(foreseen.place.folder / "trials").string();
  if (manner.json) {
    nlohmann::ordered_json json{{"schema", "kilter/dry-run/1"},
                                {"settings", nlohmann::ordered_json::parse(to_json(foreseen.settings))},
                                {"jobs", jobs.count},
                                {"created", foreseen.created},
                                {"changed", foreseen.differences},
                                {"commands", nlohmann::ordered_json::array()}};
    for (const auto& trial : trials)
      json["commands"].push_back(command_line(history, trial, folder + "/" + std::to_string(trial.number)));
    print_json(std::move(json), {for_real(options)});
    return 0;
  }
  fmt::print("{}\nIt would be saved in {}.\n", opening(foreseen, history, jobs).front(),
             foreseen.place.folder.string());
  const auto size = count(foreseen.settings.space);
  fmt::print("\nSpace: {}\n", size ? fmt::format("{} different combinations", *size) : "infinitely many combinations");
  for (const auto& parameter : foreseen.settings.space.parameters())
    fmt::print("  {} = {}\n", parameter.name, to_json(parameter));
  for (const auto& constraint : foreseen.settings.space.constraints())
    fmt::print("  always: {}\n", printable(constraint.expression, 200));
  fmt::print("\nThe first trials{}:\n", foreseen.created ? "" : " of a new study like it");
  for (const auto& trial : trials)
    fmt::print("  {}\n", printable(command_line(history, trial, folder + "/" + std::to_string(trial.number)), 2000));
  fmt::print("\nNothing was started or written.\n");
  return 0;
}

}  // namespace kilter::cli
