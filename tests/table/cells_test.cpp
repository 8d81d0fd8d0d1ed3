// SPDX-License-Identifier: MIT
#include "kilter/table/cells.hpp"

#include <gtest/gtest.h>

namespace kilter {
namespace {

TEST(Cells, MissingMarkersAreWholeCells) {
  for (const char* cell : {"", "  ", "NA", "N/A", "nan", "NULL", "None", "?", "-", "#N/A", " NA "})
    EXPECT_TRUE(is_missing(cell)) << cell;
  for (const char* cell : {"0", "none of these", "NAN1", "--", "n"}) EXPECT_FALSE(is_missing(cell)) << cell;
}

TEST(Cells, NumbersInThreeSpellings) {
  EXPECT_EQ(number_in(" 3.25 ", NumberForm::point), 3.25);
  EXPECT_EQ(number_in("-1e-3", NumberForm::point), -1e-3);
  EXPECT_FALSE(number_in("3,25", NumberForm::point));
  EXPECT_FALSE(number_in("inf", NumberForm::point));
  EXPECT_FALSE(number_in("nan", NumberForm::point));
  EXPECT_FALSE(number_in("1e999", NumberForm::point));
  EXPECT_EQ(number_in("3,25", NumberForm::comma), 3.25);
  EXPECT_EQ(number_in("-1.234,5", NumberForm::comma), -1234.5);
  EXPECT_FALSE(number_in("1.23,5", NumberForm::comma));
  EXPECT_FALSE(number_in("1,2,3", NumberForm::comma));
  EXPECT_EQ(number_in("1,234,567.5", NumberForm::thousands), 1234567.5);
  EXPECT_FALSE(number_in("1,23", NumberForm::thousands));
}

TEST(Cells, DatesAreDays) {
  EXPECT_EQ(date_in("1970-01-02"), 1);
  EXPECT_EQ(date_in("2000/03/01"), 11017);
  EXPECT_EQ(date_in("01.03.2000"), 11017);
  EXPECT_EQ(date_in("1970-01-01 12:00"), 0.5);
  EXPECT_EQ(date_in("1970-01-01T06:00:00Z"), 0.25);
  for (const char* cell : {"2001-02-29", "2001-13-01", "20010101", "2001-01-01 25:61", "1.5.20", "2001-01-01 noon"})
    EXPECT_FALSE(date_in(cell)) << cell;
}

}  // namespace
}  // namespace kilter
