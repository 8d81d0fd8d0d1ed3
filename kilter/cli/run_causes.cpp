// SPDX-License-Identifier: MIT
#include "kilter/cli/run_causes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "kilter/analysis/words.hpp"
#include "kilter/base/text.hpp"

namespace kilter::cli {
namespace {

constexpr std::size_t enough = 3;          // diverged trials
constexpr double share = 0.3;              // of those that ended
constexpr double spared = 0.2;             // at most so many of the others may lie where the diverged ones lie
constexpr std::size_t settled = 10;        // ended trials after which it is said though no parameter tells
constexpr std::size_t compared_least = 2;  // others, so that there is something to compare with

bool says(const std::string& text, std::span<const char* const> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* word) { return text.find(word) != text.npos; });
}

/// The line in which the program speaks of memory, else its last one.
std::string own_words(const std::string& detail) {
  static constexpr std::array words{"memory", "Memory", "alloc", "OOM"};
  const auto lines = split(detail, '\n');
  std::string last;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto line = trim(lines[i]);
    if (line.empty()) continue;
    last = line;
    if (says(last, words)) break;
  }
  return printable(last, 200);
}

const Part* failed_part(const Trial& trial, Cause cause) {
  for (const auto& part : trial.parts)
    if (part.end && part.end->end == End::failed && part.end->cause == cause) return &part;
  return nullptr;
}

/// Trials that ran when this one died.
std::ptrdiff_t beside_of(const History& history, const Trial& trial, const Part& died) {
  const auto ran = [&](const Part& part) {
    return part.started < died.ended && (part.running || part.ended >= died.ended);
  };
  return std::count_if(history.trials().begin(), history.trials().end(), [&](const Trial& other) {
    return other.number != trial.number && std::any_of(other.parts.begin(), other.parts.end(), ran);
  });
}

using Trials = std::vector<const Trial*>;

double code_at(const Trial& trial, std::size_t index) {
  return index < trial.params.size() ? trial.params[index] : std::nan("");
}

/// Where the diverged trials lie in one parameter and few of the others do, in words.
struct Side {
  std::string words;
  double spared = 2;  ///< the share of the others that lie there too
};

double share_of(const Trials& others, std::size_t index, const auto& lies_there) {
  const auto count = std::count_if(others.begin(), others.end(),
                                   [&](const Trial* trial) { return lies_there(code_at(*trial, index)); });
  return static_cast<double>(count) / static_cast<double>(others.size());
}

Side side_of(const Space& space, std::size_t index, const Trials& diverged, const Trials& others) {
  std::vector<double> codes;
  for (const Trial* trial : diverged) codes.push_back(code_at(*trial, index));
  if (std::any_of(codes.begin(), codes.end(), [](double code) { return std::isnan(code); })) return {};
  const auto [low, high] = std::minmax_element(codes.begin(), codes.end());
  const double least = *low, most = *high;
  const Parameter& p = space[index];
  const auto shown = [&](double code) { return for_people(space.value(index, code)); };
  if (p.kind == Kind::real || p.kind == Kind::integer || p.kind == Kind::ordinal) {
    const double above = share_of(others, index, [&](double code) { return code >= least; });
    const double below = share_of(others, index, [&](double code) { return code <= most; });
    return above <= below ? Side{fmt::format("{} at {} or above", p.name, shown(least)), above}
                          : Side{fmt::format("{} at {} or below", p.name, shown(most)), below};
  }
  if (least != most) return {};
  return {fmt::format("{} {}", p.name, shown(least)),
          share_of(others, index, [&](double code) { return code == least; })};
}

}  // namespace

Message explain_memory(const History& history, const Trial& trial) {
  static constexpr std::array gpu_words{"CUDA", "cuda", "GPU", "HIP out of memory"};
  const Part* part = failed_part(trial, Cause::oom);
  const std::string detail = part && part->end ? part->end->detail : std::string();
  const auto& study = history.settings().name;
  const auto first = printable(detail.substr(0, detail.find('\n')), 300);
  Message message{Severity::warning,
                  "K109",
                  fmt::format("trial {} ran out of {}memory: {}", trial.number, says(detail, gpu_words) ? "GPU " : "",
                              first.substr(0, first.find("; the last lines"))),
                  {}};
  if (const auto own = own_words(detail); !own.empty()) message.advice.push_back("  " + own);
  message.advice.push_back(describe(history.settings().space, trial.params));
  message.advice.emplace_back("It counts as failed, and samplers keep away from settings where many fail.");
  const auto beside = part ? beside_of(history, trial, *part) : 0;
  if (beside > 0)
    message.advice.push_back(fmt::format(
        "{} ran beside it. Fewer at a time: kilter set {} --jobs {}     Then once more: kilter retry {} {}",
        beside == 1 ? "1 other" : fmt::format("{} others", beside), study, (beside + 1) / 2, study, trial.number));
  else
    message.advice.emplace_back("It ran alone, so it does not fit here.");
  message.advice.emplace_back("To allow it: smaller batches, gradient accumulation, or mixed precision.");
  return message;
}

std::optional<Message> explain_divergence(const History& history) {
  Trials diverged, others;
  std::size_t ended = 0;
  for (const auto& trial : history.trials()) {
    const auto state = trial.state();
    if (state == TrialState::failed && failed_part(trial, Cause::nan))
      diverged.push_back(&trial);
    else if (state == TrialState::complete || state == TrialState::pruned)
      others.push_back(&trial);
    if (state == TrialState::failed || state == TrialState::complete || state == TrialState::pruned) ++ended;
  }
  if (diverged.size() < enough || static_cast<double>(diverged.size()) <= share * static_cast<double>(ended)) return {};
  Side best;
  std::string name;
  const Space& space = history.settings().space;
  for (std::size_t i = 0; i < space.size() && others.size() >= compared_least; ++i) {
    if (space[i].kind == Kind::fixed) continue;
    const Side side = side_of(space, i, diverged, others);
    if (side.spared < best.spared) best = side, name = space[i].name;
  }
  const bool told = best.spared <= spared;
  if (!told && ended < settled) return {};
  return Message{Severity::warning,
                 "K110",
                 fmt::format("{} of {} trials diverged (their metric was no finite number){}", diverged.size(), ended,
                             told ? ", all with " + best.words : ""),
                 {fmt::format("They count as failed and steer the search away.{}",
                              told ? fmt::format(" If you do not need these values, narrow {}.", name)
                                   : " No single parameter tells them from the others."),
                  "If you expect them to work: warm-up or gradient clipping in the program."}};
}

}  // namespace kilter::cli
