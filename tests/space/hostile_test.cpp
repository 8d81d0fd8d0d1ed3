// SPDX-License-Identifier: MIT
// Whatever text comes in: an answer or an Error, nothing else. The fuzz targets look deeper; this runs everywhere.
#include <gtest/gtest.h>

#include <array>

#include "kilter/base/error.hpp"
#include "kilter/space/expression.hpp"
#include "kilter/space/space.hpp"
#include "tests/support/spaces.hpp"

namespace kilter {
namespace {

/// Pieces of the language with random bytes among them.
template <std::size_t N>
std::string text(Dice& dice, const std::array<const char*, N>& pieces) {
  std::string out;
  const std::size_t length = dice.below(12);
  for (std::size_t i = 0; i < length; ++i)
    if (dice.chance(0.05))
      out += static_cast<char>(dice.below(256));
    else
      out += pieces[dice.below(N)];
  return out;
}

template <class Use>
int accepted(const Use& use) {
  int count = 0;
  for (int i = 0; i < 20000; ++i) {
    try {
      use();
      ++count;
    } catch (const Error& error) {
      EXPECT_FALSE(error.message().headline.empty());
    }
  }
  return count;
}

TEST(HostileText, AsARange) {
  Dice dice(1);
  const std::array pieces = {"log",  "int", "float", "choice", "bool",  "fixed",  "(", ")",
                             ",",    "1",   "2",     "1e-4",   "0.5",   "-",      "'", "=",
                             " or ", "nan", "1e999", "\\",     "(1,2)", "(1,8)=2"};
  EXPECT_GT(accepted([&] { parse_range("x", text(dice, pieces)); }), 20);
}

TEST(HostileText, AsAnExpression) {
  Dice dice(2);
  const std::array pieces = {"a", "b",    "1",  "2.5", "'x'", " and ", " or ", " not ", " in ", "(", ")",
                             ",", "==",   "!=", "<",   "<=",  "+",     "-",    "*",     "**",   "/", "%",
                             "`", "true", "'",  "0",   "1e",  "\\",    " ",    "(1,2)", "a<b"};
  const Value value(2.0);
  EXPECT_GT(accepted([&] {
              const auto expression = Expression::parse(text(dice, pieces));
              expression.holds([&](std::size_t i) { return i == 0 ? &value : nullptr; });
              expression.number([&](std::size_t i) { return i == 0 ? &value : nullptr; });
            }),
            200);
}

TEST(HostileText, AsAConfiguration) {
  Dice dice(3);
  const Space space({parse_range("a", "float(0,1)"), parse_range("b", "choice(x,y)"), parse_range("c", "int(1,4)")});
  const std::array pieces = {"{",     "}",    "\"a\":",   "\"b\":", "\"c\":", ",",      "0.5", "1",
                             "\"x\"", "null", "true",     "[",      "]",      "\"",     "\\",  "\\u12",
                             "1e99",  "-",    "{\"a\":1", "}",      " ",      "\\ud83d"};
  const auto reads = [&](auto read) {
    return accepted([&] { read(dice.chance(0.3) ? text(dice, pieces) : "{\"a\":" + text(dice, pieces) + "}"); });
  };
  EXPECT_GT(reads([&](const std::string& t) { space.read(t); }), 20);
  EXPECT_GT(reads([&](const std::string& t) { space.read_strictly(t); }), 20);
}

TEST(HostileText, AsADescription) {
  Dice dice(4);
  const std::array pieces = {"{",
                             "}",
                             "[",
                             "]",
                             ",",
                             "\"log\":",
                             "\"int\":",
                             "\"choice\":",
                             "\"default\":",
                             "[1,2]",
                             "[1,8]",
                             "{\"int\":",
                             "\"when\":",
                             "\"a\"",
                             "\"or\":0",
                             "null",
                             "1e999",
                             "true",
                             "{\"bool\":true}"};
  EXPECT_GT(accepted([&] { parameter_from_json("x", text(dice, pieces)); }), 20);
  accepted([&] { space_from_json("{\"space\":{\"x\":" + text(dice, pieces) + "}}"); });
  const std::string deep(100000, '[');
  EXPECT_THROW(parameter_from_json("x", deep), Error);
  EXPECT_THROW(parameter_from_json("x", deep + std::string(100000, ']')), Error);
}

}  // namespace
}  // namespace kilter
