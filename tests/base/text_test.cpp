// SPDX-License-Identifier: MIT
#include "kilter/base/text.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "kilter/base/random.hpp"

namespace kilter {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

TEST(Numbers, ReadBackBitForBit) {
  for (const double x : {0.0, -0.0, 0.1, 1e-4, 1e22, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e-310}) {
    EXPECT_TRUE(same_bits(*to_double(to_text(x)), x)) << x;
    EXPECT_TRUE(same_bits(*to_double(to_text(-x)), -x)) << x;
  }
  for (std::uint64_t i = 0; i < 100000; ++i) {
    const double x = std::bit_cast<double>(Rng{1, 1}.bits(0, i));
    if (!std::isnan(x)) {
      ASSERT_TRUE(same_bits(*to_double(to_text(x)), x)) << to_text(x);
    }
  }
}

TEST(Numbers, AreShortest) {
  EXPECT_EQ(to_text(0.1), "0.1");
  EXPECT_EQ(to_text(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(to_text(64.0), "64");
}

TEST(Numbers, NameWhatIsNoNumber) {
  EXPECT_EQ(to_text(std::nan("")), "nan");
  EXPECT_EQ(to_text(infinity), "inf");
  EXPECT_EQ(to_text(-infinity), "-inf");
  EXPECT_TRUE(std::isnan(*to_double("NaN")));
  EXPECT_EQ(to_double("Infinity"), infinity);
  EXPECT_EQ(to_double("-inf"), -infinity);
}

TEST(Numbers, AppendLikeToText) {
  std::string text = "x=";
  append_number(text, 0.25);
  append_number(text, std::nan(""));
  EXPECT_EQ(text, "x=0.25nan");
}

TEST(Numbers, TakeTheWholeTextOrNothing) {
  for (const char* bad : {"", " 1", "1 ", "1x", "+", "-", "++1", "+-1", "0x10", "1,5", "1e", ".", "e5"})
    EXPECT_FALSE(to_double(bad)) << bad;
  EXPECT_EQ(to_double("+1.5"), 1.5);
  EXPECT_EQ(to_double(".5"), 0.5);
  EXPECT_EQ(to_double("1."), 1.0);
}

TEST(Numbers, TooLargeIsInfiniteAndTooSmallIsZero) {
  EXPECT_EQ(to_double("1e999"), infinity);
  EXPECT_EQ(to_double("-1e999"), -infinity);
  EXPECT_EQ(to_double("1e-999"), 0.0);
  EXPECT_TRUE(same_bits(*to_double("-1e-999"), -0.0));
  EXPECT_EQ(to_double("1e99999999999999999999"), infinity);
  EXPECT_EQ(to_double("1E-99999999999999999999"), 0.0);
  EXPECT_EQ(to_double("0." + std::string(400, '0') + "1"), 0.0);
  EXPECT_EQ(to_double(std::string(400, '9')), infinity);
  EXPECT_EQ(to_double(std::string(400, '9') + "e-5"), infinity);
}

TEST(Integers, StayWithin64Bits) {
  EXPECT_EQ(to_integer("-42"), -42);
  EXPECT_EQ(to_integer("+7"), 7);
  EXPECT_EQ(to_integer("9223372036854775807"), 9223372036854775807ll);
  for (const char* bad : {"", "9223372036854775808", "1.0", "1e3", "x", "--1", "+"})
    EXPECT_FALSE(to_integer(bad)) << bad;
}

TEST(Rounded, IsForPeople) {
  EXPECT_EQ(rounded(0.123456), "0.1235");
  EXPECT_EQ(rounded(0.0100090, 2), "0.01");
  EXPECT_EQ(rounded(-0.0), "0");
  EXPECT_EQ(rounded(std::nan("")), "nan");
}

TEST(Printable, KeepsGoodTextAndShowsControls) {
  EXPECT_EQ(printable("grün 数 🙂"), "grün 数 🙂");
  EXPECT_EQ(printable("a\tb"), "a b");
  EXPECT_EQ(printable("a\nb\x1b[31m\x7f"), "a\\x0ab\\x1b[31m\\x7f");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(Printable, BreaksNoTerminalWithBrokenUtf8) {
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable("\xc3"), "\\xc3");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");                    // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // surrogate
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond Unicode
  EXPECT_EQ(printable("\xc2\x9b"), "\\xc2\\x9b");                    // the one-byte escape sequence starter
  EXPECT_EQ(printable("\xe2\x80\xae"), "\\xe2\\x80\\xae");           // right-to-left override
}

TEST(Printable, IsShortAndWellFormedWhateverComesIn) {
  for (std::uint64_t i = 0; i < 5000; ++i) {
    std::string hostile;
    for (std::uint64_t j = 0; j < 20; ++j) hostile += static_cast<char>(Rng{2, i}.below(256, 0, j));
    const std::string shown = printable(hostile, 30);
    EXPECT_LE(shown.size(), 30u + 4 + 3);
    EXPECT_EQ(printable(shown, 1000), shown);
  }
}

TEST(Printable, MarksTheCut) { EXPECT_EQ(printable("abcdef", 3), "abc…"); }

TEST(Nearest, FindsTheSlip) {
  const std::vector<std::string> words = {"maximize", "minimize", "log", "logint"};
  EXPECT_EQ(nearest("maximise", words), "maximize");
  EXPECT_EQ(nearest("lgo", words), "log");
  EXPECT_EQ(nearest("imize", words), "maximize");
  EXPECT_FALSE(nearest("epochs", words));
  EXPECT_FALSE(nearest("", words));
}

TEST(Nearest, DoesNotCompareWhatDiffersInLength) {
  const std::vector<std::string> words(20000, "learning_rate");
  EXPECT_FALSE(nearest(std::string(1000000, 'x'), words));
}

TEST(Words, TrimSplitJoin) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim("  "), "");
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
  EXPECT_EQ(join(std::vector<std::string>{"a", "b"}, ", "), "a, b");
}

}  // namespace
}  // namespace kilter
