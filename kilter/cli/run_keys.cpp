// SPDX-License-Identifier: MIT
#include "kilter/cli/run_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/text.hpp"

namespace kilter::cli {
namespace {

constexpr int more_trials = 10;
constexpr std::size_t longest_number = 9;
constexpr char escape = '\x1b';

const Part* running_part(const History& history, TrialNumber number) {
  if (number < 0 || number >= static_cast<TrialNumber>(history.trials().size())) return nullptr;
  for (const auto& part : history.trials()[static_cast<std::size_t>(number)].parts)
    if (part.running) return &part;
  return nullptr;
}

}  // namespace

void RunKeys::press(std::string_view keys) {
  for (const char key : keys) one(key);
}

void RunKeys::one(char key) {
  // Arrows and the like send ESC [ ... and a letter; alone, Escape takes a question back.
  if (sequence_) {
    sequence_ = key == '[' || key == 'O' || key == ';' || (key >= '0' && key <= '9');
    return;
  }
  if (key == escape) {
    sequence_ = true;
    which_.reset();
    return;
  }
  said_.clear();
  if (which_) {
    digit(key);
    return;
  }
  switch (key) {
    case 'p': pause(); break;
    case 's': ask_which(); break;
    case '+': add(); break;
    case 'q': leave_(); break;
    case '?': help_ = !help_; break;
    default: break;
  }
}

void RunKeys::digit(char key) {
  if (key >= '0' && key <= '9' && which_->size() < longest_number) {
    *which_ += key;
  } else if ((key == '\x7f' || key == '\b') && !which_->empty()) {
    which_->pop_back();
  } else if (key == '\n' || key == '\r') {
    const auto number = to_integer(*which_);
    which_.reset();
    if (number) stop(static_cast<TrialNumber>(*number));
  }
}

void RunKeys::pause() {
  const bool was = study_.history().settings().paused;
  change(was ? "resumed by a key" : "paused by a key", [&](Settings& settings) { settings.paused = !was; });
  said_ = was ? "goes on" : "paused: nothing new starts, what runs may end";
}

void RunKeys::ask_which() {
  const auto& running = study_.history().running();
  if (running.empty())
    said_ = "no trial runs";
  else
    which_ = running.size() == 1 ? std::to_string(running.begin()->first) : std::string();
}

void RunKeys::stop(TrialNumber number) {
  study_.sync();
  const Part* part = running_part(study_.history(), number);
  if (!part) {
    said_ = fmt::format("trial {} does not run", number);
    return;
  }
  study_.write(
      {Decided{{number, part->index, part->attempt}, Verdict::stop, study_.history().revision(), "stopped by a key"}});
  said_ = fmt::format("trial {} is asked to stop", number);
}

void RunKeys::add() {
  const auto trials = study_.history().settings().budget.trials;
  if (!trials) {
    said_ = "the study has no limit of trials";
    return;
  }
  const int now = *trials + more_trials;
  change(fmt::format("trials {} → {} by a key", *trials, now),
         [&](Settings& settings) { settings.budget.trials = now; });
  said_ = fmt::format("{} trials now", now);
}

void RunKeys::change(const std::string& reason, const std::function<void(Settings&)>& edit) {
  study_.sync();
  Settings settings = study_.history().settings();
  edit(settings);
  study_.write({Changed{to_json(settings), settings.budget.trials.value_or(-1), reason}});
}

std::vector<std::string> RunKeys::lines() const {
  if (which_)
    return {fmt::format(" stop which trial? {}_   Enter: stop it, so that it counts as stopped early   Esc: none",
                        *which_)};
  std::vector<std::string> all;
  const bool paused = study_.history().settings().paused;
  if (help_)
    all = {" p  nothing new starts, what runs may end; p again goes on, while a trial runs",
           " s  stop one trial: it has its grace period, and counts as stopped early",
           fmt::format(" +  {} more trials than the study would have", more_trials),
           " q  take this view away; the study runs on in this process"};
  if (!said_.empty()) all.push_back(" " + said_);
  all.push_back(fmt::format(" {} [s]top a trial  [+] {} more trials  [q] leave the view  [?] {}",
                            paused ? "[p] go on " : "[p]ause ", more_trials, help_ ? "less" : "help"));
  return all;
}

}  // namespace kilter::cli
