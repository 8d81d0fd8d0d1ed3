// SPDX-License-Identifier: MIT
// After the grammar of Hydra's overrides and its Optuna sweeper, which gives intervals and tags their meaning.
#include "kilter/cli/hydra_sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "kilter/base/text.hpp"
#include "kilter/cli/hydra_terms.hpp"

namespace kilter::cli {
namespace {

class Sweep {
 public:
  Sweep(const std::string& name, bool ends_belong) : ends_belong_(ends_belong) { p_.name = name; }

  HydraSweep read(std::string_view text) {
    const auto terms = parse_hydra(text);
    if (terms.size() > 1)
      choices(terms);
    else if (terms.front().call)
      call(terms.front());
    else
      return {};
    return {std::move(p_), std::move(lost_)};
  }

 private:
  void call(const HydraTerm& term) {
    const std::string& name = term.text;
    const auto& arguments = term.arguments;
    if (name == "choice") {
      choices(arguments);
    } else if (name == "interval") {
      interval(arguments);
    } else if (name == "range") {
      range(arguments);
    } else if (name == "tag") {
      if (arguments.empty()) throw std::invalid_argument("tag() tags nothing");
      for (std::size_t i = 0; i + 1 < arguments.size(); ++i) tags_.push_back(arguments[i].text);
      inner(arguments.back());
    } else if (name == "shuffle" || name == "sort") {
      lost_.push_back(name + ": the order in which values are tried is Kilter's own");
      if (arguments.size() == 1 && arguments.front().call)
        call(arguments.front());
      else
        choices(arguments);
    } else if (name == "int" || name == "float") {
      whole_ = name == "int";
      if (arguments.size() != 1) throw std::invalid_argument(name + "() takes one sweep");
      inner(arguments.front());
    } else {
      const std::array<std::string, 8> known{"choice", "interval", "range", "tag", "shuffle", "sort", "int", "float"};
      const auto meant = nearest(name, known);
      throw std::invalid_argument(fmt::format("{}() is not read{}", printable(name, 40),
                                              meant ? "; did you mean " + *meant + "()?" : std::string()));
    }
  }

  void inner(const HydraTerm& term) {
    if (!term.call) throw std::invalid_argument("a sweep such as interval(1, 2) is expected inside");
    call(term);
  }

  /// An argument by its name or its place; NaN where it is missing.
  static double number(const std::vector<HydraTerm>& arguments, std::size_t place, const std::string& key) {
    const HydraTerm* found = nullptr;
    for (const auto& argument : arguments)
      if (argument.key == key) found = &argument;
    if (!found && place < arguments.size() && arguments[place].key.empty()) found = &arguments[place];
    if (!found) return std::nan("");
    const auto value = to_double(found->text);
    if (!value || !std::isfinite(*value))
      throw std::invalid_argument(fmt::format("{} is no number", printable(found->text, 60)));
    return *value;
  }

  void interval(const std::vector<HydraTerm>& arguments) {
    p_.low = number(arguments, 0, "start"), p_.high = number(arguments, 1, "end");
    if (std::isnan(p_.low) || std::isnan(p_.high)) throw std::invalid_argument("interval() takes two numbers");
    if (whole_) p_.kind = Kind::integer;
    for (const auto& tag : tags_)
      if (tag == "log")
        p_.scale = Scale::log;
      else
        lost_.push_back("the tag " + printable(tag, 40));
  }

  void range(const std::vector<HydraTerm>& arguments) {
    double start = number(arguments, 0, "start"), stop = number(arguments, 1, "stop");
    if (std::isnan(stop)) stop = start, start = 0;
    double step = number(arguments, 2, "step");
    if (std::isnan(step)) step = 1;
    if (std::isnan(stop) || !(step > 0)) throw std::invalid_argument("range() takes start, stop and a step above 0");
    const double steps = (stop - start) / step;
    const double last = ends_belong_ ? std::floor(steps + 1e-9) : std::ceil(steps - 1e-9) - 1;
    if (!(last >= 1) || last > 1e9) throw std::invalid_argument("range() holds fewer than two values, or too many");
    p_.low = start, p_.high = start + last * step;
    const bool whole = start == std::floor(start) && step == std::floor(step);
    if (whole) p_.kind = Kind::integer;
    if (!whole || step != 1) p_.step = step;
    lost_.push_back(fmt::format("range: {} {}, as {} reads it", to_text(stop),
                                ends_belong_ ? "belongs to it" : "does not belong to it",
                                ends_belong_ ? "Hydra's Optuna sweeper" : "Hydra"));
    for (const auto& tag : tags_) lost_.push_back("the tag " + printable(tag, 40));
  }

  void choices(const std::vector<HydraTerm>& terms) {
    for (const auto& term : terms) {
      if (term.call) throw std::invalid_argument("a sweep inside a choice is not read");
      p_.choices.push_back(value(term));
    }
    if (p_.choices.empty()) throw std::invalid_argument("the choice is empty");
    p_.kind = p_.choices.size() == 1 ? Kind::fixed : Kind::categorical;
    const auto is = [&](bool wanted) {
      return std::find(p_.choices.begin(), p_.choices.end(), Value(wanted)) != p_.choices.end();
    };
    if (p_.choices.size() == 2 && is(true) && is(false)) p_.kind = Kind::boolean, p_.choices.clear();
    for (const auto& tag : tags_) lost_.push_back("the tag " + printable(tag, 40));
  }

  static Value value(const HydraTerm& term) {
    const std::string& text = term.text;
    if (term.quoted) return text;
    if (text == "true" || text == "True") return true;
    if (text == "false" || text == "False") return false;
    if (const auto whole = to_integer(text)) return std::int64_t{*whole};
    if (const auto real = to_double(text); real && std::isfinite(*real)) return *real;
    return text;
  }

  bool ends_belong_;
  Parameter p_;
  bool whole_ = false;
  std::vector<std::string> tags_;
  std::vector<std::string> lost_;
};

}  // namespace

HydraSweep read_hydra_sweep(const std::string& name, std::string_view text, bool ends_belong) {
  return Sweep(name, ends_belong).read(text);
}

}  // namespace kilter::cli
