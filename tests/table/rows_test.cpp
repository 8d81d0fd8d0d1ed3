// SPDX-License-Identifier: MIT
#include "kilter/table/rows.hpp"

#include <gtest/gtest.h>

#include "kilter/base/error.hpp"

namespace kilter {
namespace {

std::vector<std::vector<std::string>> all(std::string_view text, char separator = ',') {
  std::vector<std::vector<std::string>> records;
  for (Rows rows(text, separator); rows.next();) records.emplace_back(rows.cells().begin(), rows.cells().end());
  return records;
}

using Records = std::vector<std::vector<std::string>>;

TEST(Rows, EveryLineEndAndNoneAtTheEnd) {
  const Records expected{{"a", "b"}, {"1", ""}, {"", "2"}};
  EXPECT_EQ(all("a,b\n1,\n,2"), expected);
  EXPECT_EQ(all("a,b\r\n1,\r\n,2\r\n"), expected);
  EXPECT_EQ(all("a,b\r1,\r,2\r"), expected);
  EXPECT_EQ(all("\n\na,b\n\n1,\n  \n,2\n\n"), expected);
}

TEST(Rows, QuotesHoldSeparatorsLinesAndQuotes) {
  const Records expected{{"a,b", "say \"no\"", "two\nlines"}, {"1", "", "3"}};
  EXPECT_EQ(all("\"a,b\",\"say \"\"no\"\"\",\"two\nlines\"\n1,\"\",3\n"), expected);
  EXPECT_EQ(all("a \"b\" c;d\n", ';'), (Records{{"a \"b\" c", "d"}}));
  EXPECT_EQ(all(" \"x\" ,y"), (Records{{"x ", "y"}}));
}

TEST(Rows, LinesAreCountedAlsoWithinQuotes) {
  Rows rows("h\n\"a\nb\"\n\nc\n", ',');
  std::vector<std::size_t> lines;
  while (rows.next()) lines.push_back(rows.line());
  EXPECT_EQ(lines, (std::vector<std::size_t>{1, 2, 5}));
}

TEST(Rows, AnOpenQuoteIsNamedByTheLineWhereItBegins) {
  Rows rows("a,b\n1,\"open\n2,3\n", ',');
  rows.next();
  try {
    rows.next();
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.message().headline, "line 2: a quote is opened and never closed");
  }
}

}  // namespace
}  // namespace kilter
