// SPDX-License-Identifier: MIT
#include "kilter/space/range_words.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "kilter/base/text.hpp"
#include "kilter/space/check.hpp"

namespace kilter {
namespace {

constexpr std::array<RangeWord, 11> words = {{
    {"float", "float(0,1)", Kind::real},
    {"log", "log(1e-4,1)", Kind::real, Scale::log},
    {"int", "int(16,256,16)", Kind::integer},
    {"logint", "logint(1,64)", Kind::integer, Scale::log},
    {"choice", "choice(a,b)", Kind::categorical},
    {"ordered", "ordered(1,2,4)", Kind::ordinal},
    {"bool", "bool", Kind::boolean},
    {"logit", "logit(0.5,0.999)", Kind::real, Scale::logit},
    {"one_minus_log", "one_minus_log(1e-4,0.1)", Kind::real, Scale::reverse_log, true},
    {"reverse_log", "reverse_log(0.9,0.9999)", Kind::real, Scale::reverse_log},
    {"fixed", "fixed(8)", Kind::fixed},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> elsewhere = {{
    {"uniform", "float"},
    {"real", "float"},
    {"double", "float"},
    {"quniform", "float"},
    {"loguniform", "log"},
    {"log_uniform", "log"},
    {"logfloat", "log"},
    {"integer", "int"},
    {"randint", "int"},
    {"intlog", "logint"},
    {"log_int", "logint"},
    {"categorical", "choice"},
    {"ordinal", "ordered"},
    {"boolean", "bool"},
    {"constant", "fixed"},
    {"value", "fixed"},
}};

}  // namespace

void RangeWord::start(Parameter& parameter) const {
  parameter.kind = kind;
  parameter.scale = scale;
}

void RangeWord::set_ends(Parameter& parameter, double low, double high) const {
  parameter.low = one_minus ? kilter::one_minus(high) : low;
  parameter.high = one_minus ? kilter::one_minus(low) : high;
}

std::span<const RangeWord> range_words() { return words; }

const RangeWord* find_range_word(std::string_view word) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const RangeWord& w) { return w.word == word; });
  return found == words.end() ? nullptr : &*found;
}

std::optional<std::string> suggest_range_word(std::string_view word) {
  for (const auto& [other, ours] : elsewhere)
    if (other == word) return std::string(ours);
  std::vector<std::string> known;
  known.reserve(words.size());
  for (const auto& w : words) known.emplace_back(w.word);
  return nearest(word, known);
}

}  // namespace kilter
