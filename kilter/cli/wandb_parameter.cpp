// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/converted.hpp"

namespace kilter::cli {
namespace {

constexpr double tails = 3;  // standard deviations of a normal distribution that a range holds

constexpr std::array distributions = {"constant",
                                      "categorical",
                                      "categorical_w_probabilities",
                                      "int_uniform",
                                      "uniform",
                                      "q_uniform",
                                      "log_uniform",
                                      "q_log_uniform",
                                      "log_uniform_values",
                                      "q_log_uniform_values",
                                      "inv_log_uniform",
                                      "inv_log_uniform_values",
                                      "normal",
                                      "q_normal",
                                      "log_normal",
                                      "q_log_normal",
                                      "beta",
                                      "q_beta"};

class WandbParameter {
 public:
  WandbParameter(const ShownFile& file, std::vector<Loss>& lost) : file_(file), lost_(lost) {}

  Parameter read(const std::string& name, const TomlNode& node) {
    Parameter parameter;
    parameter.name = name;
    range(parameter, distribution(name, node), node);
    check(parameter, node);
    return parameter;
  }

 private:
  void lose(int line, const std::string& what) { lost_.push_back({line, what}); }

  void check(const Parameter& parameter, const TomlNode& node) const {
    try {
      parameter_from_json(parameter.name, to_json(parameter));
    } catch (const Error& error) {
      file_.fail(node.line, error.message().headline, error.message().advice);
    }
  }

  std::string distribution(const std::string& name, const TomlNode& node) {
    if (const auto* given = node.find("distribution")) {
      const std::string kind = text_of(file_, *given, "distribution");
      const std::vector<std::string> known(distributions.begin(), distributions.end());
      if (std::find(known.begin(), known.end(), kind) == known.end()) {
        std::vector<std::string> advice;
        if (const auto meant = nearest(kind, known)) advice.push_back("Did you mean " + *meant + "?");
        file_.fail(given->line, fmt::format("the distribution \"{}\" is not known", printable(kind, 60)), advice);
      }
      return kind;
    }
    if (node.find("value")) return "constant";
    if (node.find("values")) return node.find("probabilities") ? "categorical_w_probabilities" : "categorical";
    if (node.find("mu") || node.find("sigma")) return "normal";
    const auto *low = node.find("min"), *high = node.find("max");
    if (!low || !high)
      file_.fail(node.line, fmt::format("{} has neither min and max, nor values, nor value", printable(name, 60)));
    return low->as<std::int64_t>() && high->as<std::int64_t>() ? "int_uniform" : "uniform";
  }

  double at(const TomlNode& node, const char* key, std::optional<double> otherwise = {}) const {
    const auto* found = node.find(key);
    if (!found && otherwise) return *otherwise;
    if (!found) file_.fail(node.line, fmt::format("{} is missing here", key));
    return number_of(file_, *found, key);
  }

  void range(Parameter& p, const std::string& kind, const TomlNode& node) {
    if (kind == "constant" || kind.starts_with("categorical")) {
      choices(p, kind, node);
    } else if (kind == "beta" || kind == "q_beta") {
      lose(node.line, fmt::format("{}: of the distribution {} only its ends 0 and 1 are kept", p.name, kind));
    } else if (kind.find("normal") != kind.npos) {
      normal(p, kind, node);
    } else {
      numbers(p, kind, node);
    }
  }

  void numbers(Parameter& p, const std::string& kind, const TomlNode& node) {
    p.low = at(node, "min"), p.high = at(node, "max");
    if (kind == "int_uniform") p.kind = Kind::integer, p.low = std::round(p.low), p.high = std::round(p.high);
    if (kind.find("log") != kind.npos) p.scale = Scale::log;
    const bool exponents = kind == "log_uniform" || kind == "q_log_uniform" || kind == "inv_log_uniform";
    if (exponents) {
      const double low = p.low, high = p.high;
      p.low = short_exp(kind == "inv_log_uniform" ? -high : low);
      p.high = short_exp(kind == "inv_log_uniform" ? -low : high);
      lose(node.line, fmt::format("{}: {} gives exponents of e; they are written out", p.name, kind));
    }
    if (!kind.starts_with("q_")) return;
    const double step = at(node, "q", 1.0);
    if (p.scale == Scale::log) {
      lose(node.line, fmt::format("{}: the step {} of a log range is left out", p.name, to_text(step)));
      return;
    }
    if (!(step > 0)) file_.fail(node.line, "q is a number above 0");
    p.low = std::round(p.low / step) * step, p.high = std::round(p.high / step) * step, p.step = step;
    if (step == std::floor(step)) p.kind = Kind::integer;
    if (p.kind == Kind::integer && step == 1) p.step = 0;
  }

  /// Digits that nobody meant are left out of what stands in the file.
  static double short_exp(double x) { return to_double(rounded(std::exp(x), 6)).value_or(std::exp(x)); }

  void normal(Parameter& p, const std::string& kind, const TomlNode& node) {
    const double mean = at(node, "mu", 0.0), deviation = at(node, "sigma", 1.0);
    p.low = mean - tails * deviation, p.high = mean + tails * deviation;
    if (kind.find("log") != kind.npos) p.scale = Scale::log, p.low = short_exp(p.low), p.high = short_exp(p.high);
    lose(node.line, fmt::format("{}: of the distribution {} the range of {} standard deviations is kept, all of it "
                                "equally likely",
                                p.name, kind, to_text(tails)));
  }

  void choices(Parameter& p, const std::string& kind, const TomlNode& node) {
    const auto* values = node.find(kind == "constant" ? "value" : "values");
    if (!values) file_.fail(node.line, fmt::format("{} is missing here", kind == "constant" ? "value" : "values"));
    const TomlArray one{*values};
    const auto* list = kind == "constant" ? &one : values->as<TomlArray>();
    if (!list || list->empty()) file_.fail(values->line, "values is a list of at least one value");
    for (const auto& element : *list) p.choices.push_back(value(p.name, element));
    p.kind = p.choices.size() == 1 ? Kind::fixed : Kind::categorical;
    if (kind == "categorical_w_probabilities")
      lose(node.line, p.name + ": the probabilities are left out; samplers learn which values are good");
    const auto is = [&](const Value& wanted) {
      return std::find(p.choices.begin(), p.choices.end(), wanted) != p.choices.end();
    };
    if (p.choices.size() == 2 && is(Value(true)) && is(Value(false))) {
      p.kind = Kind::boolean;
      p.choices.clear();
      lose(node.line, fmt::format("{}: W&B passes True and False, Kilter true and false", p.name));
    } else if (p.kind == Kind::categorical && ascending(p.choices)) {
      p.kind = Kind::ordinal;
    }
  }

  static bool ascending(const std::vector<Value>& values) {
    double before = -std::numeric_limits<double>::infinity();
    for (const auto& value : values) {
      const auto* whole = std::get_if<std::int64_t>(&value);
      const auto* real = std::get_if<double>(&value);
      const double number = whole ? static_cast<double>(*whole) : real ? *real : std::nan("");
      if (!(number > before)) return false;
      before = number;
    }
    return true;
  }

  Value value(const std::string& name, const TomlNode& node) {
    if (const auto* boolean = node.as<bool>()) return *boolean;
    if (const auto* whole = node.as<std::int64_t>()) return *whole;
    if (node.as<double>()) return number_of(file_, node, name);
    if (const auto* words = node.as<std::string>()) return *words;
    if (node.as<TomlNothing>()) {
      lose(node.line, name + ": null is passed as the word None");
      return std::string("None");
    }
    std::string flaw;
    std::string json = to_json(node, flaw);
    if (!flaw.empty()) file_.fail(node.line, flaw);
    lose(node.line, fmt::format("{}: {} is passed as a text", name, json));
    return json;
  }

  const ShownFile& file_;
  std::vector<Loss>& lost_;
};

}  // namespace

Parameter wandb_parameter(const ShownFile& file, const std::string& name, const TomlNode& node,
                          std::vector<Loss>& lost) {
  return WandbParameter(file, lost).read(name, node);
}

}  // namespace kilter::cli
