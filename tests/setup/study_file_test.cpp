// SPDX-License-Identifier: MIT
#include "kilter/setup/study_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "kilter/base/error.hpp"
#include "kilter/setup/plan.hpp"
#include "tests/support/scratch.hpp"

namespace kilter {
namespace {

Wishes read(const std::string& text) { return parse_study_file(text, "study.toml", WallTime{}); }

std::string refusal(const std::string& text) {
  try {
    read(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid) << text;
    return to_text(error.message());
  }
  return {};
}

constexpr const char* whole = R"toml(kilter = 1
name   = "cifar-wide"
note   = "Is wider better?"
seed   = 7
sampler = { name = "grid", points = 7 }
scheduler = "asha"

[command]
run = ["python", "train.py", "--lr", "{lr}", "{*}"]
directory = "src"
environment = { DATA = "/data" }

[objective]
minimize = "ms"
maximize = ["val_acc", "auc"]
from     = "mean_last(3)"
step     = "epoch"

[space]
width      = { int = [16, 256], step = 16, default = 64, role = "scientific" }
lr         = { log = [1e-4, 1.0], default = 0.1 }
optimizer  = { choice = ["sgd", "adamw"] }
momentum   = { float = [0.0, 0.99], when = "optimizer == 'sgd'", default = 0.9 }
batch_size = { fixed = 128 }

[constraints]
fits = "width <= 200"
small = { metric = "params_m", max = 5 }

[budget]
trials = 60
hours  = 12
until  = "2026-10-02T12:00:00Z"
epochs = [3, 90]

[resources]
jobs = 4
cores = 2
timeout = "3h"
memory = "2 GiB"
grace = 10
gpus = 0

[retry]
lost = 5
error = 1
oom = "infeasible"
)toml";

TEST(StudyFile, SaysAllOfAStudy) {
  const Wishes w = read(whole);
  EXPECT_EQ(w.name, "cifar-wide");
  EXPECT_EQ(w.note, "Is wider better?");
  EXPECT_EQ(w.seed, 7u);
  EXPECT_EQ(w.sampler, (Plug{"grid", R"({"points":7})"}));
  EXPECT_EQ(w.scheduler, Plug{"asha"});
  EXPECT_EQ(w.command, (std::vector<std::string>{"python", "train.py", "--lr", "{lr}", "{*}"}));
  EXPECT_EQ(w.directory, "src");
  EXPECT_EQ(w.environment.at("DATA"), "/data");
  ASSERT_EQ(w.goals.size(), 3u);
  EXPECT_EQ(w.goals[0], (Goal{"ms", false, Summary::mean_last, 3})) << "goals keep the order of the file";
  EXPECT_EQ(w.goals[2], (Goal{"auc", true, Summary::mean_last, 3}));
  EXPECT_EQ(w.step, "epoch");
  ASSERT_EQ(w.parameters.size(), 5u);
  EXPECT_EQ(w.parameters[0].name, "width") << "parameters keep the order of the file";
  EXPECT_EQ(w.parameters[1].scale, Scale::log);
  EXPECT_EQ(w.parameters[3].when, "optimizer == 'sgd'");
  EXPECT_EQ(w.constraints, (std::vector<Constraint>{{"fits", "width <= 200"}}));
  EXPECT_EQ(w.limits, (std::vector<Limit>{{"params_m", 5}}));
  EXPECT_EQ(w.trials, 60);
  EXPECT_EQ(w.hours, 12);
  EXPECT_EQ(w.until, WallTime{std::chrono::seconds{1'790'942'400}});
  EXPECT_EQ(w.epochs, (std::pair{3.0, 90.0}));
  EXPECT_EQ(w.jobs, 4);
  EXPECT_EQ(w.cores, 2);
  EXPECT_EQ(w.timeout, 10800);
  EXPECT_EQ(w.memory, 2ull << 30);
  EXPECT_EQ(w.grace, 10);
  EXPECT_EQ(w.retry_lost, 5);
  EXPECT_EQ(w.retry_error, 1);
}

TEST(StudyFile, MayBeEmpty) {
  const Wishes w = read("");
  EXPECT_FALSE(w.name || w.trials || w.sampler);
  EXPECT_TRUE(w.parameters.empty());
}

TEST(StudyFile, ShortForms) {
  EXPECT_EQ(read("command = [\"a\", \"{*}\"]").command.size(), 2u);
  EXPECT_EQ(read("[budget]\nepochs = 30").epochs, (std::pair{30.0, 30.0}));
  EXPECT_EQ(read("[resources]\njobs = \"auto\"\ntimeout = 90").timeout, 90);
  EXPECT_EQ(read("[objective]\nmetric = \"val_loss\"").metrics, std::vector<std::string>{"val_loss"});
  EXPECT_EQ(read("[space]\nlr = \"log(1e-4,1)=0.1\"").parameters.at(0).fallback, Value(0.1));
}

// The golden texts of the messages, with file and line.
TEST(StudyFile, K105ALogRangeStartsAboveZero) {
  EXPECT_EQ(refusal("[space]\n\nlr = { log = [0, 0.1] }"),
            "error[K105]: study.toml line 3: lr = { log = [0, 0.1] }   a log range must start above 0\n"
            "   For \"zero or small values\": lr = { log = [1e-06, 0.1], or = 0.0 }");
}

TEST(StudyFile, K106LowAboveHigh) {
  EXPECT_EQ(refusal("[space]\nwidth = { int = [256, 16] }"),
            "error[K106]: study.toml line 2: width = { int = [256, 16] }   low 256 is above high 16 (swapped?)");
}

TEST(StudyFile, AnUnknownKeyIsGuessed) {
  EXPECT_EQ(refusal("[budget]\ntrails = 40"),
            "error: study.toml line 2: trails = 40   there is no key \"trails\" in [budget]\n   Did you mean trials?");
  EXPECT_EQ(
      refusal("spcae = 1"),
      "error: study.toml line 1: spcae = 1   there is no key \"spcae\" at the top of the file\n   Did you mean space?");
}

TEST(StudyFile, KeysOfLaterVersionsAreNamed) {
  EXPECT_NE(refusal("[constraints]\nsmall = { metric = \"params_m\" }").find("a max or a min"), std::string::npos);
  EXPECT_NE(refusal("[constraints]\nsmall = { metric = \"a\", max = 1, min = 2 }").find("max is below min"),
            std::string::npos);
  EXPECT_EQ(refusal("[keep]\ncheckpoints = 3"),
            "error: study.toml line 1: [keep]   keep is not supported yet by this version of Kilter\n"
            "   Take the line out; everything else in the file works without it.");
  EXPECT_NE(refusal("kilter = 2").find("format version 2"), std::string::npos);
}

TEST(StudyFile, EveryWrongTypeHasItsLine) {
  for (const char* text : {"\nname = 3",
                           "\nseed = -1",
                           "\nseed = 1.5",
                           "\nsampler = 3",
                           "\nsampler = { points = 3 }",
                           "\ncommand = 3",
                           "\ncommand = []",
                           "\ncommand = \"python train.py\"",
                           "\ncommand = [1]",
                           "\nspace = 3",
                           "\nbudget = []",
                           "\nconstraints = 1",
                           "\nobjective = { maximize = 3 }",
                           "\nobjective = { from = \"first\" }",
                           "\nobjective = { from = \"mean_last(0)\" }",
                           "\nbudget = { trials = 0 }",
                           "\nbudget = { trials = 1.5 }",
                           "\nbudget = { hours = -1 }",
                           "\nbudget = { until = \"noon\" }",
                           "\nbudget = { epochs = [3, 2] }",
                           "\nbudget = { epochs = [] }",
                           "\nbudget = { epochs = [1, 2, 3] }",
                           "\nbudget = { epochs = 0 }",
                           "\nresources = { timeout = \"soon\" }",
                           "\nresources = { memory = \"much\" }",
                           "\nresources = { jobs = 0 }",
                           "\nretry = { lost = -1 }",
                           "\nretry = { oom = \"alone\" }",
                           "\nspace = { lr = { log = [nan, 1] } }",
                           "\nspace = { lr = 2026-10-02 }",
                           "\nspace = { epochs = { int = [1, 9] } }",
                           "\nconstraints = { a = 3 }",
                           "\ncommand = { run = [\"a\"], environment = { A = 1 } }",
                           "\nname = \"a\nb\"",
                           "\nseed = [1,}]",
                           "\ngr\u00f6\u00dfe\u02cb = 1",
                           "\nname = ",
                           "\nx",
                           "\n[",
                           "\nname = \"a\"\nname = \"b\"",
                           "\nspace = { lr = { logg = [1, 2] } }"}) {
    const std::string said = refusal(text);
    EXPECT_TRUE(said.find("study.toml line 2") != said.npos || said.find("study.toml line 3") != said.npos)
        << text << "\n"
        << said;
  }
}

TEST(StudyFile, HostileTextIsASentence) {
  EXPECT_FALSE(refusal(std::string(1 << 21, 'x')).empty());
  EXPECT_FALSE(refusal("a = " + std::string(100'000, '[')).empty());
  EXPECT_FALSE(refusal("a\xff\xfe = 1").empty());
  const std::string escaped = refusal("name = 3 # \x1b[31mred");
  EXPECT_EQ(escaped.find('\x1b'), std::string::npos) << escaped;
}

TEST(StudyFile, TheExampleOfItsPageIsAStudy) {
  std::ifstream in(KILTER_DOCS "/study-file.md");
  const std::string page(std::istreambuf_iterator<char>(in), {});
  const auto begin = page.find("```toml\n") + 8;
  const Wishes w = read(page.substr(begin, page.find("```", begin) - begin));
  const Settings settings = plan(w).settings;
  EXPECT_EQ(settings.space.size(), 11u);
  EXPECT_EQ(settings.budget.full, 90);
}

TEST(StudyFile, RunsItsCommandBesideItself) {
  const testing::Scratch scratch;
  const auto& folder = scratch.path();
  std::ofstream(folder / "s.toml") << "[command]\nrun = [\"a\", \"{*}\"]\ndirectory = \"src\"\n";
  EXPECT_EQ(read_study_file(folder / "s.toml", {}).directory, folder / "src");
  EXPECT_THROW(read_study_file(folder / "none.toml", {}), Error);
  EXPECT_THROW(read_study_file(folder, {}), Error);
  EXPECT_THROW(read_study_file("/dev/zero", {}), Error);
}

TEST(StudyFile, PartsOfATrial) {
  const Wishes folds = read("[trust]\nfolds = 5\naggregate = \"worst\"\ntest_metric = \"test_acc\"");
  EXPECT_EQ(folds.parts, 5);
  EXPECT_EQ(folds.part_kind, PartKind::fold);
  EXPECT_EQ(folds.aggregate, Aggregate::worst);
  EXPECT_EQ(folds.test_metric, "test_acc");
  EXPECT_EQ(read("[trust]\nseeds = \"race\"").part_kind, PartKind::seed);
  EXPECT_EQ(read("[trust]\ninstances = 200").parts, 200);
  EXPECT_NE(refusal("[trust]\nfolds = 5\nseeds = 3").find("line 3"), std::string::npos);
  EXPECT_NE(refusal("[trust]\naggregate = \"sum\"").find("mean, median, iqm"), std::string::npos);
  EXPECT_NE(refusal("[trust]\ninstances = \"none.txt\"").find("names no instance"), std::string::npos);
}

}  // namespace
}  // namespace kilter
