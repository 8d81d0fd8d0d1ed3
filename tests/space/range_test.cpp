// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>

#include "kilter/space/parameter.hpp"
#include "tests/space/refusal.hpp"

namespace kilter {
namespace {

Parameter range(std::string_view text) { return parse_range("x", text); }
std::string refused(std::string_view text) {
  return refusal([&] { range(text); });
}

TEST(Range, OfNumbers) {
  Parameter p = range("log(1e-4,1)=0.1");
  EXPECT_EQ(p.name, "x");
  EXPECT_EQ(p.kind, Kind::real);
  EXPECT_EQ(p.scale, Scale::log);
  EXPECT_EQ(p.low, 1e-4);
  EXPECT_EQ(p.high, 1);
  EXPECT_EQ(p.fallback, Value(0.1));

  p = range(" int ( 16 , 256 , 16 ) = 64 ");
  EXPECT_EQ(p.kind, Kind::integer);
  EXPECT_EQ(p.step, 16);
  EXPECT_EQ(p.fallback, Value(std::int64_t{64}));

  EXPECT_EQ(range("float(-1,1)").scale, Scale::linear);
  EXPECT_EQ(range("logint(1,64)").scale, Scale::log);
  EXPECT_EQ(range("logint(1,64)").kind, Kind::integer);
  EXPECT_EQ(range("logit(0.5,0.999)").scale, Scale::logit);
}

TEST(Range, OfOneMinusAValueHasCleanEnds) {
  const Parameter p = range("one_minus_log(1e-4,0.9)");
  EXPECT_EQ(p.scale, Scale::reverse_log);
  EXPECT_EQ(p.low, 0.1);
  EXPECT_EQ(p.high, 0.9999);
  EXPECT_EQ(range("reverse_log(0.1,0.9999)"), p);
}

TEST(Range, OfChoicesKeepsTypes) {
  EXPECT_EQ(range("choice(relu,tanh)=tanh").choices, (std::vector<Value>{std::string("relu"), std::string("tanh")}));
  EXPECT_EQ(range("choice(relu,tanh)=tanh").fallback, Value(std::string("tanh")));
  EXPECT_EQ(range("ordered(18, 34)").choices, (std::vector<Value>{std::int64_t{18}, std::int64_t{34}}));
  EXPECT_EQ(range("choice(0.5,2.0)").choices, (std::vector<Value>{0.5, 2.0}));
  EXPECT_EQ(range("choice('a,b', \"(c)\", '18', inf)").choices,
            (std::vector<Value>{std::string("a,b"), std::string("(c)"), std::string("18"), std::string("inf")}));
  EXPECT_EQ(range(R"(choice('it\'s','\\'))").choices, (std::vector<Value>{std::string("it's"), std::string("\\")}));
  EXPECT_EQ(range("choice(true,auto)").choices, (std::vector<Value>{true, std::string("auto")}));
}

TEST(Range, OfFewOrOneValue) {
  EXPECT_EQ(range("bool").kind, Kind::boolean);
  EXPECT_EQ(range("bool=true").fallback, Value(true));
  EXPECT_EQ(range("fixed(128)").choices, (std::vector<Value>{std::int64_t{128}}));
  EXPECT_EQ(levels(range("int(3,3)")), 1);
}

TEST(Range, WithAValueBeside) {
  const Parameter p = range("log(1e-6,1e-2) or 0.0 = 5e-4");
  EXPECT_EQ(p.beside, 0.0);
  EXPECT_EQ(p.fallback, Value(5e-4));
  EXPECT_EQ(range("log(1e-6,1e-2)=5e-4 or 0.0"), p);
  EXPECT_EQ(range("int(1,8) or 0=0").fallback, Value(std::int64_t{0}));
}

TEST(Range, CountsItsLevels) {
  EXPECT_TRUE(std::isinf(levels(range("float(0,1)"))));
  EXPECT_EQ(levels(range("float(0,1,0.1)")), 11);
  EXPECT_EQ(levels(range("float(0,1,0.3)")), 4);
  EXPECT_EQ(levels(range("float(0,0.3,0.1)")), 4) << "0.3 / 0.1 is a little less than 3";
  EXPECT_EQ(levels(range("int(1,10,4)")), 3);
  EXPECT_EQ(levels(range("logint(1,64)")), 64);
  EXPECT_EQ(levels(range("int(1,8) or 0")), 9);
  EXPECT_EQ(levels(range("bool")), 2);
}

TEST(Range, SaysWhatIsWrongWithItsEnds) {
  EXPECT_EQ(refused("log(0,0.1)"),
            "error[K105]: {x:log(0,0.1)}   a log range must start above 0\n"
            "   For \"zero or small values\": {x:log(1e-06,0.1) or 0.0}");
  EXPECT_EQ(refused("int(5,1)"), "error[K106]: {x:int(5,1)}   low 5 is above high 1 (swapped?)");
  EXPECT_EQ(refused("one_minus_log(0.1,1e-4)"),
            "error[K106]: {x:one_minus_log(0.1,1e-04)}   low 0.1 is above high 1e-04 (swapped?)");
  EXPECT_EQ(refused("logint(0,64)"),
            "error[K105]: {x:logint(0,64)}   a log range of integers must start at 1 or above\n"
            "   To include 0, put it beside: or 0");
  EXPECT_NE(refused("logit(0,0.5)").find("K105"), std::string::npos);
  EXPECT_NE(refused("one_minus_log(0,0.5)").find("K105"), std::string::npos);
  EXPECT_NE(refused("int(1.5,3)").find("1.5 is not a whole number"), std::string::npos);
  EXPECT_NE(refused("float(nan,1)").find("\"nan\" is no number"), std::string::npos);
  EXPECT_NE(refused("float(0,1e999)").find("finite"), std::string::npos);
  EXPECT_NE(refused("float(-1e308,1e308)").find("finite"), std::string::npos);
  EXPECT_NE(refused("int(0,9007199254740993)").find("2^"), std::string::npos);
  EXPECT_NE(refused("logint(1,9007199254740992)").find("2^40"), std::string::npos);
  EXPECT_NE(refused("float(0,1,2)").find("wider"), std::string::npos);
  EXPECT_NE(refused("float(0,1,-0.1)").find("not above 0"), std::string::npos);
  EXPECT_NE(refused("float(0,1) or 0.5").find("already lies in the range"), std::string::npos);
}

TEST(Range, SaysWhatIsWrongWithItsForm) {
  EXPECT_NE(refused("lgo(1,2)").find("there is no range \"lgo\"\n   Did you mean log?"), std::string::npos);
  EXPECT_NE(refused("loguniform(1,2)").find("Did you mean log?"), std::string::npos);
  EXPECT_EQ(refused("log(1)"), "error: {x:log(1)}   log takes two numbers\n   For example {x:log(1e-4,1)}");
  EXPECT_NE(refused("int(1,2").find("int( has no closing )"), std::string::npos);
  EXPECT_NE(refused("log(1,2,3)").find("log takes two numbers"), std::string::npos);
  EXPECT_NE(refused("float(a,b)").find("\"a\" is no number"), std::string::npos);
  EXPECT_NE(refused("float(0,1)=0.5=0.6").find("two defaults"), std::string::npos);
  EXPECT_NE(refused("float(0,1) and more").find("\"and more\" is left over"), std::string::npos);
  EXPECT_NE(refused("bool(1)").find("bool takes nothing"), std::string::npos);
  EXPECT_NE(refused("choice(a,'b").find("closing '"), std::string::npos);
  EXPECT_NE(refused("").find("a range is expected"), std::string::npos);
}

TEST(Range, SaysWhatIsWrongWithItsChoices) {
  EXPECT_EQ(refused("choice()"), "error: {x:choice()}   there is nothing to choose from");
  EXPECT_NE(refused("choice(a,b,a)").find("a stands there twice"), std::string::npos);
  EXPECT_NE(refused("choice(1,1.0)").find("twice"), std::string::npos);
  EXPECT_NE(refused("choice(1,'1')").find("twice"), std::string::npos);
  EXPECT_NE(refused("choice(a,\x1b[31m)").find("control characters"), std::string::npos);
  EXPECT_NE(refused("choice(a) or 0").find("beside a range of numbers only"), std::string::npos);
  EXPECT_NE(refused("fixed(1,2)").find("exactly one"), std::string::npos);
  EXPECT_NO_THROW(range("choice('1.10','1.1')"));
}

TEST(Range, SaysWhereADefaultIsNone) {
  EXPECT_EQ(refused("log(1e-4,1)=5"), "error: default of x cannot be 5: it lies outside the range\n   x: log(1e-04,1)");
  EXPECT_EQ(refused("choice(relu,tanh)=rleu"),
            "error: default of x cannot be \"rleu\": it is none of its choices\n   Did you mean relu?\n"
            "   x: choice(relu,tanh)");
  EXPECT_NE(refused("int(16,64,16)=20").find("between the steps; near it are 16 and 32"), std::string::npos);
  EXPECT_NE(refused("int(1,4)=2.5").find("not a whole number"), std::string::npos);
  EXPECT_NE(refused("bool=maybe").find("neither true nor false"), std::string::npos);
}

TEST(Range, RefusesNamesThatCannotBeWritten) {
  for (const char* name : {"", "1x", "a b", "a{b", "a:b", "a=b", "a\"b", "a\nb", "-x", "\xff"})
    EXPECT_THROW(parse_range(name, "bool"), Error) << name;
  for (const char* name : {"lr", "_x", "weight-decay", "model.lr", "opt/lr", "größe"})
    EXPECT_NO_THROW(parse_range(name, "bool")) << name;
}

}  // namespace
}  // namespace kilter
