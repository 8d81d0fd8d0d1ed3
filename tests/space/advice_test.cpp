// SPDX-License-Identifier: MIT
#include "kilter/space/advice.hpp"

#include <gtest/gtest.h>

namespace kilter {
namespace {

std::string advice(std::string_view name, std::string_view range) {
  const auto messages = warnings(Space({parse_range(name, range)}));
  return messages.empty() ? "" : to_text(messages[0]);
}

TEST(Advice, OnLinearLearningRates) {
  EXPECT_EQ(advice("lr", "float(0.00001,0.1)"),
            "warning[K107]: lr = { float = [1e-05, 0.1] } is linear: 90 % of the proposals would lie above 0.01\n"
            "   Usual for a learning rate: lr = { log = [1e-05, 0.1] }");
  for (const char* name : {"learning_rate", "learning-rate", "model.lr", "LR", "base_lr", "learningRate"})
    EXPECT_NE(advice(name, "float(0,0.1)"), "") << name;
  for (const char* name : {"color", "blr", "momentum", "rate"}) EXPECT_EQ(advice(name, "float(0,0.1)"), "") << name;
  EXPECT_EQ(advice("lr", "log(1e-5,0.1)"), "");
  EXPECT_EQ(advice("lr", "float(0.01,0.1)"), "");
  EXPECT_EQ(advice("lr", "float(0,0.1,0.01)"), "");
}

TEST(Advice, OnValuesThatNeverCome) {
  Parameter child = parse_range("m", "bool");
  child.when = "opt == 'sdg' or n == 'x'";
  const Space space({parse_range("opt", "choice(sgd,adam)"), child, parse_range("n", "int(1,4)"),
                     parse_range("b", "bool"), parse_range("k", "fixed(a)"), parse_range("d", "ordered(18,34)")},
                    {{"r", "b != 'yes' and k == 'b' and d in (18, 35) and b == true and n == 9"}});
  std::vector<std::string> found;
  for (const auto& message : warnings(space)) found.push_back(message.headline);
  EXPECT_EQ(found, (std::vector<std::string>{"condition of m: opt is never \"sdg\"", "condition of m: n is never \"x\"",
                                             "constraint r: b is never \"yes\"", "constraint r: d is never 35"}));
  EXPECT_EQ(warnings(space)[0].advice[0], "Did you mean sgd?");
}

}  // namespace
}  // namespace kilter
