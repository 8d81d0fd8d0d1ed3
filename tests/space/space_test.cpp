// SPDX-License-Identifier: MIT
#include "kilter/space/space.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/space/refusal.hpp"

namespace kilter {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

Parameter make(std::string_view name, std::string_view range, std::string when = "") {
  Parameter p = parse_range(name, range);
  p.when = std::move(when);
  return p;
}

/// Children before parents, so that the order of the space is not the order of decisions.
Space optimizers() {
  return Space({make("momentum", "float(0,0.9)", "optimizer == 'sgd'"), make("nesterov", "bool", "momentum > 0.5"),
                make("optimizer", "choice(sgd,adam)"), make("width", "fixed(64)"), make("depth", "int(3,3)")});
}

TEST(Space, FindsParametersByName) {
  const Space space = optimizers();
  EXPECT_EQ(space.size(), 5u);
  EXPECT_EQ(space.find("optimizer"), 2u);
  EXPECT_EQ(space.find("momentun"), std::nullopt);
  EXPECT_EQ(space.find(""), std::nullopt);
  EXPECT_EQ(Space().size(), 0u);
}

TEST(Space, PutsParentsFirst) {
  const Space space = optimizers();
  std::vector<std::size_t> place(space.size());
  for (std::size_t i = 0; i < space.size(); ++i) place[space.order()[i]] = i;
  EXPECT_LT(place[2], place[0]);
  EXPECT_LT(place[0], place[1]);
}

TEST(Space, SettlesInactiveChainsAndConstants) {
  const Space space = optimizers();
  Params params = {0.9, 1, 1, absent, 7};
  space.settle(params);
  EXPECT_TRUE(std::isnan(params[0]));
  EXPECT_TRUE(std::isnan(params[1])) << "its parent is inactive";
  EXPECT_EQ(params[2], 1);
  EXPECT_EQ(params[3], 0);
  EXPECT_EQ(params[4], 3);
  params = {0.9, 1, 0};
  space.settle(params);
  EXPECT_EQ(params[1], 1);
  EXPECT_EQ(params.size(), 5u);
  params = {0.3, 1, 0};
  space.settle(params);
  EXPECT_TRUE(std::isnan(params[1]));
}

TEST(Space, KnowsOneZeroOnly) {
  const Space space({make("x", "float(-1,1)")});
  Params params = {-0.0};
  space.settle(params);
  EXPECT_FALSE(std::signbit(params[0]));
}

TEST(Space, ConditionsSeeValuesAsTheUserDoes) {
  const Space space({make("depth", "ordered(18,34,50)"), make("flag", "bool"), make("rate", "float(0,1)"),
                     make("a", "bool", "depth >= 34"), make("b", "bool", "flag and rate < 0.5"),
                     make("c", "bool", "not flag"), make("d", "bool", "depth == 18 or rate > 0.9")});
  const Params params = {1, 1, 0.25};
  EXPECT_TRUE(space.active(3, params));
  EXPECT_TRUE(space.active(4, params));
  EXPECT_FALSE(space.active(5, params));
  EXPECT_FALSE(space.active(6, params));
  EXPECT_FALSE(space.active(3, {0, 1, 0.25}));
}

TEST(Space, NothingIsTrueOfAnAbsentParent) {
  const Space space({make("top", "bool"), make("mid", "int(1,9)", "top"), make("low", "bool", "not (mid > 5)"),
                     make("unequal", "bool", "mid != 3"), make("either", "bool", "mid > 5 or not top")});
  EXPECT_FALSE(space.active(2, {0, absent}));
  EXPECT_FALSE(space.active(3, {0, absent}));
  EXPECT_TRUE(space.active(4, {0, absent})) << "a graph needs only one of its parents";
  EXPECT_TRUE(space.active(2, {1, 2}));
}

TEST(Space, CodesOfChoicesThatAreGoneAreAbsent) {
  const Space space({make("c", "choice(a,b)"), make("m", "bool", "c in ('a', 'b')")}, {{"r", "c == 'a'"}});
  for (const double gone : {7.0, -1.0, 1e300}) {
    EXPECT_FALSE(space.active(1, {gone}));
    EXPECT_NE(space.broken({gone}), nullptr);
  }
}

TEST(Space, RefusesCircles) {
  EXPECT_EQ(refusal([] {
              Space({make("free", "bool"), make("a", "bool", "b"), make("b", "bool", "c and free"),
                     make("c", "bool", "a"), make("d", "bool", "a")});
            }),
            "error: conditions go in a circle: a -> b -> c -> a\n"
            "   A parameter's condition may name only parameters that can be decided before it.");
  EXPECT_NE(refusal([] { Space({make("a", "bool", "a")}); }).find("a -> a"), std::string::npos);
}

TEST(Space, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(
      refusal([] { Space({make("optimizer", "bool"), make("m", "bool", "optimiser")}); }),
      "error: condition of m: there is no parameter \"optimiser\"\n   Did you mean optimizer?\n   It reads: optimiser");
  EXPECT_NE(refusal([] { Space({make("a", "bool"), make("a", "bool")}); }).find("two parameters are called \"a\""),
            std::string::npos);
  EXPECT_NE(refusal([] { Space({make("a", "bool")}, {{"r", "a"}, {"r", "a"}}); }).find("two constraints"),
            std::string::npos);
  EXPECT_NE(refusal([] { Space({make("a", "bool")}, {{"r", "1 < 2"}}); }).find("names no parameter"),
            std::string::npos);
  EXPECT_NE(refusal([] { Space({make("a", "bool")}, {{"r", "a <"}}); }).find("constraint r: \"a <\": expected"),
            std::string::npos);
}

TEST(Space, ChecksPlainDescriptionsToo) {
  Parameter p = make("x", "float(0,1)");
  p.low = 2;
  EXPECT_NE(refusal([&] { Space({p}); }).find("error[K106]: x = { float = [2, 1] }"), std::string::npos);
}

TEST(Space, NamesTheBrokenConstraint) {
  const Space space(
      {make("w", "int(1,100)"), make("d", "int(1,100)"), make("deep", "bool"), make("e", "int(1,9)", "deep")},
      {{"fits", "w * d <= 200"}, {"little", "w + e < 10"}});
  EXPECT_EQ(space.broken({10, 20, 0, absent}), nullptr) << "little is over an inactive parameter";
  EXPECT_EQ(space.broken({10, 21, 0, absent})->name, "fits");
  EXPECT_EQ(space.broken({10, 20, 1, 5})->name, "little");
}

TEST(Space, StartsFromDefaultsOrCentres) {
  const Space space({make("lr", "log(1e-4,1)=0.1"), make("wd", "log(1e-6,1e-2) or 0"), make("x", "float(-1,3)"),
                     make("n", "int(1,9)"), make("act", "choice(relu,tanh)"), make("size", "ordered(1,2,4)"),
                     make("flag", "bool"), make("sub", "int(1,4)=2", "flag"), make("f", "fixed(8)")});
  const Params params = space.defaults();
  EXPECT_EQ(params[0], 0.1);
  EXPECT_NEAR(params[1], 1e-4, 1e-15);
  EXPECT_EQ(params[2], 1);
  EXPECT_EQ(params[3], 5);
  EXPECT_EQ(params[4], 0);
  EXPECT_EQ(params[5], 1);
  EXPECT_EQ(params[6], 0);
  EXPECT_TRUE(std::isnan(params[7]));
  EXPECT_EQ(params[8], 0);
}

TEST(Space, KeepsDeclaredDefaultsWhereTheCentreBreaksAConstraint) {
  const Space space({make("w", "int(1,100)=80"), make("d", "int(1,100)")}, {{"fits", "w * d <= 800"}});
  const Params params = space.defaults();
  EXPECT_EQ(params[0], 80);
  EXPECT_LE(params[1], 10);
  EXPECT_EQ(refusal([] { Space({make("w", "int(1,9)=9"), make("d", "int(1,9)=8")}, {{"fits", "w * d <= 50"}}); }),
            "error: the defaults break constraint fits: w * d <= 50\n   w = 9, d = 8\n"
            "   Change a default or the constraint.");
}

TEST(Space, GrowsAtTheEnd) {
  const Space small({make("x", "float(0,1)")}, {{"r", "x < 0.9"}});
  const Space large = small.with(make("y", "bool", "x > 0.5"));
  EXPECT_EQ(large.size(), 2u);
  EXPECT_EQ(large.constraints(), small.constraints());
  EXPECT_EQ(large.write({0.25}), "{\"x\":0.25}") << "rows outlive the growth";
  EXPECT_NE(small, large);
  EXPECT_EQ(small, Space({make("x", "float(0,1)")}, {{"r", "x < 0.9"}}));
  EXPECT_THROW(large.with(make("x", "bool")), Error);
}

TEST(Code, IsExactForValuesAndLenientForTheirTexts) {
  const Space space({make("lr", "log(1e-4,1)"), make("n", "int(1,9,2)"), make("b", "bool"), make("c", "choice(18,x)"),
                     make("w", "float(1,2) or 0"), make("s", "float(0,1,0.1)")});
  EXPECT_EQ(space.code(0, 0.5), 0.5);
  EXPECT_EQ(space.code(0, std::string("1e-3")), 1e-3);
  EXPECT_EQ(space.code(0, std::int64_t{1}), 1.0);
  EXPECT_EQ(space.code(1, std::int64_t{3}), 3);
  EXPECT_EQ(space.code(1, 5.0), 5);
  EXPECT_EQ(space.code(2, true), 1);
  EXPECT_EQ(space.code(2, std::int64_t{0}), 0);
  EXPECT_EQ(space.code(2, std::string("true")), 1);
  EXPECT_EQ(space.code(3, std::int64_t{18}), 0);
  EXPECT_EQ(space.code(3, std::string("18")), 0);
  EXPECT_EQ(space.code(3, 18.0), 0);
  EXPECT_EQ(space.code(4, 0.0), 0);
  EXPECT_EQ(space.code(5, 0.1 + 0.2), 0.3) << "rounding dust is not another level";
  for (const Value& bad : {Value(2.0), Value(0.0), Value(std::nan("")), Value(true), Value(std::string("fast"))})
    EXPECT_THROW(space.code(0, bad), Error) << to_text(bad);
  for (const Value& bad : {Value(2.0), Value(2.5), Value(std::int64_t{11})}) EXPECT_THROW(space.code(1, bad), Error);
  EXPECT_THROW(space.code(2, std::int64_t{2}), Error);
  EXPECT_THROW(space.code(3, std::string("y")), Error);
  EXPECT_THROW(space.code(4, 0.5), Error);
  EXPECT_THROW(space.code(5, 0.35), Error);
}

TEST(Code, BecomesAValueOfItsKind) {
  const Space space({make("x", "float(0,9)"), make("n", "int(1,9)"), make("b", "bool"), make("c", "choice(18,x)")});
  EXPECT_EQ(space.value(0, 2), Value(2.0));
  EXPECT_EQ(space.value(1, 2), Value(std::int64_t{2}));
  EXPECT_EQ(space.value(2, 1), Value(true));
  EXPECT_EQ(space.value(3, 1), Value(std::string("x")));
  for (const double bad : {2.0, -1.0, absent}) EXPECT_THROW(space.value(3, bad), Error);
}

}  // namespace
}  // namespace kilter
