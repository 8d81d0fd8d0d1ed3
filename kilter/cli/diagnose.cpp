// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "kilter/analysis/diagnosis.hpp"
#include "kilter/base/csv.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/curve_pair.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/verbs.hpp"

namespace kilter::cli {
namespace {

using Cells = std::vector<std::string>;

std::string shown(const std::string& text) { return printable(text, 80); }

/// Where a log has what the rules look at.
struct Columns {
  CurveNames pair;
  std::optional<std::size_t> run;
};

std::optional<std::size_t> position(const Cells& heading, std::string_view name) {
  const auto at = std::find(heading.begin(), heading.end(), name);
  if (at == heading.end()) return {};
  return static_cast<std::size_t>(at - heading.begin());
}

Columns columns_of(const Cells& heading, const std::string& file) {
  if (const auto pair = curve_pair(heading)) return {*pair, position(heading, "run")};
  throw Error(
      ErrorKind::invalid, {},
      fmt::format("{} has no pair of columns as train_loss and val_loss, so there is nothing to compare", shown(file)),
      {"Its columns are: " + printable(join(heading, ", "), 300),
       "Name a metric alike in both: train_loss and val_loss, train_acc and val_acc."});
}

struct Run {
  std::string name;
  CurvePair curves;
  std::optional<double> train;  ///< the newest one, for rows that have only the other
};

double number(const std::string& cell) { return to_double(trim(cell)).value_or(std::nan("")); }

bool filled(const Cells& cells, std::size_t column) { return column < cells.size() && !trim(cells[column]).empty(); }

void take(std::vector<Run>& runs, const Columns& columns, const Cells& cells) {
  const std::string name = columns.run && *columns.run < cells.size() ? std::string(trim(cells[*columns.run])) : "";
  auto run = std::find_if(runs.rbegin(), runs.rend(), [&](const Run& one) { return one.name == name; });
  if (run == runs.rend()) {
    runs.push_back(
        {.name = name, .curves = {.train = {}, .validation = {}, .maximize = columns.pair.maximize}, .train = {}});
    run = runs.rbegin();
  }
  if (filled(cells, columns.pair.train)) run->train = number(cells[columns.pair.train]);
  if (!filled(cells, columns.pair.validation) || !run->train) return;
  run->curves.train.push_back(*run->train);
  run->curves.validation.push_back(number(cells[columns.pair.validation]));
}

std::vector<Run> read_runs(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  if (!in || !std::getline(in, line))
    throw Error(ErrorKind::invalid, {}, fmt::format("{} cannot be read, or is empty", shown(file)),
                {"A log has a heading and a line a report:  run,step,train_loss,val_loss"});
  const auto ended = [](std::string& text) {
    while (text.ends_with('\r')) text.pop_back();
    return std::string_view(text);
  };
  if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
  const char separator = csv_separator(line);
  Cells heading = csv_cells(ended(line), separator);
  for (auto& name : heading) name = std::string(trim(name));
  const Columns columns = columns_of(heading, file);
  std::vector<Run> runs;
  while (std::getline(in, line))
    if (!trim(line).empty()) take(runs, columns, csv_cells(ended(line), separator));
  return runs;
}

void print_as_json(const Run& run, const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const auto& finding : findings)
    list.push_back({{"verdict", to_text(finding.flaw)},
                    {"evidence", finding.evidence},
                    {"action", {{"what", finding.what}, {"direction", finding.direction}}},
                    {"text", finding.text()}});
  print_json({{"schema", "kilter/diagnosis/1"},
              {"run", run.name.empty() ? Json(nullptr) : Json(run.name)},
              {"findings", std::move(list)}},
             {"kilter help diagnose"});
}

}  // namespace

int verb_diagnose(Options& options) {
  options.read(1, 1, "LOG.csv");
  for (const auto& run : read_runs(options.words().front())) {
    const auto findings = diagnose(run.curves);
    if (options.manner().json) {
      print_as_json(run, findings);
      continue;
    }
    const std::string name = run.name.empty() ? "" : shown(run.name) + "  ";
    if (findings.empty() && !options.manner().quiet) say(options, "{}nothing to change that its curves tell", name);
    for (const auto& finding : findings) say(options, "{}{}", name, finding.text());
  }
  return 0;
}

}  // namespace kilter::cli
