// SPDX-License-Identifier: MIT
#include "kilter/cli/screen_text.hpp"

#include <gtest/gtest.h>

#include <clocale>
#include <cmath>

namespace kilter::cli {
namespace {

class ScreenText : public ::testing::Test {
 protected:
  void SetUp() override { std::setlocale(LC_CTYPE, "C.UTF-8"); }
};

TEST_F(ScreenText, IsMeasuredInColumns) {
  EXPECT_EQ(columns(""), 0u);
  EXPECT_EQ(columns("abc"), 3u);
  EXPECT_EQ(columns("a·b…"), 4u);
  EXPECT_EQ(columns("日本"), 4u) << "wide characters take two";
  EXPECT_EQ(columns("\x1b[1mabc\x1b[0m"), 3u) << "styles take none";
  EXPECT_LE(columns("\xff\xfe"), 2u) << "what is no UTF-8 still ends";
}

TEST_F(ScreenText, IsCutToFit) {
  EXPECT_EQ(clipped("abcdef", 6, true), "abcdef");
  EXPECT_EQ(clipped("abcdefg", 6, true), "abcde…");
  EXPECT_EQ(clipped("abcdefg", 6, false), "abcde~");
  EXPECT_EQ(clipped("日本日本", 5, true), "日本…");
  EXPECT_EQ(clipped("日本日本", 4, true), "日…") << "half of a wide character is not shown";
  EXPECT_EQ(clipped("\x1b[1mabcdefg\x1b[0m", 4, true), "\x1b[1mabc…\x1b[0m") << "a cut style is closed";
  EXPECT_EQ(clipped("abc", 0, true), "");
  for (std::size_t width = 0; width < 12; ++width)
    EXPECT_LE(columns(clipped("a日\x1b[1m·b本c\x1b[0md…efg", width, true)), width) << width;
}

TEST_F(ScreenText, Bars) {
  EXPECT_EQ(bar(0, 4, true), "░░░░");
  EXPECT_EQ(bar(0.5, 4, true), "▓▓░░");
  EXPECT_EQ(bar(0.99, 4, true), "▓▓▓░") << "full only when all is done";
  EXPECT_EQ(bar(7, 4, false), "####");
  EXPECT_EQ(bar(std::nan(""), 2, false), "..");
}

TEST_F(ScreenText, Curves) {
  EXPECT_EQ(curve({}, 8, true), "");
  EXPECT_EQ(curve({1}, 8, true), "█");
  EXPECT_EQ(curve({0, 1, 2, 7}, 8, true), "▁▂▃█");
  EXPECT_EQ(curve({0, 7}, 8, false), "_#");
  EXPECT_EQ(curve({0, 0, 0, 0, 0, 0, 0, 7}, 3, false), "__#") << "thinned out, but never the last";
}

TEST_F(ScreenText, AsciiOnly) {
  EXPECT_EQ(plain("a · b → c…"), "a - b -> c...");
  EXPECT_EQ(plain("日"), "?");
}

}  // namespace
}  // namespace kilter::cli
