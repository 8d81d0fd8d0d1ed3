// SPDX-License-Identifier: MIT
// Sweeps of Weights & Biases, after its reference of the sweep configuration.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kilter/base/text.hpp"
#include "kilter/cli/converted.hpp"

namespace kilter::cli {
namespace {

class Wandb {
 public:
  Wandb(const ShownFile& file, const TomlNode& root) : file_(file), root_(root) {}

  Converted read() {
    out_.kind = "W&B sweep";
    for (const auto& [key, node] : *root_.as<TomlTable>()) top(key, node);
    const auto* parameters = root_.find("parameters");
    if (!parameters) file_.fail(1, "the sweep has no parameters");
    read_parameters(*parameters, "");
    if (out_.parameters.empty()) file_.fail(parameters->line, "no parameter has a range");
    lengths();
    command();
    return std::move(out_);
  }

 private:
  void lose(int line, const std::string& what) { out_.lost.push_back({line, what}); }

  void top(const std::string& key, const TomlNode& node) {
    if (key == "parameters" || key == "command" || key == "program") return;
    if (key == "name")
      out_.name = study_name(node);
    else if (key == "description")
      out_.note = text_of(file_, node, key);
    else if (key == "method")
      method(node);
    else if (key == "metric")
      metric(node);
    else if (key == "run_cap")
      out_.trials = whole(node, key, 1);
    else if (key == "early_terminate")
      early_terminate(node);
    else
      lose(node.line, key + " has no counterpart");
  }

  std::int64_t whole(const TomlNode& node, const std::string& key, std::int64_t least) const {
    const auto* value = node.as<std::int64_t>();
    if (!value || *value < least)
      file_.fail(node.line, fmt::format("{} is a whole number from {} on", printable(key, 60), least));
    return *value;
  }

  std::string study_name(const TomlNode& node) {
    std::string name = text_of(file_, node, "name");
    for (char& c : name)
      if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_' && c != '.') c = '-';
    while (name.starts_with('.') || name.starts_with('-')) name.erase(0, 1);
    return name.empty() ? "sweep" : name.substr(0, 60);
  }

  void method(const TomlNode& node) {
    const std::string name = text_of(file_, node, "method");
    if (name == "grid" || name == "random")
      out_.sampler = "\"" + name + "\"";
    else if (name == "bayes")
      lose(node.line, "method: bayes is Kilter's own default sampler, another algorithm for the same purpose");
    else
      lose(node.line, fmt::format("method: {} is not known; Kilter's default takes its place", name));
  }

  void metric(const TomlNode& node) {
    if (!node.as<TomlTable>()) file_.fail(node.line, "metric has a name and a goal");
    bool maximize = false;
    std::string name;
    for (const auto& [key, value] : *node.as<TomlTable>()) {
      if (key == "name")
        name = text_of(file_, value, key);
      else if (key == "goal")
        maximize = text_of(file_, value, key) == "maximize";
      else
        lose(value.line, fmt::format("metric: {}: a study does not end at a value", key));
    }
    if (name.empty()) file_.fail(node.line, "the metric has no name");
    out_.goals.emplace_back(name, maximize);
  }

  /// Hyperband of W&B stops a run in its brackets: from max_iter / eta^s on, or at min_iter * eta^k.
  void early_terminate(const TomlNode& node) {
    const auto* type = node.find("type");
    if (!type || !type->as<std::string>() || *type->as<std::string>() != "hyperband") {
      lose(node.line, "early_terminate: its type is not hyperband");
      return;
    }
    const auto value = [&](const char* key) -> std::optional<double> {
      const auto* found = node.find(key);
      return found ? std::optional(number_of(file_, *found, key)) : std::nullopt;
    };
    const auto eta = value("eta"), most = value("max_iter"), brackets = value("s");
    if (eta && (*eta < 2 || *eta > 100)) file_.fail(node.line, "eta lies between 2 and 100");
    shortest_ = value("min_iter");
    if (most && *most >= 1) {
      if (!shortest_) shortest_ = *most / std::pow(eta.value_or(3), brackets.value_or(1));
      out_.epochs = {*most};
    }
    stops_ = eta ? fmt::format("{{ name = \"asha\", eta = {} }}", to_text(std::round(*eta))) : "\"asha\"";
    stops_line_ = node.line;
  }

  /// Stopping early needs to know how long a whole training is.
  void lengths() {
    if (!stops_) return;
    if (out_.epochs.empty()) {
      lose(stops_line_, fmt::format("early_terminate: nothing names the full length; say under [budget] "
                                    "epochs = [{}, FULL], then asha stops what is hopeless",
                                    to_text(shortest_.value_or(1))));
      return;
    }
    const double full = out_.epochs.front();
    out_.scheduler = stops_;
    out_.epochs = {std::clamp(std::floor(shortest_.value_or(1)), 1.0, full), full};
  }

  void read_parameters(const TomlNode& node, const std::string& prefix) {
    const auto* table = node.as<TomlTable>();
    if (!table) file_.fail(node.line, "parameters is a table of names");
    for (const auto& [name, range] : *table) {
      const std::string full = prefix + name;
      if (const auto* inner = range.find("parameters"))
        read_parameters(*inner, full + ".");
      else
        parameter(full, range);
    }
  }

  void parameter(const std::string& name, const TomlNode& node) {
    if (!node.as<TomlTable>())
      file_.fail(node.line, fmt::format("{} is described by min and max, values or value, not by {}",
                                        printable(name, 60), kind_of(node)));
    if (const auto* value = node.find("value"); value && is_length(name) && !fixed_length_) {
      const double length = number_of(file_, *value, "value");
      if (length > 0 && (out_.epochs.empty() || out_.epochs.back() == length)) {
        if (out_.epochs.empty()) out_.epochs = {length};
        fixed_length_ = name;
        return;
      }
    }
    Parameter parameter = wandb_parameter(file_, free_parameter_name(name), node, out_.lost);
    if (parameter.name != name)
      lose(node.line, fmt::format("{} is called {} here: Kilter knows {} as the length of training, which is a budget",
                                  name, parameter.name, name));
    out_.parameters.push_back(std::move(parameter));
    names_.push_back(name);
  }

  static bool is_length(const std::string& name) { return name == "epochs" || name == "epoch"; }

  void command() {
    const auto* words = root_.find("command");
    const auto* program = root_.find("program");
    if (!words && !program) {
      lose(1, "the sweep names no program; add [command] run = [\"python\", \"train.py\", \"{*}\"]");
      return;
    }
    if (!words) {
      out_.command = {"python", literal_word(text_of(file_, *program, "program"))};
      arguments("--");
      return;
    }
    const TomlArray one{*words};
    for (const auto& word : words->as<TomlArray>() ? *words->as<TomlArray>() : one) command_word(word, program);
  }

  void command_word(const TomlNode& node, const TomlNode* program) {
    std::string word;
    if (const auto* whole = node.as<std::int64_t>())
      word = std::to_string(*whole);
    else if (const auto* real = node.as<double>())
      word = to_text(*real);
    else
      word = text_of(file_, node, "a word of the command");
    if (word == "${env}" || word == "${interpreter}") {
      if (word == "${interpreter}") out_.command.emplace_back("python");
    } else if (word == "${program}") {
      if (!program) file_.fail(node.line, "the sweep names no program");
      out_.command.push_back(literal_word(text_of(file_, *program, "program")));
    } else if (word == "${args}") {
      arguments("--");
    } else if (word == "${args_no_hyphens}") {
      arguments("");
    } else if (word == "${args_no_boolean_flags}") {
      arguments("--", true);
    } else if (word == "${args_json_file}") {
      out_.command.emplace_back("{params}");
    } else if (word.starts_with("${")) {
      lose(node.line, word + " in the command is left out");
    } else {
      out_.command.push_back(literal_word(word));
    }
  }

  /// `--lr={lr}` for each, as W&B writes them.
  void arguments(const std::string& dashes, bool flags = false) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const Parameter& p = out_.parameters[i];
      const bool flag = flags && p.kind == Kind::boolean && p.name == names_[i];
      out_.command.push_back(flag ? fmt::format("{{{}:flag}}", p.name)
                                  : fmt::format("{}{}={{{}}}", dashes, names_[i], p.name));
    }
    if (fixed_length_) out_.command.push_back(fmt::format("{}{}={{trial.epochs}}", dashes, *fixed_length_));
  }

  const ShownFile& file_;
  const TomlNode& root_;
  Converted out_;
  std::optional<std::string> stops_;  ///< the scheduler for early_terminate
  std::optional<double> shortest_;
  int stops_line_ = 0;
  std::vector<std::string> names_;           ///< of the parameters, as the program knows them
  std::optional<std::string> fixed_length_;  ///< a constant `epochs`, which is a budget
};

}  // namespace

Converted convert_wandb(const ShownFile& file, const TomlNode& root) { return Wandb(file, root).read(); }

}  // namespace kilter::cli
