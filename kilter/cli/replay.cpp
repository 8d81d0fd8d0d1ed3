// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/facts_file.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/core/study.hpp"
#include "kilter/setup/registry.hpp"

namespace kilter::cli {
namespace {

using Result = core::Replay::Result;

const char* result_words(Result result) {
  switch (result) {
    case Result::proved: return "proved";
    case Result::disproved: return "disproved";
    case Result::not_checkable: return "not_checkable";
  }
  return "";
}

/// Replays proposals of one study; cheap where they come in the order in which they were made.
class Replayer {
 public:
  explicit Replayer(const History& all) : all_(all) {}

  core::Replay replay(const Trial& trial) {
    if (trial.basis < then_.revision()) then_ = History();
    while (then_.revision() < std::min(trial.basis, all_.revision())) then_.take(all_.entry(then_.revision() + 1));
    // The sampler that the study had at that time, with the memory that it then had.
    if (const auto& plug = then_.settings().sampler; !sampler_ || !(plug == plug_)) {
      plug_ = plug;
      try {
        sampler_ = make_sampler(plug_);
      } catch (const Error& error) {  // a sampler of the user's own program
        sampler_.reset();
        return {Result::not_checkable, fmt::format("trial {} was proposed by {}: it cannot be checked here ({})",
                                                   trial.number, trial.by, error.message().headline)};
      }
    }
    return core::replay(all_, then_, *sampler_, trial.number);
  }

 private:
  const History& all_;
  History then_;
  Plug plug_;
  std::unique_ptr<Sampler> sampler_;
};

struct Tally {
  int proved = 0;
  int disproved = 0;
  int not_checkable = 0;
  void count(Result result) {
    ++(result == Result::proved ? proved : result == Result::disproved ? disproved : not_checkable);
  }
};

void print_result(const Options& options, const Opened& study, TrialNumber trial, const core::Replay& replay) {
  if (options.manner().json)
    print_json({{"schema", "kilter/replay/1"},
                {"study", study.name},
                {"trial", trial},
                {"result", result_words(replay.result)},
                {"sentence", replay.sentence}},
               {to_type(options, fmt::format("trial show {} {} --json", study.name, trial))});
  else
    say(options, "{}: {}", replay.result == Result::not_checkable ? "not checkable" : result_words(replay.result),
        printable(replay.sentence, 4000));
}

int replay_all(const Options& options, const Opened& study) {
  const bool json = options.manner().json;
  Replayer replayer(study.history);
  Tally tally;
  int waiting = 0;
  for (const auto& trial : study.history.trials()) {
    if (!trial.proposed) {
      ++waiting;
      continue;
    }
    const auto replay = replayer.replay(trial);
    tally.count(replay.result);
    if (json || options.manner().verbose || replay.result != Result::proved)
      print_result(options, study, trial.number, replay);
  }
  if (!json) {
    std::string line = fmt::format("{} of {} proposals proved: the facts before each give the same proposal again",
                                   tally.proved, tally.proved + tally.disproved + tally.not_checkable);
    if (tally.disproved > 0) line += fmt::format(" · {} disproved", tally.disproved);
    if (tally.not_checkable > 0) line += fmt::format(" · {} cannot be checked here", tally.not_checkable);
    if (waiting > 0) line += fmt::format(" · {} still wait for theirs", waiting);
    say(options, line);
  }
  return tally.disproved + tally.not_checkable > 0 ? 1 : 0;
}

}  // namespace

int verb_replay(Options& options) {
  bool all = false;
  std::optional<std::string> facts;
  options.flag("--all", all, "Every proposal of the study");
  options.option("--facts", facts, "FILE", "Read the study from a file of facts (kilter export --facts)");
  options.read(0, 2, "[STUDY] TRIAL, or [STUDY] --all");
  auto [name, rest] =
      facts ? std::pair{std::optional<std::string>(), options.words()} : study_and_rest(options, all ? 0 : 1);
  if (all != rest.empty() || rest.size() > 1)
    throw Error(ErrorKind::usage, {}, all ? "--all leaves no trial to name" : "which trial shall be replayed?",
                {"For example: kilter replay k1 17, or kilter replay k1 --all"});
  Opened study;
  if (facts)
    study.history = read_facts(*facts), study.name = study.settings().name;
  else
    study = open_study(options, name, Access::read);
  if (all) return replay_all(options, study);
  const Trial& trial = study.trial(trial_number(rest.front()));
  const auto replay = Replayer(study.history).replay(trial);
  print_result(options, study, trial.number, replay);
  return replay.result == Result::proved ? 0 : 1;
}

}  // namespace kilter::cli
