// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>

#include "kilter/base/error.hpp"
#include "kilter/cli/given.hpp"

namespace kilter::cli {
namespace {

Space space() {
  return Space(
      {parse_range("lr", "log(1e-4,1)"), parse_range("width", "int(16,256)"), parse_range("opt", "choice(sgd,adam)"),
       parse_range("fast", "bool"), Parameter{.name = "momentum", .low = 0, .high = 0.99, .when = "opt == 'sgd'"}},
      {{.name = "small", .expression = "width * lr <= 100"}});
}

std::string headline(const std::vector<std::string>& words) {
  try {
    with_words(space(), {}, words);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.message().headline;
  }
  return "taken";
}

TEST(Given, ReadsEachKindOfValue) {
  const Params params = with_words(space(), {}, {"lr=1e-2", "width=+64", "opt=adam", "fast=yes"});
  EXPECT_EQ(space().write(params), R"({"lr":0.01,"width":64,"opt":"adam","fast":true})");
  for (const char* no : {"fast=no", "fast=false", "fast=0", "fast=off"}) EXPECT_EQ(with_words(space(), {}, {no})[3], 0);
}

TEST(Given, LeavesTheRestToTheSamplerAndChangesWhatWasThere) {
  const Params one = with_words(space(), {}, {"width=64"});
  EXPECT_TRUE(std::isnan(one[0]));
  EXPECT_EQ(with_words(space(), one, {"width=65"})[1], 65);
}

TEST(Given, NamesEachSlip) {
  EXPECT_NE(headline({"lr"}).find("NAME=VALUE"), std::string::npos);
  EXPECT_NE(headline({"=3"}).find("NAME=VALUE"), std::string::npos);
  EXPECT_NE(headline({"lrr=0.1"}).find("no parameter \"lrr\""), std::string::npos);
  EXPECT_NE(headline({"lr=2"}).find("lr"), std::string::npos);
  EXPECT_NE(headline({"width=64.5"}).find("width"), std::string::npos);
  EXPECT_NE(headline({"opt=rmsprop"}).find("opt"), std::string::npos);
  EXPECT_NE(headline({"fast=maybe"}).find("fast"), std::string::npos);
  EXPECT_NE(headline({"lr=0.1", "lr=0.1"}).find("twice"), std::string::npos);
  EXPECT_NE(headline({"lr="}).find("lr"), std::string::npos);
}

TEST(Given, HoldsToConditionsAndConstraints) {
  EXPECT_NE(headline({"opt=adam", "momentum=0.9"}).find("exists only where"), std::string::npos);
  EXPECT_EQ(headline({"opt=sgd", "momentum=0.9"}), "taken");
  EXPECT_EQ(headline({"momentum=0.9"}), "taken") << "the sampler may still choose sgd";
  EXPECT_NE(headline({"width=256", "lr=1"}).find("small"), std::string::npos);
}

}  // namespace
}  // namespace kilter::cli
