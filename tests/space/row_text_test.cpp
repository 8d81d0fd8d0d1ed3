// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "kilter/space/space.hpp"
#include "tests/space/refusal.hpp"

namespace kilter {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Space space() {
  return Space({parse_range("lr", "log(1e-4,1)"), parse_range("n", "int(1,9)"), parse_range("flag", "bool"),
                parse_range("act", "choice(relu,'say \"hi\"',3,2.5)")});
}

TEST(RowText, IsCanonical) {
  EXPECT_EQ(space().write({0.5, 3, 1, 1}), R"({"lr":0.5,"n":3,"flag":true,"act":"say \"hi\""})");
  EXPECT_EQ(space().write({1, absent, 0, 2}), R"({"lr":1.0,"flag":false,"act":3})");
  EXPECT_EQ(space().write({absent, absent, absent, 3}), R"({"act":2.5})");
  EXPECT_EQ(space().write({}), "{}");
  EXPECT_EQ(space().write({infinity}), R"({"lr":"inf"})");
  EXPECT_EQ(space().write({absent, 1e18, absent, 9}), R"({"n":1e+18})") << "unknown choices are left out";
}

TEST(RowText, ReadsInAnyOrderAndLayout) {
  const Params params = space().read(" { \"act\" : \"relu\" ,\n\t\"lr\" : 1e-3 , \"flag\":false}\r\n");
  EXPECT_EQ(params[0], 1e-3);
  EXPECT_TRUE(std::isnan(params[1]));
  EXPECT_EQ(params[2], 0);
  EXPECT_EQ(params[3], 0);
  EXPECT_EQ(params.size(), 4u);
}

TEST(RowText, ReadsEscapes) {
  EXPECT_EQ(space().read(R"({"\u006cr":0.5,"act":"\u0072elu"})")[0], 0.5);
  EXPECT_EQ(space().read(R"({"\u006cr":0.5,"act":"\u0072elu"})")[3], 0);
  const Space smile({parse_range("c", "choice('🙂','é')")});
  EXPECT_EQ(smile.read(R"({"c":"\ud83d\ude42"})")[0], 0);
  EXPECT_EQ(smile.read(R"({"c":"\u00e9"})")[0], 1);
}

TEST(RowText, LeavesOutWhatTheSpaceDoesNotKnow) {
  const Params params = space().read(R"({"gone":"x","act":"gelu","lr":null,"n":100})");
  EXPECT_TRUE(std::isnan(params[0]));
  EXPECT_EQ(params[1], 100) << "numbers outside a range are kept";
  EXPECT_TRUE(std::isnan(params[3]));
}

TEST(RowText, KeepsNumbersThatAreNone) {
  const Params params = space().read(R"({"lr":"inf","n":"-inf"})");
  EXPECT_EQ(params[0], infinity);
  EXPECT_TRUE(std::isnan(params[1])) << "no integer";
  EXPECT_EQ(space().read(R"({"lr":1e999})")[0], infinity);
}

TEST(RowText, IsRefusedWhereItIsNoFlatObject) {
  for (const char* bad : {"",
                          "{",
                          "}",
                          "[]",
                          "null",
                          "{}x",
                          "{\"lr\"}",
                          "{\"lr\":}",
                          "{\"lr\":1,}",
                          "{,}",
                          "{\"lr\":1 \"n\":2}",
                          "{lr:1}",
                          "{\"lr\":[1]}",
                          "{\"lr\":{}}",
                          "{\"lr\":nan}",
                          "{\"lr\":inf}",
                          "{\"lr\":-inf}",
                          "{\"lr\":-}",
                          "{\"lr\":+1}",
                          "{\"lr\":.5}",
                          "{\"lr\":tru}",
                          "{\"lr\":\"x}",
                          "{\"lr\":\"\\",
                          "{\"lr\":\"a\nb\"}",
                          "{\"lr\":0x10}",
                          "{\"\\ud800\":1}",
                          "{\"\\q\":1}",
                          "{\"\\u12\":1}"}) {
    EXPECT_THROW(space().read(bad), Error) << bad;
    EXPECT_THROW(space().read_strictly(bad), Error) << bad;
  }
  EXPECT_EQ(refusal([] { space().read("{\"lr\":x}"); }),
            "error: expected a number, a text, true, false or null at column 7 of a configuration, found x}\n"
            "   A configuration is a JSON object of names and values: {\"lr\":0.1,\"act\":\"relu\"}");
}

TEST(RowText, OfUsersIsReadStrictly) {
  const auto refused = [](std::string_view text) { return refusal([&] { space().read_strictly(text); }); };
  EXPECT_EQ(refused(R"({"lrr":1})"), "error: there is no parameter \"lrr\"\n   Did you mean lr?");
  EXPECT_EQ(refused(R"({"epochs":1})"), "error: there is no parameter \"epochs\"\n   Parameters: lr, n, flag, act");
  EXPECT_EQ(refused(R"({"lr":5})"), "error: lr cannot be 5: it lies outside the range\n   lr: { log = [1e-04, 1] }");
  EXPECT_NE(refused(R"({"act":"rleu"})").find("Did you mean relu?"), std::string::npos);
  EXPECT_NE(refused(R"({"n":1.5})").find("not a whole number"), std::string::npos);
  EXPECT_NE(refused(R"({"n":1,"n":2})").find("n is given twice"), std::string::npos);
  EXPECT_EQ(space().read_strictly(R"({"lr":0.1,"act":"3"})")[3], 2);
  EXPECT_TRUE(std::isnan(space().read_strictly(R"({"lr":null})")[0]));
}

}  // namespace
}  // namespace kilter
