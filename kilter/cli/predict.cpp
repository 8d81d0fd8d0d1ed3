// SPDX-License-Identifier: MIT
// `kilter predict`: a table goes in, the same rows with answers come out.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/base/csv_line.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/messages.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/fit/model.hpp"
#include "kilter/storage/studies.hpp"
#include "kilter/table/table.hpp"

namespace kilter::cli {
namespace {

std::filesystem::path model_of(const std::string& study, const Manner& manner) {
  const bool path = study.find('/') != std::string::npos;
  const std::filesystem::path folder = path ? std::filesystem::path(study) : study_place(manner.home, study).folder;
  const auto file = folder / "model" / "model";
  std::error_code failed;
  if (std::filesystem::exists(file, failed)) return file;
  std::vector<std::string> advice;
  if (const auto meant = nearest(study, study_names(manner.home))) advice.push_back("Did you mean " + *meant + "?");
  advice.emplace_back("A fit leaves one when it ends: kilter fit data.csv --target COLUMN");
  throw Error(ErrorKind::usage, {}, fmt::format("study \"{}\" has no network to answer with", printable(study, 100)),
              advice);
}

/// What the columns of the table lack or have beyond those that the network was trained on.
void notice(const fit::Model& model, const RawTable& raw, const Table& table, bool json) {
  const auto say = [&](const std::string& line) { print({Severity::notice, {}, line, {}}, json); };
  for (const auto& column : table.columns) {
    if (column.type.kind != ColumnKind::category && column.type.kind != ColumnKind::yes_no) continue;
    std::size_t unknown = 0;
    std::string first;
    const auto cells = raw.column(column_named(raw, column.type.name));
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (std::isnan(column.values[i]) && !is_missing(cells[i]) && ++unknown == 1) first = cells[i];
    if (unknown > 0)
      say(fmt::format("column \"{}\": {} cells are none of the categories trained on, as \"{}\"; they count as empty",
                      printable(column.type.name, 60), unknown, printable(first, 40)));
  }
  const auto& inputs = model.encoding.inputs();
  std::size_t numbers = 0;
  for (const auto& input : inputs) numbers += fit::is_number(input) ? 1 : 0;
  if (inputs.empty()) say("the network has no inputs");
}

/// Missing columns count as empty.
Table read_for(const fit::Model& model, const RawTable& raw, bool json) {
  std::vector<ColumnType> there;
  std::vector<ColumnType> absent;
  for (const auto& type : model.encoding.types())
    (std::find(raw.names().begin(), raw.names().end(), type.name) != raw.names().end() ? there : absent)
        .push_back(type);
  if (there.empty() && !absent.empty()) column_named(raw, absent.front().name);
  Table table = read_table(raw, there);
  notice(model, raw, table, json);
  for (const auto& type : absent) {
    table.columns.push_back({type, std::vector<double>(raw.rows(), std::nan(""))});
    print({Severity::notice,
           {},
           fmt::format("column \"{}\" is missing; it counts as empty", printable(type.name, 60)),
           {}},
          json);
  }
  return table;
}

std::string answer(const fit::Task& task, const double* p) {
  if (!task.of_classes()) return to_text(p[0]);
  const auto best = std::max_element(p, p + task.classes.size()) - p;
  return task.classes[static_cast<std::size_t>(best)];
}

}  // namespace

int verb_predict(Options& options) {
  options.read(2, 2, "STUDY NEW.csv");
  fit::Model model = fit::load(model_of(options.words()[0], options.manner()));
  const RawTable raw{std::filesystem::path(options.words()[1])};
  const Table table = read_for(model, raw, options.manner().json);
  const auto& task = model.task;
  const auto predictions = task.readable(fit::answers(model, model.encoding.encode(table)));
  const std::size_t width = task.of_classes() ? task.classes.size() : 1;

  // All columns of the file stay, so that rows are found again.
  std::vector<std::string> heading(raw.names());
  heading.emplace_back("prediction");
  for (const auto& name : task.classes) heading.push_back("probability_" + name);
  fmt::print("{}", csv_line(heading));
  raw.each_row([&](std::size_t row, std::span<const std::string_view> cells) {
    std::vector<std::string> line(cells.begin(), cells.end());
    const double* p = predictions.data() + row * width;
    line.push_back(answer(task, p));
    for (std::size_t k = 0; task.of_classes() && k < width; ++k) line.push_back(rounded(p[k], 6));
    fmt::print("{}", csv_line(line));
  });
  return 0;
}

}  // namespace kilter::cli
