// SPDX-License-Identifier: MIT
#include "kilter/cli/fit_end.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "kilter/analysis/diagnosis.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/table.hpp"
#include "kilter/fit/interval.hpp"

namespace kilter::cli {
namespace {

Json scores_json(const nn::Scores& scores) {
  Json json = Json::object();
  for (const auto& [name, value] : scores) json[name] = number_json(value);
  return json;
}

double spread(const std::vector<double>& values) {
  if (values.size() < 2) return 0;
  double mean = 0, squares = 0;
  for (const double v : values) mean += v / static_cast<double>(values.size());
  for (const double v : values) squares += (v - mean) * (v - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v / static_cast<double>(values.size());
  return sum;
}

double value(const nn::Scores& scores, const std::string& name) {
  const auto at = std::find_if(scores.begin(), scores.end(), [&](const auto& one) { return one.first == name; });
  return at == scores.end() ? std::nan("") : at->second;
}

Json settings_json(const fit::Settings& settings) {
  Json json = Json::object();
  for (const auto& [name, value] : settings) json[name] = Json::parse(to_json(value));
  return json;
}

/// What the curves of the trainings say, where most of them say it.
void add_curve_findings(Json& list, const fit::Confirmed& confirmed) {
  std::vector<Finding> all;
  for (const auto& curve : confirmed.curves) {
    CurvePair pair;
    for (const auto& epoch : curve) {
      pair.train.push_back(epoch.train_loss);
      pair.validation.push_back(epoch.validation_loss);
    }
    for (auto& finding : diagnose(std::move(pair))) all.push_back(std::move(finding));
  }
  for (const auto& finding : all) {
    const auto same =
        std::count_if(all.begin(), all.end(), [&](const Finding& other) { return other.flaw == finding.flaw; });
    if (2 * static_cast<std::size_t>(same) <= confirmed.curves.size()) continue;
    // The epoch that is kept lies before the rise.
    const bool kept = finding.flaw == Flaw::overfitting;
    list.push_back({{"verdict", to_text(finding.flaw)},
                    {"evidence", finding.evidence},
                    {"action", {{"what", finding.what}, {"direction", finding.direction}}},
                    {"text", finding.text() + (kept ? " The network kept is that of its best epoch." : "")}});
    return;
  }
}

Json diagnosis(const FitEnd& end, const std::pair<double, double>& test_interval) {
  const fit::Task& task = end.problem->task;
  const auto& constant = end.baselines->front();
  const auto& linear = end.baselines->back();
  const auto worse_end = [&](const std::pair<double, double>& range) {
    return std::max(task.cost(range.first), task.cost(range.second));
  };
  Json list = Json::array();
  const bool on_validation = !(worse_end(end.confirmed->interval) < task.cost(constant.validation));
  const bool on_test = end.opened && !(worse_end(test_interval) < task.cost(value(constant.test, task.score)));
  if (on_validation || on_test) {
    const double network = value(end.confirmed->validation, task.score);
    list.push_back(
        {{"verdict", "not_learning"},
         {"evidence", fmt::format("{} {} on validation, {} {}", task.score, rounded(network), constant.name,
                                  rounded(constant.validation))},
         {"action", {{"what", "data"}, {"direction", "raise"}}},
         {"text",
          fmt::format("it does not learn: the best network ({} {}) is no better than {} ({}) beyond chance; {}: {}. "
                      "Most likely the inputs do not contain the answer, or rows and labels are mixed up.",
                      task.score, rounded(network), constant.name, rounded(constant.validation), linear.name,
                      rounded(linear.validation))}});
    return list;
  }
  add_curve_findings(list, *end.confirmed);
  return list;
}

Json baselines_json(const FitEnd& end) {
  Json list = Json::array();
  for (const auto& one : *end.baselines)
    list.push_back({{"name", one.name},
                    {"validation", number_json(one.validation)},
                    {"test", end.opened ? scores_json(one.test) : Json(nullptr)}});
  return list;
}

/// What the opened test rows say.
void add_test(Json& json, const FitEnd& end) {
  const fit::Problem& problem = *end.problem;
  const auto answers = fit::answers(end.confirmed->model, problem.locked);
  const auto range = fit::interval(problem.task, answers, problem.locked, problem.seed);
  json["test"] = scores_json(problem.task.scores(answers, problem.locked));
  json["test_interval"] = {number_json(range.first), number_json(range.second)};
  json["test_rows"] = problem.locked.rows;
  json["test_look"] = end.looks;
  json["test_opened"] = to_text(end.now);
  json["test_of_this_network"] = true;
  json["better_than_linear"] =
      fit::share_better(problem.task, answers, end.baselines->back().test_answers, problem.locked, problem.seed);
  json["baselines"] = baselines_json(end);
  json["diagnosis"] = diagnosis(end, range);
}

std::string number(const Json& json) { return json.is_number() ? rounded(json.get<double>()) : "-"; }

std::string test_cell(const Json& result, const Json& test, const std::string& score) {
  return test.is_object() ? number(test.value(score, Json())) : result.value("test_of_this_network", true) ? "" : "-";
}

void add_table(std::vector<std::string>& lines, const Json& result) {
  const std::string score = result.at("score");
  const bool this_one = result.at("test_of_this_network");
  Table table;
  const int look = result.at("test_look");
  table.add({"RESULT  " + score, "validation",
             this_one ? fmt::format("test ({}, {})", look == 1 ? "opened once" : fmt::format("look {}", look),
                                    result.at("test_opened").get<std::string>())
                      : "test (of the first network)"});
  for (const auto& one : result.at("baselines"))
    table.add({"  " + one.at("name").get<std::string>(), number(one.at("validation")),
               test_cell(result, one.at("test"), score)});
  const auto& range = result.at("test_interval");
  table.add({"  Kilter's network",
             fmt::format("{} ± {}", number(result.at("validation").at(score)), number(result.at("spread"))),
             fmt::format("{}  [{} to {}]", number(result.at("test").at(score)), number(range[0]), number(range[1]))});
  for (auto& line : table.lines()) lines.push_back(std::move(line));
  lines.push_back(
      fmt::format("  ± = spread of {} fresh trainings with the chosen settings; [ ] = 95 % interval from {} test rows",
                  result.at("trainings").get<int>(), result.at("test_rows").get<std::size_t>()));
}

void add_how_sure(std::vector<std::string>& lines, const Json& result) {
  const auto& linear = result.at("baselines").back();
  const std::string name = linear.at("name");
  lines.emplace_back("HOW SURE");
  const double share = result.at("better_than_linear");
  lines.push_back(fmt::format(
      "  Better than {} in {} of {} trainings on validation, and on {:.0f} % of {} sets of test rows drawn again: {}.",
      name, result.at("better_trainings").get<int>(), result.at("trainings").get<int>(), 100 * share, 400,
      share > 0.975 ? "certain"
      : share > 0.8 ? "likely, not certain"
      : share > 0.2 ? "no difference that these rows can show"
                    : fmt::format("{} is the better choice here", name)));
}

}  // namespace

Json fit_result(const FitEnd& end) {
  const fit::Task& task = end.problem->task;
  const auto& singles = end.confirmed->singles;
  const double linear = task.cost(end.baselines->back().validation);
  Json json{{"event", "fit.finished"},
            {"schema", "kilter/fit/1"},
            {"study", end.study},
            {"target", task.target},
            {"task", !task.of_classes()         ? "number"
                     : task.classes.size() == 2 ? "binary"
                                                : "classes"},
            {"score", task.score},
            {"minutes", end.minutes},
            {"validation", scores_json(end.confirmed->validation)},
            {"validation_interval",
             {number_json(end.confirmed->interval.first), number_json(end.confirmed->interval.second)}},
            {"spread", number_json(spread(singles))},
            {"single_network", number_json(mean(singles))},
            {"trainings", singles.size()},
            {"better_trainings",
             std::count_if(singles.begin(), singles.end(), [&](double s) { return task.cost(s) < linear; })},
            {"settings", settings_json(end.found.settings)},
            {"trial", end.found.trial},
            {"trained", end.found.trained},
            {"stopped", end.found.stopped},
            {"failed", end.found.failed},
            {"epochs", end.problem->epochs}};
  if (end.opened) {
    add_test(json, end);
  } else {
    for (const char* key :
         {"test", "test_interval", "test_rows", "test_look", "test_opened", "better_than_linear", "baselines"})
      json[key] = end.before->at(key);
    json["test_of_this_network"] = false;
    json["diagnosis"] = diagnosis(end, {});
  }
  return json;
}

std::vector<std::string> fit_closing(const Json& result) {
  std::vector<std::string> lines{
      fmt::format("Done. {} networks trained fully, {} stopped early, {} diverged. Chosen: no. {}",
                  result.at("trained").get<std::size_t>(), result.at("stopped").get<std::size_t>(),
                  result.at("failed").get<std::size_t>(), result.at("trial").get<int>()),
      ""};
  add_table(lines, result);
  lines.emplace_back("");
  add_how_sure(lines, result);
  lines.emplace_back("");
  lines.emplace_back("DIAGNOSIS");
  if (result.at("diagnosis").empty()) lines.emplace_back("  ok    nothing to change that the curves tell");
  for (const auto& finding : result.at("diagnosis"))
    lines.push_back(fmt::format("  {}  {}", finding.at("verdict") == "not_learning" ? "problem" : "note",
                                finding.at("text").get<std::string>()));
  const std::string study = result.at("study");
  lines.emplace_back("");
  lines.emplace_back("NEXT");
  lines.push_back(fmt::format("  kilter predict {} new.csv > answers.csv", study));
  lines.push_back(fmt::format("  The same command with --minutes {} goes on from here; other test rows: --test-again",
                              rounded(3 * result.at("minutes").get<double>())));
  return lines;
}

}  // namespace kilter::cli
