// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/analysis/progress.hpp"
#include "kilter/analysis/ranking.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/messages.hpp"
#include "kilter/cli/opened.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/study_words.hpp"
#include "kilter/cli/table.hpp"
#include "kilter/cli/verbs.hpp"

namespace kilter::cli {
namespace {

struct Row {
  std::string name;
  StudyState state = StudyState::idle;
  Counts counts;
  std::optional<int> budget;
  std::vector<Goal> goals;
  std::optional<Scored> best;
  std::optional<WallTime> last;  ///< when its newest fact was written
};

Row read(const Options& options, const std::string& name) {
  Opened study = open_study(options, name, Access::read);
  const History& history = study.history;
  Row row{.name = name,
          .state = state_of(history, workers(study), SystemClock().wall()),
          .counts = counts(history),
          .budget = study.settings().budget.trials,
          .goals = study.settings().goals,
          .best = best(history),
          .last = {}};
  if (history.revision() > 0) row.last = history.entry(history.revision()).stamp;
  return row;
}

void print_row_json(const Options& options, const Row& row) {
  Json best_one = nullptr;
  if (row.best) best_one = {{"trial", row.best->trial}, {"value", number_json(row.best->value)}};
  print_json({{"schema", "kilter/study/1"},
              {"study", row.name},
              {"status", state_words(row.state)},
              {"goals", goals_json(row.goals)},
              {"trials_ended", row.counts.ended()},
              {"trials_total", row.counts.total()},
              {"budget_trials", row.budget ? Json(*row.budget) : Json(nullptr)},
              {"best", std::move(best_one)},
              {"last_activity", time_json(row.last)}},
             {to_type(options, "status " + row.name + " --json")});
}

std::vector<std::string> cells(const Row& row) {
  const std::string ended =
      row.budget ? fmt::format("{} of {}", row.counts.ended(), *row.budget) : std::to_string(row.counts.ended());
  return {row.name,
          state_words(row.state),
          ended,
          row.best ? rounded(row.best->value) : "–",
          goals_words(row.goals),
          row.last ? to_text(*row.last) : "–"};
}

}  // namespace

int verb_study_list(Options& options) {
  options.read();
  const auto& manner = options.manner();
  const auto names = study_names(manner.home);
  if (names.empty() && !manner.json)
    fmt::print(stderr,
               "no study in {} yet. Start one: kilter run --maximize val_acc -- python train.py --lr "
               "'{{lr:log(1e-4,1)}}'\n",
               printable(manner.home.string()));
  Table table;
  table.add({"study", "status", "ended", "best", "goal", "last activity"});
  int code = 0;
  bool any = false;
  for (const auto& name : names) {
    try {
      const Row row = read(options, name);
      if (manner.json)
        print_row_json(options, row);
      else
        table.add(cells(row));
      any = true;
    } catch (const Error& error) {  // a damaged study hides no other
      Message message = error.message();
      message.headline = fmt::format("study {}: {}", name, message.headline);
      print(message, manner.json);
      code = static_cast<int>(error.kind());
    }
  }
  if (any && !manner.json)
    for (const auto& line : table.lines()) say(options, line);
  return code;
}

}  // namespace kilter::cli
