// SPDX-License-Identifier: MIT
#include "kilter/cli/fit_data.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/table.hpp"

#include <nlohmann/json.hpp>

namespace kilter::cli {
namespace {

std::string shown(const std::string& text) { return printable(text, 60); }

std::string counted(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

/// `name=kind` of --as.
std::pair<std::string, ColumnKind> wish(const std::string& text) {
  const auto equals = text.rfind('=');
  const auto kind = equals == std::string::npos ? std::nullopt : column_kind(text.substr(equals + 1));
  if (!kind)
    throw Error(ErrorKind::usage, {}, fmt::format("--as {}: a column and a kind are expected", shown(text)),
                {"Kinds: number, category, yes_no, date, identifier, text. For example --as zip_code=category"});
  return {text.substr(0, equals), *kind};
}

void check_numbers(const FitRequest& request) {
  if (request.folds && (*request.folds < 1 || *request.folds > 50))
    throw Error(ErrorKind::usage, {}, fmt::format("--folds {}: 1 to 50 are possible", *request.folds),
                {"1: one part of the rows validates"});
  if (request.jobs && *request.jobs < 1) throw Error(ErrorKind::usage, "--jobs: at least 1 is needed");
  if (request.trials && *request.trials < 1) throw Error(ErrorKind::usage, "--trials: at least 1 is needed");
  if (request.seed && *request.seed < 0) throw Error(ErrorKind::usage, "--seed: at least 0 is needed");
  if (request.minutes && !(*request.minutes > 0)) throw Error(ErrorKind::usage, "--minutes must be above 0");
}

/// What is left out but for the target, and why.
std::string left_out(const FitTable& table, const std::string& target) {
  std::vector<std::string> parts;
  for (const auto& type : table.types)
    if (!usable(type.kind) && type.name != target)
      parts.push_back(fmt::format("{}: {}", shown(type.name), printable(type.why, 80)));
  if (parts.size() > 6) {
    const std::size_t more = parts.size() - 5;
    parts.resize(5);
    parts.push_back(fmt::format("and {} more", more));
  }
  return join(parts, "; ");
}

std::string filled(const FitTable& table, const fit::Problem& problem) {
  std::vector<std::string> parts;
  for (const auto& input : problem.encoding.inputs())
    if (input.flagged)
      parts.push_back(fmt::format("{}: {} empty cells", shown(input.type.name), counted(input.type.missing)));
  for (const auto& type : table.types)
    if (type.kind == ColumnKind::number && !type.why.empty() && type.why != "as you said")
      parts.push_back(shown(type.name) + ": " + printable(type.why, 80));
  if (parts.empty()) return {};
  if (parts.size() > 5) {
    const std::size_t more = parts.size() - 4;
    parts.resize(4);
    parts.push_back(fmt::format("and {} more", more));
  }
  return join(parts, "; ") + "  (median, and a yes/no input \"was empty\")";
}

std::string target_words(const fit::Problem& problem) {
  const fit::Task& task = problem.task;
  if (!task.of_classes())
    return fmt::format("{}: {} to {}, mean {}  (numbers{})", shown(task.target), rounded(task.low), rounded(task.high),
                       rounded(task.mean), task.why.empty() ? "" : ": " + task.why);
  std::vector<double> shares(task.classes.size());
  for (const int label : problem.open.labels)
    shares[static_cast<std::size_t>(label)] += 100.0 / static_cast<double>(problem.open.rows);
  std::vector<std::string> parts;
  for (std::size_t k = 0; k < shares.size() && k < 6; ++k)
    parts.push_back(fmt::format("{} {:.1f} %", shown(task.classes[k]), shares[k]));
  if (shares.size() > 6) parts.push_back("...");
  return fmt::format("{}: {}  ({} classes{})", shown(task.target), join(parts, ", "), task.classes.size(),
                     task.why.empty() ? "" : ": " + task.why);
}

std::string split_words(const fit::Problem& problem, const FitRequest& request) {
  const std::string test =
      request.test ? fmt::format("{} test rows of {}", counted(problem.locked.rows), printable(*request.test, 100))
                   : fmt::format("{} test rows", counted(problem.locked.rows));
  const std::string rest = problem.folds > 1 ? fmt::format("{} rows in {} folds, each validates once",
                                                           counted(problem.open.rows), problem.folds)
                                             : fmt::format("{} rows to train and validate", counted(problem.open.rows));
  return fmt::format("{} · {}, locked until the end", rest, test);
}

}  // namespace

FitRequest read_fit_options(Options& options) {
  FitRequest request;
  options.option("--target", request.target, "COLUMN", "What shall be predicted; without it the columns are listed");
  options.option("--minutes", request.minutes, "M",
                 "Minutes of the search in all (default 5); more than before goes on");
  options.option("--score", request.score, "NAME",
                 "auc, log_loss, accuracy, f1_macro, ..., rmse, mae, r2 (default by target)");
  options.option("--folds", request.folds, "K", "Folds of cross-validation (default: 5 below 5,000 rows, else 1)");
  options.option("--test", request.test, "FILE.csv", "Rows for the final test (default: 15 % of the rows)");
  options.flag("--test-again", request.test_again, "Open the test rows once more; recorded as another look");
  options.option("--as", request.as, "COLUMN=KIND",
                 "Read a column as number, category, yes_no, date, identifier or text");
  options.option("--drop", request.drop, "COLUMN", "Leave a column out");
  options.option("--keep", request.keep, "COLUMN", "Take a column that would be left out, as a category");
  options.option("-j,--jobs", request.jobs, "J", "Trainings at once (default: the cores there are)");
  options.option("--trials", request.trials, "N", "At most so many networks");
  options.option("--name", request.name, "NAME", "Name of the study (default: the file's)");
  options.option("--seed", request.seed, "N", "Seed of splits and trainings");
  options.read(1, 1, "DATA.csv");
  request.file = options.words().front();
  check_numbers(request);
  return request;
}

FitTable read_fit_table(const FitRequest& request) {
  FitTable table{RawTable(request.file), {}, {}};
  if (request.target) column_named(table.raw, *request.target);
  for (const auto& text : request.as) {
    auto [name, kind] = wish(text);
    column_named(table.raw, name);
    table.said.insert_or_assign(std::move(name), kind);
  }
  for (const auto& name : request.keep) {
    column_named(table.raw, name);
    table.said.emplace(name, ColumnKind::category);
  }
  table.types = types_of(table.raw, table.said);
  for (const auto& name : request.drop) {
    column_named(table.raw, name);
    if (name == request.target)
      throw Error(ErrorKind::usage, {}, fmt::format("\"{}\" is the target, so it cannot be dropped", shown(name)));
    std::erase_if(table.types, [&](const ColumnType& type) { return type.name == name; });
  }
  return table;
}

void list_columns(const FitTable& table, const Options& options) {
  // Most tables have what they are about in their last column.
  const auto guess =
      std::find_if(table.types.rbegin(), table.types.rend(), [](const ColumnType& type) { return usable(type.kind); });
  if (options.manner().json) {
    Json list = Json::array();
    for (const auto& type : table.types)
      list.push_back({{"name", type.name},
                      {"kind", to_text(type.kind)},
                      {"missing", type.missing},
                      {"why", type.why},
                      {"categories", type.categories.size()}});
    print_json({{"schema", "kilter/columns/1"},
                {"rows", table.raw.rows()},
                {"columns", std::move(list)},
                {"guess", guess == table.types.rend() ? Json(nullptr) : Json(guess->name)}});
    return;
  }
  Table lines;
  lines.add({"column", "kind", "categories", "empty", ""});
  for (const auto& type : table.types)
    lines.add({shown(type.name), to_text(type.kind), type.categories.empty() ? "" : counted(type.categories.size()),
               type.missing == 0 ? "" : counted(type.missing), printable(type.why, 60)});
  for (const auto& line : lines.lines()) say(options, line);
  say(options, "");
  say(options, "{} rows. Which column shall be predicted?", counted(table.raw.rows()));
  if (guess != table.types.rend())
    say(options, "For example:  kilter fit {} --target '{}'", printable(table.raw.name(), 200), shown(guess->name));
}

std::vector<std::string> fit_opening(const FitTable& table, const fit::Problem& problem, const FitRequest& request,
                                     int jobs) {
  const auto& inputs = problem.encoding.inputs();
  const auto numbers = std::count_if(inputs.begin(), inputs.end(), fit::is_number);
  std::vector<std::string> lines;
  lines.push_back(fmt::format("Data      {} rows, {} columns -> {} inputs ({} numbers, {} categories)",
                              counted(table.raw.rows()), table.raw.names().size(), inputs.size(), numbers,
                              static_cast<std::ptrdiff_t>(inputs.size()) - numbers));
  for (const auto& note : table.raw.notes()) lines.push_back("          " + note);
  lines.push_back("Target    " + target_words(problem));
  if (problem.unlabelled > 0)
    lines.push_back(fmt::format("          {} rows without it are left out", counted(problem.unlabelled)));
  lines.push_back(fmt::format("Score     {}  (change: --score NAME)", problem.task.score));
  if (const auto words = left_out(table, problem.task.target); !words.empty()) lines.push_back("Left out  " + words);
  if (const auto words = filled(table, problem); !words.empty()) lines.push_back("Filled    " + words);
  lines.push_back("Split     " + split_words(problem, request));
  lines.push_back(
      fmt::format("Budget    {} minutes, {} trainings at a time  (change: --minutes, --jobs). Ctrl-C ends early and "
                  "keeps everything.",
                  rounded(request.minutes.value_or(5)), jobs));
  return lines;
}

}  // namespace kilter::cli
