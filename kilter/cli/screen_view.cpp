// SPDX-License-Identifier: MIT
#include "kilter/cli/screen_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/analysis/words.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/run_words.hpp"
#include "kilter/cli/screen_text.hpp"

namespace kilter::cli {
namespace {

constexpr std::size_t most_rows = 12;  // of running trials
constexpr std::size_t most_events = 5;
constexpr std::size_t curve_width = 24;

class View {
 public:
  explicit View(const ScreenModel& model) : m_(model), settings_(model.history.settings()) {}

  std::vector<std::string> lines() {
    head();
    progress();
    // What is below gives way where the window is low.
    const std::size_t room = m_.height > 1 ? m_.height - 1 : 1;
    const std::size_t events = std::min(m_.last.size(), most_events);
    const std::size_t fixed = lines_.size() + 1 + (events > 0 ? events + 2 : 0) + m_.foot.size() + 2;
    running(fixed < room ? std::min(most_rows, room - fixed) : 0);
    last(events);
    put("");
    for (const auto& line : m_.foot) put(line);
    put(dim(hint()));
    if (lines_.size() > room) lines_.resize(room);
    return std::move(lines_);
  }

 private:
  void put(const std::string& text) {
    const std::string shown = m_.unicode ? text : plain(text);
    lines_.push_back(clipped(shown, m_.width, m_.unicode));
  }
  std::string styled(const char* code, const std::string& text) const {
    return m_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  }
  std::string bold(const std::string& text) const { return styled("1", text); }
  std::string dim(const std::string& text) const { return styled("2", text); }
  std::string green(const std::string& text) const { return styled("32", text); }

  void head() {
    std::vector<std::string> goals;
    for (const auto& goal : settings_.goals)
      goals.push_back(fmt::format("{} {}", goal.maximize ? "maximize" : "minimize", printable(goal.metric, 60)));
    put(fmt::format(" {} · {}   {}", bold(settings_.name), join(goals, ", "),
                    dim(fmt::format("{}{}{}", settings_.sampler.name,
                                    settings_.scheduler.name == "none" ? "" : " + " + settings_.scheduler.name,
                                    m_.jobs > 0 ? fmt::format(" · {} at a time", m_.jobs) : ""))));
    const std::string best = best_line(m_.history);
    put(best.empty() ? dim(" best  no trial has ended with a value yet") : fmt::format(" best  {}", green(best)));
    // The curve has its own marks for either kind of terminal.
    if (const auto rising = best_so_far(); rising.size() > 1)
      lines_.push_back(
          clipped(fmt::format("       {} {}", green(curve(rising, curve_width, m_.unicode)),
                              dim(fmt::format("from {} to {}", rounded(rising.front()), rounded(rising.back())))),
                  m_.width, m_.unicode));
  }

  std::vector<double> best_so_far() const {
    std::vector<double> values;
    const Goal& goal = settings_.goals.front();
    for (const auto& trial : m_.history.trials()) {
      if (trial.state() != TrialState::complete) continue;
      const auto value = value_of(trial, goal);
      if (value) values.push_back(values.empty() || better(goal, *value, values.back()) ? *value : values.back());
    }
    return values;
  }

  void progress() {
    const Counts count = counts(m_.history);
    const auto total = settings_.budget.trials;
    std::string text = " ";
    if (total) {
      const std::size_t width = std::clamp<std::size_t>(m_.width / 4, 10, 30);
      text += fmt::format("{}  {} of {}   ", bar(static_cast<double>(count.ended()) / *total, width, m_.unicode),
                          count.ended(), *total);
    }
    text += counts_line(m_.history) + "   " + for_people(m_.history.worked());
    if (const auto end = expected_end(m_.history, m_.now); end && *end > m_.now)
      text += ", about " + for_people(*end - m_.now) + " left";
    lines_.push_back(clipped(m_.unicode ? text : ascii_words(text), m_.width, m_.unicode));
  }
  /// The bar is ASCII already where it has to be.
  static std::string ascii_words(const std::string& text) { return plain(text); }

  struct Column {
    std::string name;
    std::vector<std::string> cells;
    std::size_t width() const {
      std::size_t most = columns(name);
      for (const auto& cell : cells) most = std::max(most, columns(cell));
      return most;
    }
  };

  void running(std::size_t rows) {
    put("");
    std::vector<const Trial*> shown;
    for (const auto& [number, part] : m_.history.running()) {
      if (shown.size() == rows) break;
      shown.push_back(&m_.history.trials()[static_cast<std::size_t>(number)]);
    }
    if (shown.empty()) return;
    if (rows > 2) --rows;
    if (shown.size() > rows) shown.resize(rows);
    table(shown);
    if (const auto more = m_.history.running().size() - shown.size(); more > 0)
      put(dim(fmt::format("  and {} more", more)));
  }

  void table(const std::vector<const Trial*>& trials) {
    std::vector<Column> all{{"#", {}}, {"time", {}}, {"step", {}}};
    for (const auto& goal : settings_.goals) all.push_back({printable(goal.metric, 30), {}});
    const Space& space = settings_.space;
    std::vector<std::size_t> searched;
    for (std::size_t i = 0; i < space.size(); ++i)
      if (space[i].kind != Kind::fixed) searched.push_back(i), all.push_back({printable(space[i].name, 30), {}});
    for (const Trial* trial : trials) {
      const Part* part = running_part(*trial);
      std::size_t at = 0;
      all[at++].cells.push_back(std::to_string(trial->number));
      all[at++].cells.push_back(part ? for_people(std::max(m_.now, part->started) - part->started) : "");
      all[at++].cells.push_back(part ? step_text(*part) : "");
      for (const auto& goal : settings_.goals) all[at++].cells.push_back(part ? newest(*part, goal) : "");
      for (const auto i : searched)
        all[at++].cells.push_back(i < trial->params.size() && !std::isnan(trial->params[i])
                                      ? for_people(space.value(i, trial->params[i]))
                                      : "–");
    }
    put(dim(row(all, [](const Column& column) { return column.name; })));
    for (std::size_t i = 0; i < trials.size(); ++i)
      put(row(all, [i](const Column& column) { return column.cells[i]; }));
  }

  template <class Cell>
  std::string row(const std::vector<Column>& all, Cell cell) const {
    std::string text = " ";
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string content = cell(all[i]);
      const std::size_t width = all[i].width(), used = columns(content);
      const std::string blank(width - std::min(width, used), ' ');
      text += "  " + (i < 3 ? blank + content : content + blank);
    }
    return text;
  }

  static const Part* running_part(const Trial& trial) {
    for (const auto& part : trial.parts)
      if (part.running) return &part;
    return nullptr;
  }
  std::string step_text(const Part& part) const {
    if (part.curve.steps.empty()) return "–";
    const std::string step = rounded(part.curve.steps.back(), 6);
    return settings_.budget.full > 1 ? fmt::format("{}/{}", step, rounded(part.budget, 6)) : step;
  }
  static std::string newest(const Part& part, const Goal& goal) {
    const auto* values = part.curve.find(goal.metric);
    if (!values) return "–";
    for (auto value = values->rbegin(); value != values->rend(); ++value)
      if (!std::isnan(*value)) return rounded(*value);
    return "–";
  }

  void last(std::size_t count) {
    if (count == 0) return;
    put("");
    put(dim(" last"));
    for (std::size_t i = 0; i < count; ++i) put("  " + m_.last[i]);
  }

  std::string hint() const {
    if (m_.jobs == 0) return " Ctrl-C: leave; the study runs on";
    const auto running = m_.history.running().size();
    switch (m_.haste) {
      case core::Haste::none: return " Ctrl-C: start nothing new and let the running trials end";
      case core::Haste::drain:
        return fmt::format(" ending: {} running trial{} may end; Ctrl-C again stops {} now and gives {} back", running,
                           running == 1 ? "" : "s", running == 1 ? "it" : "them", running == 1 ? "it" : "them");
      case core::Haste::give_back:
        return " ending: the running trials are stopped and wait to go on; Ctrl-C again kills";
      case core::Haste::kill: return " ending at once";
    }
    return {};
  }

  const ScreenModel& m_;
  const Settings& settings_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> screen_lines(const ScreenModel& model) { return View(model).lines(); }

}  // namespace kilter::cli
