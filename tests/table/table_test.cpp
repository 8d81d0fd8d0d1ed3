// SPDX-License-Identifier: MIT
#include "kilter/table/table.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kilter/base/error.hpp"

namespace kilter {
namespace {

RawTable raw(std::string text) { return RawTable(TextFile{std::move(text), {}}, "t.csv"); }

std::string headline(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.message().headline;
  }
  return "no error";
}

TEST(RawTable, FindsWhatStandsBetweenCells) {
  for (const char* text : {"a,b\n1,2\n3,4\n", "a;b\n1;2\n3;4\n", "a\tb\n1\t2\n3\t4\n", "a|b\n1|2\n3|4\n"}) {
    const auto table = raw(text);
    EXPECT_EQ(table.names(), (std::vector<std::string>{"a", "b"})) << text;
    EXPECT_EQ(table.rows(), 2u);
    EXPECT_EQ(table.column(1), (std::vector<std::string>{"2", "4"}));
  }
  EXPECT_EQ(raw("x;y\n1,5;2\n3,5;4\n").names().size(), 2u);
  EXPECT_EQ(raw("only\n1\n2\n").names().size(), 1u);
}

TEST(RawTable, NumbersMayBeNamesOfColumns) {
  EXPECT_EQ(raw("1,2,target\n14.2,1.7,1\n13.2,1.8,2\n").names().back(), "target");
  EXPECT_EQ(raw("0,1,2,kind\n5.1,3.5,1.4,setosa\n6.4,3.2,4.5,versicolor\n").names().front(), "0");
  EXPECT_EQ(raw("5.1,3.5,setosa\n6.4,3.2,versicolor\n").names().front(), "column_1");
  EXPECT_EQ(raw("5.1,NA\n6.4,3.2\n").names().front(), "column_1") << "an empty cell is no name";
}

TEST(RawTable, AFileWithoutAHeadingGetsOne) {
  const auto table = raw("1,a\n2,b\n");
  EXPECT_EQ(table.names(), (std::vector<std::string>{"column_1", "column_2"}));
  EXPECT_EQ(table.rows(), 2u);
  EXPECT_EQ(table.notes().size(), 1u);
  EXPECT_EQ(raw("a,a,\n1,2,3\n").names(), (std::vector<std::string>{"a", "a_2", "column_3"}));
}

TEST(RawTable, ABrokenLineIsNamed) {
  EXPECT_EQ(headline([] { raw("a,b\n1,2\n\"x\ny\",2\n1,2,3\n"); }),
            "t.csv, line 5: 3 cells found, 2 expected as in the heading");
  EXPECT_EQ(headline([] { raw("a,b\n"); }), "t.csv has a heading and no row below it");
}

TEST(Table, ReadsColumnsByNameInAnyOrder) {
  std::string text = "x,c\n";
  for (int i = 0; i < 30; ++i) text += std::to_string(i % 9) + (i % 3 ? ",a\n" : ",b\n");
  const auto types = types_of(raw(text));
  const auto table = read_table(raw("c,extra,x\nb,9,1.5\nnew,9,\n"), types);
  ASSERT_EQ(table.rows, 2u);
  EXPECT_EQ(table.find("x")->values[0], 1.5);
  EXPECT_TRUE(std::isnan(table.find("x")->values[1]));
  EXPECT_EQ(table.find("c")->values[0], 1);
  EXPECT_TRUE(std::isnan(table.find("c")->values[1]));
  EXPECT_EQ(headline([&] { read_table(raw("c,y\nb,2\n"), types); }), "t.csv has no column \"x\"");
}

TEST(Table, AMissingNameIsAnsweredByTheNearest) {
  try {
    column_named(raw("price,colour\n1,2\n"), "prise");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_EQ(error.message().advice.front(), "Did you mean \"price\"?");
  }
}

}  // namespace
}  // namespace kilter
