// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "kilter/base/csv_line.hpp"

namespace kilter::cli {
namespace {

TEST(Csv, QuotesWhatWouldBreakARow) {
  EXPECT_EQ(csv_cell("plain text"), "plain text");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(csv_line({"a", "", "b,c"}), "a,,\"b,c\"\n");
}

TEST(Csv, TakesTheForceOutOfFormulasAndLeavesNumbersAlone) {
  for (const char* formula : {"=1+1", "+cmd|'/C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "-", "=cmd,2"})
    EXPECT_EQ(csv_cell(formula).find('\''), csv_cell(formula).starts_with('"') ? 1u : 0u) << formula;
  for (const char* number : {"-1", "+0.5", "-1e-5", "-inf", "0.1"}) EXPECT_EQ(csv_cell(number), number);
}

}  // namespace
}  // namespace kilter::cli
