// SPDX-License-Identifier: MIT
#include "kilter/setup/program.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "kilter/base/error.hpp"
#include "tests/support/scratch.hpp"

namespace kilter {
namespace {

TEST(Program, SurvivesItsText) {
  Program program;
  program.command.words = {"python", "train.py", "--lr", "{lr}", "ümlaut \"quoted\""};
  program.command.directory = "/tmp/a b";
  program.command.environment = {{"A", "1"}, {"B", "x=y"}};
  program.command.step = "epoch";
  program.timeout = 12.5;
  program.memory = 1u << 30;
  program.grace = 3;
  program.cores = 4;
  const Program again = program_from_json(to_json(program));
  EXPECT_EQ(again.command.words, program.command.words);
  EXPECT_EQ(again.command.directory, program.command.directory);
  EXPECT_EQ(again.command.environment, program.command.environment);
  EXPECT_EQ(again.command.step, "epoch");
  EXPECT_EQ(again.timeout, 12.5);
  EXPECT_EQ(again.memory, 1u << 30);
  EXPECT_EQ(again.grace, 3);
  EXPECT_EQ(again.cores, 4);
  EXPECT_EQ(to_json(again), to_json(program));
}

TEST(Program, IsEmptyInAStudyWithoutOne) {
  EXPECT_TRUE(program_from_json("{}").empty());
  EXPECT_THROW(program_from_json("{"), Error);
  EXPECT_THROW(program_from_json("{\"command\":3}"), Error);
}

TEST(Program, NamesItsStudy) {
  EXPECT_EQ(name_of({"python", "train.py", "--lr", "{lr}"}), "train");
  EXPECT_EQ(name_of({"python3.11", "-u", "src/fit model.py"}), "fit-model");
  EXPECT_EQ(name_of({"build/bin/digits", "--lr", "{lr}"}), "digits");
  EXPECT_EQ(name_of({"./a.out"}), "a");
  EXPECT_EQ(name_of({"bash", "-c", "{lr}"}), "bash");
  EXPECT_EQ(name_of({"..."}), "study");
  EXPECT_EQ(name_of({}), "study");
}

class Found : public ::testing::Test {
 protected:
  void SetUp() override { command_.directory = scratch_.path(); }
  Message refusal(const std::string& program) {
    command_.words = {program, "{lr}"};
    try {
      check_program(command_);
    } catch (const Error& error) {
      return error.message();
    }
    return {};
  }
  Command command_;

 private:
  testing::Scratch scratch_;
};

TEST_F(Found, ByPathAndByName) {
  EXPECT_EQ(refusal("sh").headline, "");
  EXPECT_EQ(refusal("/bin/sh").headline, "");
}

TEST_F(Found, AScriptIsStartedByItsInterpreter) {
  std::ofstream(command_.directory / "train.py") << "print(1)\n";
  const Message message = refusal("train.py");
  EXPECT_EQ(message.code, "K112");
  EXPECT_EQ(message.headline, "program not found: \"train.py\"");
  EXPECT_EQ(message.advice, std::vector<std::string>{
                                "Start it the way you do by hand: -- python train.py ...   (or make it executable, "
                                "add a #! line and write ./train.py)"});
}

TEST_F(Found, WhatIsNotExecutableIsSaid) {
  std::ofstream(command_.directory / "train") << "x\n";
  EXPECT_EQ(refusal("./train").advice,
            std::vector<std::string>{"The file is there but not executable: chmod +x ./train"});
}

TEST_F(Found, WhatIsNowhereIsSaid) {
  EXPECT_EQ(refusal("no-such-program").headline, "program not found: \"no-such-program\"");
  EXPECT_EQ(refusal("./nowhere").advice.front(),
            "There is no such file. Relative paths start at " + command_.directory.string());
}

}  // namespace
}  // namespace kilter
