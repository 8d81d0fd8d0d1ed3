// SPDX-License-Identifier: MIT
#include "kilter/space/expression.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/space/refusal.hpp"

namespace kilter {
namespace {

const std::map<std::string, Value> values = {{"a", std::int64_t{2}},
                                             {"b", 0.5},
                                             {"t", true},
                                             {"f", false},
                                             {"act", std::string("relu")},
                                             {"empty", std::string()},
                                             {"weight-decay", 0.25},
                                             {"model.lr", 1.5}};

template <class Use>
auto evaluate(std::string_view text, const Use& use) {
  const auto expression = Expression::parse(text);
  return use(expression, [&](std::size_t i) -> const Value* {
    const auto found = values.find(expression.names()[i]);
    return found == values.end() ? nullptr : &found->second;
  });
}
bool holds(std::string_view text) {
  return evaluate(text, [](const auto& e, const auto& lookup) { return e.holds(lookup); });
}
double number(std::string_view text) {
  return evaluate(text, [](const auto& e, const auto& lookup) { return e.number(lookup); });
}
std::string refused(std::string_view text) {
  return refusal([&] { Expression::parse(text); });
}

TEST(Expression, Calculates) {
  EXPECT_EQ(number("1 + 2 * 3"), 7);
  EXPECT_EQ(number("(1 + 2) * 3"), 9);
  EXPECT_EQ(number("10 - 4 - 3"), 3);
  EXPECT_EQ(number("2 ** 3 ** 2"), 512);
  EXPECT_EQ(number("-2 ** 2"), -4);
  EXPECT_EQ(number("2 ** -1"), 0.5);
  EXPECT_EQ(number("--3"), 3);
  EXPECT_EQ(number("7 % 3"), 1);
  EXPECT_EQ(number("-7 % 3"), 2);
  EXPECT_EQ(number("a * b + 1e-1"), 1.1);
  EXPECT_EQ(number("`weight-decay` * model.lr"), 0.375);
  EXPECT_EQ(number("true + true"), 2);
  EXPECT_TRUE(std::isnan(number("1 / 0")));
  EXPECT_TRUE(std::isnan(number("1 % 0")));
  EXPECT_TRUE(std::isnan(number("act + 1")));
  EXPECT_TRUE(std::isnan(number("act")));
  EXPECT_TRUE(std::isnan(number("missing + 1")));
}

TEST(Expression, Compares) {
  for (const char* yes : {"a == 2",          "a == 2.0",
                          "a != 3",          "a < 3",
                          "a <= 2",          "a > 1",
                          "a >= 2",          "act == 'relu'",
                          "act == \"relu\"", "act != 'tanh'",
                          "act < 'tanh'",    "t == true",
                          "t == 1",          "act != 1",
                          "1 < a < 3",       "1 < a <= 2 < 3 != 4",
                          "a in (1, 2)",     "act in ['relu', 'tanh']",
                          "a in (2,)",       "a not in (1, 3)",
                          "b in (0.5)",      "-1 in (-1)",
                          "t in (true, 7)"})
    EXPECT_TRUE(holds(yes)) << yes;
  for (const char* no : {"a == 3", "act == 'Relu'", "act == 2", "act < 3", "1 < a < 2", "3 > a > 2", "a in (1, 3)",
                         "act not in ('relu')", "1 < 2 < 2 < 3", "a == '2'"})
    EXPECT_FALSE(holds(no)) << no;
}

TEST(Expression, Concludes) {
  for (const char* yes : {"t", "not f", "t and a", "f or b", "not f and t", "not (t and f)", "t or f and f", "act",
                          "not not t", "t == (a > 1)", "not a == 3"})
    EXPECT_TRUE(holds(yes)) << yes;
  for (const char* no : {"f", "not t", "t and f", "f or f", "empty", "a - 2", "(t or f) and f"})
    EXPECT_FALSE(holds(no)) << no;
}

TEST(Expression, SaysNothingOfTheAbsent) {
  for (const char* no :
       {"missing", "not missing", "missing == 1", "missing != 1", "not missing == 1", "missing in (1)",
        "missing not in (1)", "missing + 1 > 0", "t and missing", "not (t and missing)", "1 < missing < 3"})
    EXPECT_FALSE(holds(no)) << no;
  EXPECT_TRUE(holds("missing == 1 or t"));
  EXPECT_TRUE(holds("not (missing == 1 and f)"));
}

TEST(Expression, FindsNothingTrueOfNan) {
  for (const char* no : {"0 / 0 == 0 / 0", "0 / 0 != 1", "0 / 0 < 1", "0 / 0 >= 1", "0 / 0", "1 < 0 / 0 < 2"})
    EXPECT_FALSE(holds(no)) << no;
  EXPECT_TRUE(holds("not 0 / 0 > 1"));
}

TEST(Expression, NamesWhatItUsesOnce) {
  EXPECT_EQ(Expression::parse("b > a and b < `x-y` or nothing").names(),
            (std::vector<std::string>{"b", "a", "x-y", "nothing"}));
}

TEST(Expression, MentionsConstantsBesideNames) {
  const auto expression = Expression::parse("act == 'relu' and 3 != a and b in ('x', -1) and a + 1 == 2 and a < 7");
  std::vector<std::pair<std::string, Value>> found;
  for (const auto& mention : expression.mentions())
    found.emplace_back(expression.names()[mention.name], mention.constant);
  EXPECT_EQ(
      found,
      (std::vector<std::pair<std::string, Value>>{
          {"act", std::string("relu")}, {"a", std::int64_t{3}}, {"b", std::string("x")}, {"b", std::int64_t{-1}}}));
}

TEST(Expression, SaysWhereItIsBroken) {
  EXPECT_EQ(refused("a <"), "error: \"a <\": expected a name, a number or a 'text', column 4, but found the end");
  EXPECT_EQ(refused("a = 1"),
            "error: \"a = 1\": expected an operator or the end, column 3, but found = 1\n   Instead of = write ==");
  EXPECT_NE(refused("a && b").find("Instead of && write and"), std::string::npos);
  EXPECT_NE(refused("a || b").find("Instead of || write or"), std::string::npos);
  EXPECT_NE(refused("!a").find("Instead of ! write not"), std::string::npos);
  EXPECT_NE(refused("system('rm')").find("Functions cannot be called"), std::string::npos);
  for (const char* bad : {"",
                          " ",
                          "()",
                          "(a",
                          "a)",
                          "a b",
                          "1 2",
                          "a in",
                          "a in ()",
                          "a in (b)",
                          "a in 3",
                          "a not 3",
                          "'a",
                          "`a",
                          "``",
                          "not",
                          "and a",
                          "a and",
                          "a ** ** b",
                          "1e",
                          "1x",
                          "0x10",
                          "a in (1) in (2)",
                          "a < < b",
                          "*a",
                          "a +",
                          "\"",
                          "a[0]",
                          "a; b",
                          "\xff\xfe("})
    EXPECT_THROW(Expression::parse(bad), Error) << bad;
}

TEST(Expression, HasLimits) {
  const auto repeat = [](std::string_view part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  EXPECT_NO_THROW(Expression::parse(repeat("(", 40) + "a" + repeat(")", 40)));
  EXPECT_NE(refused(repeat("(", 200) + "a" + repeat(")", 200)).find("too deeply nested"), std::string::npos);
  EXPECT_NE(refused(repeat("not ", 200) + "a").find("too deeply nested"), std::string::npos);
  EXPECT_NE(refused(repeat("-", 200) + "1").find("too deeply nested"), std::string::npos);
  EXPECT_NE(refused(repeat("2**", 200) + "1").find("too deeply nested"), std::string::npos);
  EXPECT_NE(refused(repeat("a+", 2000) + "aaaaaaaaaa").find("4000"), std::string::npos);
  EXPECT_EQ(number(repeat("1+", 1900) + "1"), 1901);
  EXPECT_TRUE(holds(repeat("1<=", 1300) + "1"));
  EXPECT_TRUE(holds("a in (" + repeat("7,", 1900) + "2)"));
  EXPECT_NE(refused(repeat("1<2 or 3*(", 60) + "1" + repeat(")", 60)), "");
}

TEST(Expression, AnEmptyOneHoldsNothing) {
  EXPECT_FALSE(Expression().holds([](std::size_t) { return nullptr; }));
  EXPECT_TRUE(std::isnan(Expression().number([](std::size_t) { return nullptr; })));
}

}  // namespace
}  // namespace kilter
