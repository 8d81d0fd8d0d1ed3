// SPDX-License-Identifier: MIT
// Runs each script of tests/walks/lives.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "kilter/base/text.hpp"
#include "tests/walks/walk.hpp"

namespace kilter::testing {
namespace {

class Lives : public ::testing::TestWithParam<std::filesystem::path> {};

TEST_P(Lives, GoesAsWritten) {
  std::ifstream script(GetParam());
  ASSERT_TRUE(script) << GetParam();
  Walk walk;
  std::string line;
  std::string command;
  std::string answer;
  bool expected = true;
  int number = 0;
  while (std::getline(script, line)) {
    ++number;
    const std::string text(trim(line));
    if (text.empty() || text.starts_with('#')) continue;
    if (text.starts_with("=>")) {
      EXPECT_EQ(answer, trim(text.substr(2))) << GetParam() << ":" << number << ": " << command;
      expected = true;
      continue;
    }
    EXPECT_TRUE(expected || answer.empty())
        << command << " answered \"" << answer << "\", and the script expects nothing";
    command = text;
    ASSERT_NO_THROW(answer = walk.run(command)) << GetParam() << ":" << number << ": " << command;
    expected = false;
  }
}

std::vector<std::filesystem::path> scripts() {
  std::vector<std::filesystem::path> found;
  for (const auto& file : std::filesystem::directory_iterator(KILTER_LIVES)) found.push_back(file.path());
  std::sort(found.begin(), found.end());
  return found;
}

INSTANTIATE_TEST_SUITE_P(Walks, Lives, ::testing::ValuesIn(scripts()),
                         [](const auto& script) { return script.param.stem().string(); });

}  // namespace
}  // namespace kilter::testing
