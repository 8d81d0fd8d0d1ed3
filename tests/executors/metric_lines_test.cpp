// SPDX-License-Identifier: MIT
#include "kilter/executors/metric_lines.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

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
                    Case{"loss=1e999", R"({"loss":"inf"})"}, Case{"auc: 0.93±0.01", R"({"auc":0.93,"auc_se":0.01})"},
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

INSTANTIATE_TEST_SUITE_P(Errors, Lines,
                         testing::Values(Case{"score=0.53 score_se=0.02", R"({"score":0.53,"score_se":0.02})"},
                                         Case{"score=0.53+-0.02", R"({"score":0.53,"score_se":0.02})"},
                                         Case{"score: 0.53 +/- 0.02 (5 games)", R"({"score":0.53,"score_se":0.02})"},
                                         Case{"score: 0.53 ± 0.02", R"({"score":0.53,"score_se":0.02})"},
                                         Case{"score: 0.53 ± 0.02 score_se=0.1", R"({"score":0.53,"score_se":0.1})"},
                                         Case{"score: 0.53 +- x", R"({"score":0.53})"}));

INSTANTIATE_TEST_SUITE_P(
    Sentences, Lines,
    testing::Values(Case{"x is too large: 0.86", ""},
                    Case{"Accuracy of the network on the 10000 test images: 55 %", ""},
                    Case{"Note: 3 parameters were skipped", ""}, Case{"Warning: 5 labels missing", ""},
                    Case{"time for this epoch: 3.2", ""}, Case{"Number of GPUs found on this machine: 4", ""},
                    Case{"x is too large: 0.86, loss: 0.3", R"({"loss":0.3})"},
                    Case{"the validation loss is now loss: 0.3", R"({"loss":0.3})"},
                    Case{"INFO Test set: Average loss: 0.1", R"({"loss":0.1})"},
                    Case{"Epoch 3 of 10 train loss: 0.5 val loss: 0.6", R"({"step":3,"loss":0.6})"},
                    Case{"step 3 lr: 0.1 grad: 2", R"({"step":3,"lr":0.1,"grad":2})"},
                    Case{"the size of it: n = 3", R"({"n":3})"}));

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

INSTANTIATE_TEST_SUITE_P(Boosting, Lines,
                         testing::Values(Case{"[3]\ttrain-rmse:0.5\teval-rmse:0.6",
                                              R"({"step":3,"train-rmse":0.5,"eval-rmse":0.6})"},
                                         Case{"[0]\ttrain-rmse:0.5+0.01", R"({"step":0,"train-rmse":0.5})"},
                                         Case{"7:\tlearn: 0.6\ttest: 0.7\tbest: 0.7 (7)\ttotal: 50ms\tremaining: 5s",
                                              R"({"step":7,"learn":0.6,"test":0.7,"best":0.7})"},
                                         Case{"[0] worker=3", R"({"worker":3})"}));

INSTANTIATE_TEST_SUITE_P(
    Bars, Lines,
    testing::Values(Case{"Epoch 3: 100%|████| 938/938 [00:05<00:00, 170.1it/s, v_num=0, train_loss=0.5, val_loss=0.25]",
                         R"({"step":3,"v_num":0,"train_loss":0.5,"val_loss":0.25})"},
                    Case{"\x1b[1m10/23\x1b[0m \x1b[32m━━━\x1b[0m \x1b[1m1s\x1b[0m 12ms/step - loss: \x1b[31m1.2\x1b[0m",
                         R"({"loss":1.2})"},
                    Case{"\x1b]0;title=3\x07loss=1", R"({"loss":1})"}, Case{"loss=1\x1b[", R"({"loss":1})"},
                    Case{"\b\b\bloss=1\b", R"({"loss":1})"}));

/// The reports that `text` gives when it comes in pieces of `size` bytes, one JSON line each.
std::string read_in_pieces(std::string_view text, std::size_t size) {
  MetricLines lines;
  std::string out;
  const auto add = [&](const std::vector<FoundReport>& reports) {
    for (const auto& report : reports) out += to_json(report) + "\n";
  };
  for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) add(lines.feed(text.substr(0, size)));
  add(lines.finish());
  return out;
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class Recorded : public testing::TestWithParam<const char*> {};

TEST_P(Recorded, OutputMeansWhatTheGoldenFileSays) {
  const auto stem = std::filesystem::path(KILTER_RECORDED) / "output" / GetParam();
  const auto text = file_text(stem.string() + ".txt");
  const auto golden = file_text(stem.string() + ".reports.jsonl");
  EXPECT_EQ(read_in_pieces(text, text.size()), golden);
  EXPECT_EQ(read_in_pieces(text, 1), golden);
  EXPECT_EQ(read_in_pieces(text, 7), golden);
}

INSTANTIATE_TEST_SUITE_P(Programs, Recorded,
                         testing::Values("keras", "lightgbm", "lightning", "lightning_tqdm", "skorch", "sklearn_mlp",
                                         "stable_baselines", "tqdm_logging", "transformers", "xgboost"),
                         [](const auto& test) { return std::string(test.param); });

TEST(MetricLines, KeepTheLastStepForTheLinesAfterIt) {
  EXPECT_EQ(read_in_pieces("loss=3\nEpoch 1/2\nloss=2\nval_loss=2.5\nEpoch 2/2\nloss=1\n", 100),
            "{\"loss\":3}\n{\"step\":1,\"loss\":2}\n{\"step\":1,\"val_loss\":2.5}\n{\"step\":2,\"loss\":1}\n");
}

TEST(MetricLines, CountStepsByTheNameThatIsGiven) {
  EXPECT_EQ(read("epoch=3 samples_seen=500 loss=1", "samples_seen"), R"({"step":500,"epoch":3,"loss":1})");
  EXPECT_EQ(read(R"({"epoch":3,"tick":7,"loss":1})", "tick"), R"({"step":7,"epoch":3,"loss":1})");
  EXPECT_EQ(read("epoch=3 loss=1", "tick"), R"({"epoch":3,"loss":1})");
}

TEST(MetricLines, ReportABarThatIsDrawnAgainOnce) {
  EXPECT_EQ(read_in_pieces("\r1/3 loss=2\r2/3 loss=2\r3/3 loss=1\n", 100), "{\"loss\":2}\n{\"loss\":1}\n");
  EXPECT_EQ(read_in_pieces("\rloss=nan\rloss=nan\n", 100), "{\"loss\":\"nan\"}\n");
}

TEST(MetricLines, TakeEqualLinesForDifferentReports) {
  EXPECT_EQ(read_in_pieces("loss=2\nloss=2\n", 100), "{\"loss\":2}\n{\"loss\":2}\n");
  EXPECT_EQ(read_in_pieces("loss=2\r\nloss=2\r\n", 100), "{\"loss\":2}\n{\"loss\":2}\n");
}

TEST(MetricLines, PassOverALineThatIsTooLong) {
  MetricLines lines;
  const std::string junk(40 << 10, 'x');
  EXPECT_TRUE(lines.feed("a=1 " + junk).empty());
  EXPECT_TRUE(lines.feed(junk).empty());
  EXPECT_TRUE(lines.feed(" b=2\n").empty());
  EXPECT_EQ(lines.feed("c=3\n").size(), 1u);
  EXPECT_EQ(lines.names(), std::vector<std::string>{"c"});
}

TEST(MetricLines, FollowTwoHundredNamesAndThoseThatAreWanted) {
  MetricLines lines({}, {"val_acc"});
  for (int i = 0; i < 300; ++i) lines.feed("x" + std::to_string(i) + "=1\n");
  EXPECT_EQ(lines.names().size(), 200u);
  EXPECT_EQ(lines.feed("x299=1\n").size(), 0u);
  EXPECT_EQ(lines.feed("x1=1\n").size(), 1u);
  EXPECT_EQ(lines.feed("y=1 val_acc=0.5\n").at(0).metrics, (Metrics{{"val_acc", 0.5}}));
}

TEST(MetricLines, ReadASentenceForWhoAsksForItsName) {
  MetricLines lines({}, {"model"});
  EXPECT_EQ(lines.feed("Accuracy of the model: 0.9\nAccuracy of the thing: 0.9\n").at(0).metrics,
            (Metrics{{"model", 0.9}}));
  EXPECT_EQ(lines.names(), std::vector<std::string>{"model"});
}

TEST(MetricLines, RememberNamesInTheirOrder) {
  MetricLines lines;
  lines.feed("loss=1 val_accuracy=2\nloss=1 lr=3\n");
  EXPECT_EQ(lines.names(), (std::vector<std::string>{"loss", "val_accuracy", "lr"}));
}

TEST(MetricLines, LetNoBrokenTextIntoNames) {
  EXPECT_EQ(read("lo\xFFss=1"), "");
  EXPECT_EQ(read("{\"lo\\u0007ss\":1,\"b\":2}"), R"({"b":2})");
  EXPECT_EQ(read(std::string(300, 'n') + "=1"), "");
}

TEST(ReportFromJson, TakesOneObjectAndNothingElse) {
  EXPECT_EQ(to_json(*report_from_json(R"( {"step":3,"val_loss":0.41} )")), R"({"step":3,"val_loss":0.41})");
  EXPECT_EQ(to_json(*report_from_json("{}")), "{}");
  for (const auto& text :
       {"", "3", "[1]", "null", "{\"a\":1} x", "{\"a\":1", "{a:1}", "{\"a\":1}{\"a\":2}", "[{\"a\":1}]"})
    EXPECT_FALSE(report_from_json(text)) << text;
}

TEST(ReportFromJson, SurvivesDeepAndWideObjects) {
  const std::string deep = [] {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += "{\"a\":";
    return text + "1" + std::string(20000, '}');
  }();
  EXPECT_TRUE(report_from_json(deep).has_value());
  std::string wide = "{\"n0\":1";
  for (int i = 1; i < 5000; ++i) wide += ",\"n" + std::to_string(i) + "\":1";
  EXPECT_EQ(report_from_json(wide + "}")->metrics.size(), 200u);
}

TEST(ReportFromJson, ReadsBackWhatIsWritten) {
  const FoundReport report{1e-7, {{"a\"b", 0.1}, {"c", std::numeric_limits<double>::infinity()}}};
  const auto again = report_from_json(to_json(report));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->step, report.step);
  EXPECT_EQ(again->metrics, report.metrics);
}

}  // namespace
}  // namespace kilter
