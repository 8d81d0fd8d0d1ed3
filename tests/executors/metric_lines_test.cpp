// SPDX-License-Identifier: MIT
#include "kilter/executors/metric_lines.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace kilter {
namespace {

/// What a line says, as the JSON line that would say the same; empty where it says nothing.
std::string read(const std::string& line, const std::string& step = {}) {
  MetricLines lines(step);
  auto reports = lines.feed(line);
  for (auto& report : lines.finish()) reports.push_back(report);
  std::string text;
  for (const auto& report : reports) text += to_json(report);
  return text;
}

struct Case {
  std::string line;
  std::string meaning;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.line; }

class Lines : public testing::TestWithParam<Case> {};

TEST_P(Lines, MeanTheirNamedNumbers) { EXPECT_EQ(read(GetParam().line), GetParam().meaning); }

INSTANTIATE_TEST_SUITE_P(
    Pairs, Lines,
    testing::Values(Case{"val_acc=0.93", R"({"val_acc":0.93})"}, Case{"val_acc: 0.93", R"({"val_acc":0.93})"},
                    Case{"val_acc = 0.93", R"({"val_acc":0.93})"}, Case{"Accuracy : 0.93", R"({"Accuracy":0.93})"},
                    Case{"  val/acc:0.93  ", R"({"val/acc":0.93})"},
                    Case{"mAP@0.5=0.4 top-5: 0.9", R"({"mAP@0.5":0.4,"top-5":0.9})"},
                    Case{"loss: 0.3 - acc: 0.9", R"({"loss":0.3,"acc":0.9})"},
                    Case{"a=1,b=2;c=3|d=4", R"({"a":1,"b":2,"c":3,"d":4})"},
                    Case{"a=1e-3 b=-2.5E+2 c=+.5 d=5.", R"({"a":0.001,"b":-250,"c":0.5,"d":5})"},
                    Case{"acc: 93.1% (best)", R"({"acc":93.1})"}, Case{"Accuracy is acc: 0.93.", R"({"acc":0.93})"},
                    Case{"loss=nan", R"({"loss":"nan"})"}, Case{"loss: -nan", R"({"loss":"nan"})"},
                    Case{"loss: NaN", R"({"loss":"nan"})"},
                    Case{"loss=inf gain=-Infinity", R"({"loss":"inf","gain":"-inf"})"},
                    Case{"loss=1e999", R"({"loss":"inf"})"}, Case{"auc: 0.93±0.01", R"({"auc":0.93})"},
                    Case{"R²: 0.9", R"({"R²":0.9})"}, Case{"│val_loss=0.3│", R"({"val_loss":0.3})"},
                    Case{"{'eval_loss': 0.3, 'eval_acc': '0.9'}", R"({"eval_loss":0.3,"eval_acc":0.9})"},
                    Case{"loss=tensor(0.25, device='cpu')", R"({"loss":0.25})"},
                    Case{"{'acc': np.float64(0.5)}", R"({"acc":0.5})"}, Case{"acc=0.1 acc=0.2", R"({"acc":0.2})"}));

INSTANTIATE_TEST_SUITE_P(
    NoMetrics, Lines,
    testing::Values(Case{"", ""}, Case{"hello", ""}, Case{"val_acc", ""}, Case{"val_acc=", ""}, Case{"=0.93", ""},
                    Case{"val_acc: high", ""}, Case{"14:02:11", ""}, Case{"2026-10-02T14:02:11Z started", ""},
                    Case{"2026-10-02 14:02:11,345 INFO starting", ""}, Case{"ratio 4:3", ""}, Case{"took: 12ms", ""},
                    Case{"speed: 12ms/step", ""}, Case{"Accuracy: 9900/10000", ""}, Case{"version: 1.2.3", ""},
                    Case{"python=3.11.4", ""}, Case{"date: 2026-10-02", ""}, Case{"at: 14:02", ""}, Case{"n=1,234", ""},
                    Case{"train.py:12: UserWarning", ""}, Case{"http://localhost:8080/x", ""}, Case{"if x == 3:", ""},
                    Case{"x <= 3", ""}, Case{"x += 3", ""}, Case{"python train.py --lr=0.1", ""}, Case{"/tmp/a: 3", ""},
                    Case{"loss: information", ""}, Case{"eps: nanometre", ""}, Case{"train: 45%|####   | 45/100", ""},
                    Case{"mask=0x1F", ""}, Case{"lr: [0.1]", ""}, Case{"loss=--1", ""}, Case{"torch==2.1", ""}));

INSTANTIATE_TEST_SUITE_P(Steps, Lines,
                         testing::Values(Case{"epoch=3 val_loss=0.1", R"({"step":3,"val_loss":0.1})"},
                                         Case{"Epoch 3: val_loss=0.1", R"({"step":3,"val_loss":0.1})"},
                                         Case{"Epoch [3/10], loss: 0.1", R"({"step":3,"loss":0.1})"},
                                         Case{"epoch: 3/10 loss: 0.1", R"({"step":3,"loss":0.1})"},
                                         Case{"[Epoch 3] loss: 0.1", R"({"step":3,"loss":0.1})"},
                                         Case{"Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.3", R"({"step":1,"Loss":2.3})"},
                                         Case{"Epoch 3, step 100/938, loss: 0.1", R"({"step":3,"loss":0.1})"},
                                         Case{"step 100: loss=3.1", R"({"step":100,"loss":3.1})"},
                                         Case{"Iteration 7, loss = 0.5", R"({"step":7,"loss":0.5})"},
                                         Case{"Best epoch: 12 acc=0.9", R"({"epoch":12,"acc":0.9})"},
                                         Case{"epoch=3 best_epoch=2", R"({"step":3,"best_epoch":2})"},
                                         Case{"step=5 epoch=1 loss=2", R"({"step":5,"epoch":1,"loss":2})"},
                                         Case{"Epoch 3/10", ""},
                                         Case{"Epoch 3/10\nloss: 0.5\n", R"({"step":3,"loss":0.5})"},
                                         Case{"epochs=30 loss=2", R"({"epochs":30,"loss":2})"}));

INSTANTIATE_TEST_SUITE_P(
    Json, Lines,
    testing::Values(Case{R"({"epoch":3,"val_loss":0.4})", R"({"step":3,"val_loss":0.4})"},
                    Case{R"(::kilter {"step": 3, "val_loss": 0.41})", R"({"step":3,"val_loss":0.41})"},
                    Case{"::kilter val_loss=0.41 step=3", R"({"step":3,"val_loss":0.41})"},
                    Case{R"({"val":{"loss":0.3,"by":{"class":1}},"x":[1,{"y":2}],"z":4})",
                         R"({"val/loss":0.3,"val/by/class":1,"z":4})"},
                    Case{R"({"loss": NaN, "gain": -Infinity, "text": "NaN \" NaN"})",
                         R"({"loss":"nan","gain":"-inf"})"},
                    Case{R"({"loss": "inf", "name": "adam", "ok": true, "none": null})", R"({"loss":"inf"})"},
                    Case{R"({"loss": 0.3)", R"({"loss":0.3})"}));

}  // namespace
}  // namespace kilter
