// SPDX-License-Identifier: MIT
#include "kilter/cli/crash_place.hpp"

#include <gtest/gtest.h>

namespace kilter::cli {
namespace {

TEST(CrashPlace, IsTheInnermostFrameOfTheUsersOwnFiles) {
  const char* traceback =
      "ended with exit status 1\n"
      "Traceback (most recent call last):\n"
      "  File \"/home/me/project/train.py\", line 9, in <module>\n"
      "    main()\n"
      "  File \"/home/me/project/src/net.py\", line 41, in main\n"
      "    x = fit(rows)\n"
      "  File \"/usr/lib/python3.11/importlib/__init__.py\", line 126, in import_module\n"
      "  File \"<frozen importlib._bootstrap>\", line 1204, in _gcd_import\n"
      "  File \"/home/me/env/lib/python3.11/site-packages/torch/nn.py\", line 7, in forward\n"
      "ValueError: File \"x\" has no line";
  EXPECT_EQ(crash_place(traceback, "/home/me/project"), "src/net.py line 41");
  EXPECT_EQ(crash_place(traceback, "/elsewhere"), "/home/me/project/src/net.py line 41");
}

TEST(CrashPlace, IsEmptyWithoutATraceback) {
  EXPECT_EQ(crash_place("", "/home"), "");
  EXPECT_EQ(crash_place("File \"train.py\"\nFile \"train.py\", line\nFile \", line 3\nFile \"\", line 3", "/home"), "");
}

TEST(CrashPlace, TakesAPathAsTheProgramGaveIt) {
  EXPECT_EQ(crash_place("  File \"train.py\", line 4", "/home/me"), "train.py line 4");
}

}  // namespace
}  // namespace kilter::cli
