// SPDX-License-Identifier: MIT
#include "kilter/executors/command_template.hpp"

#include <gtest/gtest.h>

#include "kilter/base/error.hpp"

namespace kilter {
namespace {

using Words = std::vector<std::string>;

TEST(CommandTemplate, TakesRangesOutOfTheCommand) {
  const auto command = CommandTemplate::parse({"train", "--lr", "{lr:log(1e-4,1)=0.1}", "--width={width:int(16,256)}"});
  ASSERT_EQ(command.parameters().size(), 2u);
  EXPECT_EQ(command.parameters()[0], parse_range("lr", "log(1e-4,1)=0.1"));
  EXPECT_EQ(command.words(), (Words{"train", "--lr", "{lr}", "--width={width}"}));
}

}  // namespace
}  // namespace kilter
