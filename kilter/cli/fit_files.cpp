// SPDX-License-Identifier: MIT
#include "kilter/cli/fit_files.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kilter/base/text.hpp"
#include "kilter/fit/model_texts.hpp"

namespace kilter::fit {
extern const char* const predict_text;
}

namespace kilter::cli {
namespace {

std::string shown(const Json& number) { return number.is_number() ? rounded(number.get<double>()) : "-"; }

std::string cell(const std::string& text) {
  std::string safe = printable(text, 80);
  for (std::size_t at = 0; (at = safe.find('|', at)) != std::string::npos; at += 2) safe.insert(at, 1, '\\');
  return safe;
}

std::string card(const fit::Model& model, const Json& result) {
  std::string text = fmt::format(
      "# A network for {}\n\nTrained by `kilter fit`; {} networks of {} layers of {}, whose answers are averaged.\n\n"
      "| score | validation | test |\n|---|---|---|\n",
      cell(model.task.target), model.members.size(), model.architecture.layers, model.architecture.width);
  const bool same = result.at("test_of_this_network");
  for (const auto& [name, value] : result.at("validation").items())
    text += fmt::format("| {} | {} | {} |\n", name, shown(value),
                        same ? shown(result.at("test").at(name)) : "not measured");
  const auto& range = result.at("test_interval");
  text += fmt::format("\nChosen by {}; test rows: {}{}. To beat was {}: {}.\n", model.task.score,
                      result.at("test_rows").get<std::size_t>(),
                      same ? fmt::format(", 95 % interval {} to {}, look {}", shown(range[0]), shown(range[1]),
                                         result.at("test_look").get<int>())
                           : "",
                      result.at("baselines").back().at("name").get<std::string>(),
                      shown(result.at("baselines").back().at("validation")));
  for (const auto& finding : result.at("diagnosis")) text += "\n" + finding.at("text").get<std::string>() + "\n";
  text += "\n| input | kind | categories |\n|---|---|---|\n";
  for (const auto& input : model.encoding.inputs())
    text += fmt::format("| {} | {} | {} |\n", cell(input.type.name), to_text(input.type.kind),
                        input.type.categories.size());
  return text +
         "\nIt knows the rows it was trained on, and answers for others as if they were alike. Answers without Kilter: "
         "`python3 predict.py new.csv > answers.csv`\n";
}

}  // namespace

void write_fit_files(const std::filesystem::path& folder, const fit::Model& model, const Json& result) {
  const auto files = folder / "model";
  std::filesystem::create_directories(files);
  fit::save(model, files / "model");
  fit::write_whole(files / "predict.py", fit::predict_text);
  fit::write_whole(files / "model.onnx", fit::onnx_of(model));
  fit::write_whole(files / "kilter_model.hpp", fit::header_of(model));
  fit::write_whole(files / "card.md", card(model, result));
}

}  // namespace kilter::cli
