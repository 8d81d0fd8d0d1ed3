// SPDX-License-Identifier: MIT
#include "kilter/space/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/levels.hpp"

namespace kilter {
namespace {

constexpr std::size_t longest_name = 200;

bool numeric(Kind kind) { return kind == Kind::real || kind == Kind::integer; }

/// `lr = { log = [0, 0.1] }` or `{lr:log(0,0.1)}`: the description with its name.
std::string shown(const Parameter& p, Form form) {
  return form == Form::file ? fmt::format("{} = {}", p.name, describe(p, form))
                            : fmt::format("{{{}:{}}}", p.name, describe(p, form));
}

[[noreturn]] void fail(const Parameter& p, Form form, std::string_view what, std::vector<std::string> advice = {},
                       std::string code = {}) {
  throw Error(ErrorKind::invalid, std::move(code), fmt::format("{}   {}", shown(p, form), what), std::move(advice));
}

void check_name(const std::string& name) {
  const auto inside = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80 || std::string_view("_-./@").find(c) != std::string_view::npos;
  };
  const auto first = [](char c) { return c == '_' || static_cast<unsigned char>(c) >= 0x80 || std::isalpha(c) != 0; };
  if (name.empty()) throw Error(ErrorKind::invalid, "a parameter has an empty name");
  const bool good = name.size() <= longest_name && first(name[0]) && std::all_of(name.begin(), name.end(), inside) &&
                    printable(name, 2 * longest_name) == name;
  if (!good)
    throw Error(ErrorKind::invalid, {}, fmt::format("\"{}\" cannot be a parameter's name", printable(name, 60)),
                {fmt::format("A name starts with a letter or _ and goes on with letters, digits, _ - . / @; at most {} "
                             "bytes.",
                             longest_name)});
}

/// A log range that also reaches the small values the user asked for.
std::string above_zero(const Parameter& p, Form form) {
  Parameter better = p;
  better.low = p.high > 1e-6 ? 1e-6 : p.high / 1e4;
  return form == Form::file
             ? fmt::format("{} = {{ log = [{}, {}], or = 0.0 }}", p.name, to_text(better.low), to_text(p.high))
             : fmt::format("{{{}:{} or 0.0}}", p.name, describe(better, form));
}

void check_scale(const Parameter& p, Form form) {
  const bool whole = p.kind == Kind::integer;
  if (whole && p.scale != Scale::linear && p.scale != Scale::log)
    fail(p, form, "integers have a linear or a log scale only");
  if (p.scale == Scale::log && whole && p.low < 1)
    fail(p, form, "a log range of integers must start at 1 or above", {"To include 0, put it beside: or 0"}, "K105");
  if (p.scale == Scale::log && p.low <= 0)
    fail(p, form, "a log range must start above 0",
         p.high > 0 ? std::vector<std::string>{"For \"zero or small values\": " + above_zero(p, form)}
                    : std::vector<std::string>{},
         "K105");
  if (p.scale == Scale::logit && (p.low <= 0 || p.high >= 1))
    fail(p, form, "a logit range must lie strictly between 0 and 1", {"For example from 0.001 to 0.999."}, "K105");
  if (p.scale == Scale::reverse_log && p.high >= 1)
    fail(p, form, "a log range of 1 - value must start above 0",
         {"For example from 1e-4 to 0.1: values from 0.9 to 0.9999."}, "K105");
}

void check_step(const Parameter& p, Form form) {
  if (p.step == 0) return;
  if (p.scale != Scale::linear) fail(p, form, "a step fits only a linear range");
  if (!(p.step > 0) || !std::isfinite(p.step)) fail(p, form, fmt::format("step {} is not above 0", to_text(p.step)));
  if (p.low < p.high && p.step > (p.high - p.low) * (1 + 1e-9))
    fail(p, form, fmt::format("step {} is wider than the whole range", to_text(p.step)));
}

void check_beside(const Parameter& p, Form form) {
  if (!p.beside) return;
  if (!std::isfinite(*p.beside)) fail(p, form, "the value after \"or\" must be a finite number");
  if (p.kind == Kind::integer && (std::trunc(*p.beside) != *p.beside || std::abs(*p.beside) > highest_integer))
    fail(p, form, fmt::format("the value after \"or\" must be a whole number, {} is none", to_text(*p.beside)));
  if (*p.beside >= p.low && *p.beside <= p.high)
    fail(p, form, fmt::format("{} already lies in the range, so \"or\" adds nothing", to_text(*p.beside)));
}

void check_range(const Parameter& p, Form form) {
  if (!std::isfinite(p.low) || !std::isfinite(p.high) || !std::isfinite(p.high - p.low))
    fail(p, form, "the ends of a range must be finite numbers, and their difference too");
  if (p.low > p.high) {
    const bool flipped = range_word(p) == "one_minus_log";
    fail(p, form,
         fmt::format("low {} is above high {} (swapped?)", to_text(flipped ? one_minus(p.high) : p.low),
                     to_text(flipped ? one_minus(p.low) : p.high)),
         {}, "K106");
  }
  if (p.kind == Kind::integer) {
    for (const double x : {p.low, p.high, p.step})
      if (std::trunc(x) != x || std::abs(x) > highest_integer)
        fail(p, form, fmt::format("{} is not a whole number within ±2^53", to_text(x)),
             {"For fractions use a float range."});
  }
  check_scale(p, form);
  check_step(p, form);
  if (p.kind == Kind::integer && p.scale == Scale::log && p.high > highest_log_integer)
    fail(p, form, "a log range of integers ends at 2^40 or below");
  if ((stepped(p) || p.kind == Kind::integer) && range_levels(p) > most_levels)
    fail(p, form, "more than 2^48 different values", {"Give a wider step."});
  if (!p.choices.empty()) fail(p, form, "a range has no list of choices");
  check_beside(p, form);
}

void check_choice(const Parameter& p, Form form, const Value& choice) {
  if (const auto* real = std::get_if<double>(&choice); real && !std::isfinite(*real))
    fail(p, form, "a choice must be a finite number or a text");
  if (const auto* word = std::get_if<std::string>(&choice); word && printable(*word, 4 * word->size() + 1) != *word)
    fail(p, form, "a choice has control characters or broken UTF-8");
}

void check_choices(const Parameter& p, Form form) {
  if (p.choices.empty()) fail(p, form, "there is nothing to choose from");
  if (p.kind == Kind::fixed && p.choices.size() != 1) fail(p, form, "fixed takes exactly one value");
  struct Entry {
    std::string canonical;
    bool text;
    std::string shown;
    auto operator<=>(const Entry&) const = default;
  };
  std::vector<Entry> entries;
  for (const auto& choice : p.choices) {
    check_choice(p, form, choice);
    entries.push_back({canonical(choice), std::holds_alternative<std::string>(choice), to_text(choice)});
  }
  std::sort(entries.begin(), entries.end());
  const auto twice = std::adjacent_find(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.canonical == b.canonical && (!a.text || a.shown == b.shown);
  });
  if (twice != entries.end()) fail(p, form, fmt::format("{} stands there twice", printable(twice->shown, 60)));
}

void check_default(const Parameter& p, Form form) {
  const auto about = [&](const char* word, const Value& value, bool range) {
    try {
      code_of(p, value, form, range);
    } catch (const Error& error) {
      throw Error(ErrorKind::invalid, {}, fmt::format("{} of {}", word, error.what()), error.message().advice);
    }
  };
  if (p.fallback) about("default", *p.fallback, true);
  if (p.was) about("\"was\"", *p.was, false);
}

}  // namespace

double one_minus(double value) {
  const double exact = 1 - value;
  const double dust = 0x1p-53 * std::max(1.0, std::abs(value));
  for (int digits = 1; digits < 17; ++digits) {
    const auto rounded = to_double(fmt::format("{:.{}g}", exact, digits));
    if (rounded && std::abs(*rounded - exact) <= dust) return *rounded;
  }
  return exact;
}

std::string_view range_word(const Parameter& p) {
  switch (p.kind) {
    case Kind::real:
      switch (p.scale) {
        case Scale::linear: return "float";
        case Scale::log: return "log";
        case Scale::logit: return "logit";
        case Scale::reverse_log: break;
      }
      return one_minus(one_minus(p.low)) == p.low && one_minus(one_minus(p.high)) == p.high ? "one_minus_log"
                                                                                            : "reverse_log";
    case Kind::integer: return p.scale == Scale::log ? "logint" : "int";
    case Kind::ordinal: return "ordered";
    case Kind::categorical: return "choice";
    case Kind::boolean: return "bool";
    case Kind::fixed: return "fixed";
  }
  return "";
}

std::string describe(const Parameter& p, Form form) {
  const bool file = form == Form::file;
  const auto word = range_word(p);
  const char* comma = file ? ", " : ",";
  if (p.kind == Kind::boolean) return file ? "{ bool = true }" : "bool";
  std::vector<std::string> parts;
  if (numeric(p.kind)) {
    const bool flipped = word == "one_minus_log";
    parts = {to_text(flipped ? one_minus(p.high) : p.low), to_text(flipped ? one_minus(p.low) : p.high)};
    if (!file && p.step != 0) parts.push_back(to_text(p.step));
  } else {
    for (const auto& choice : p.choices) {
      if (parts.size() == 12) {
        parts.push_back("…");
        break;
      }
      parts.push_back(printable(file ? to_json(choice) : to_text(choice), 60));
    }
  }
  const std::string list = join(parts, comma);
  if (!file) return fmt::format("{}({}){}", word, list, p.beside ? " or " + to_text(*p.beside) : "");
  std::string text = p.kind == Kind::fixed     ? fmt::format("{{ fixed = {}", list)
                     : p.kind == Kind::ordinal ? fmt::format("{{ choice = [{}], ordered = true", list)
                                               : fmt::format("{{ {} = [{}]", word, list);
  if (p.step != 0) text += fmt::format(", step = {}", to_text(p.step));
  if (p.beside) text += fmt::format(", or = {}", to_text(*p.beside));
  return text + " }";
}

void check(const Parameter& p, Form form) {
  check_name(p.name);
  if (numeric(p.kind)) {
    check_range(p, form);
  } else {
    if (p.beside) fail(p, form, "\"or\" stands beside a range of numbers only; add the value to the choices");
    if (p.step != 0) fail(p, form, "a step fits a range of numbers only");
    if (p.kind == Kind::boolean ? !p.choices.empty() : false) fail(p, form, "bool has no list of choices");
    if (p.kind != Kind::boolean) check_choices(p, form);
  }
  check_default(p, form);
  if (!p.role.empty() && p.role != "scientific" && p.role != "nuisance")
    fail(p, form, fmt::format("role \"{}\" is not known", printable(p.role, 60)),
         {"Roles are scientific (its effect is the question) and nuisance (must be tuned, of no interest in itself)."});
}

}  // namespace kilter
