// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "kilter/executors/metric_lines.hpp"

namespace kilter {
namespace {

/// The reports in a text, one JSON line each.
std::string table_read(std::string_view text) {
  MetricLines lines;
  std::string out;
  for (const auto& report : lines.feed(text)) out += to_json(report) + "\n";
  for (const auto& report : lines.finish()) out += to_json(report) + "\n";
  return out;
}

TEST(MetricTables, ReadABoxAsOneReportWithItsSections) {
  EXPECT_EQ(table_read("----------------------------\n"
                       "| rollout/      |          |\n"
                       "|    ep_rew     | 22.9     |\n"
                       "| time/         |          |\n"
                       "|    total_timesteps | 2048 |\n"
                       "| alone         | -1e-3    |\n"
                       "----------------------------\n"),
            "{\"step\":2048,\"rollout/ep_rew\":22.9,\"alone\":-0.001}\n");
}

TEST(MetricTables, ReadABoxWithoutAnEnd) {
  EXPECT_EQ(table_read("| metric | value |\n|--------|-------|\n| macro f1 | 0.5 |\n| acc | 93% |"),
            "{\"macro_f1\":0.5,\"acc\":93}\n");
  EXPECT_EQ(table_read("│ test_acc  │ 0.5 │\nloss: 0.1\n"), "{\"test_acc\":0.5}\n{\"loss\":0.1}\n");
}

TEST(MetricTables, ReadRowsUnderTheirHeading) {
  EXPECT_EQ(table_read("  epoch    train_loss    valid_acc     dur\n"
                       "-------  ------------  -----------  ------\n"
                       "      1        0.6894       0.5400  0.0253\n"
                       "      2        0.5        0.6      00:05\n"),
            "{\"step\":1,\"train_loss\":0.6894,\"valid_acc\":0.54,\"dur\":0.0253}\n"
            "{\"step\":2,\"train_loss\":0.5,\"valid_acc\":0.6}\n");
  EXPECT_EQ(table_read("epoch,loss,val_loss\n1,0.5,\n2,,0.25\n"),
            "{\"step\":1,\"loss\":0.5}\n{\"step\":2,\"val_loss\":0.25}\n");
  EXPECT_EQ(table_read("| epoch | train_loss | val_loss |\n|---|---|---|\n| 3/10 | 0.5 | 0.6 |\n"),
            "{\"step\":3,\"train_loss\":0.5,\"val_loss\":0.6}\n");
}

TEST(MetricTables, ReadTheLinesBelowTheRowsOfClasses) {
  EXPECT_EQ(table_read("              precision    recall  f1-score   support\n\n"
                       "           0       0.93      0.90      0.91        36\n"
                       "    accuracy                           0.95       360\n"
                       "   macro avg       0.94      0.93      0.92       360\n"),
            "{\"accuracy\":0.95}\n"
            "{\"macro_avg/precision\":0.94,\"macro_avg/recall\":0.93,\"macro_avg/f1-score\":0.92,"
            "\"macro_avg/support\":360}\n");
}

TEST(MetricTables, TakeNoOtherTextForATable) {
  EXPECT_EQ(table_read("hello  world\n1  2\n"), "");
  EXPECT_EQ(table_read("| a | b | c |\n| x | y | z |\n"), "");
  EXPECT_EQ(table_read("epoch  loss\nthe loss  is falling\n"), "");
  EXPECT_EQ(table_read("-----------\nTotal  params\n  12  13\n"), "");
}

}  // namespace
}  // namespace kilter
