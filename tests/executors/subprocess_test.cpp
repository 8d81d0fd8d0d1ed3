// SPDX-License-Identifier: MIT
// Programs that behave: what reaches them, what comes back, and what is kept of it.
#include <fstream>

#include "kilter/base/error.hpp"
#include "kilter/executors/subprocess_progress.hpp"
#include "tests/executors/subprocess_fixture.hpp"

namespace kilter {
namespace {

TEST_F(SubprocessTest, ReadsReportsFromWhatIsPrinted) {
  const Ran ran = run({"report", "3"});
  EXPECT_EQ(ran.outcome, Outcome{});
  ASSERT_EQ(ran.reports.size(), 3u);
  EXPECT_EQ(ran.reports[2], (Reported{{}, 3, {{"loss", 3}}}));
  EXPECT_EQ(contents(files().out), "step=1 loss=1\nstep=2 loss=2\nstep=3 loss=3\n");
  EXPECT_FALSE(std::filesystem::exists(files().err)) << "nothing was printed there";
  EXPECT_FALSE(std::filesystem::exists(files().report)) << "nothing was written there";
}

TEST_F(SubprocessTest, EachAttemptAndPartHasFilesOfItsOwn) {
  run({"report", "1"});
  run({"report", "2"}, Verdict::go_on, {0, 0, 1});
  run({"report", "3"}, Verdict::go_on, {0, 2, 0});
  EXPECT_EQ(contents(folder_ / "study/trials/0/stdout"), "step=1 loss=1\n");
  EXPECT_EQ(contents(folder_ / "study/trials/0/stdout.1"), "step=1 loss=1\nstep=2 loss=2\n");
  EXPECT_EQ(contents(folder_ / "study/trials/0/part-2/stdout"), "step=1 loss=1\nstep=2 loss=2\nstep=3 loss=3\n");
}

TEST_F(SubprocessTest, GivesTheProgramItsEnvironment) {
  ::setenv("KILTER_STEP", "77", 1);
  ::setenv("KILTER_P_OLD", "1", 1);
  ::setenv("MKL_NUM_THREADS", "8", 1);
  ::unsetenv("OMP_NUM_THREADS");
  run({"environment", "KILTER_STUDY", "KILTER_TRIAL", "KILTER_ATTEMPT", "KILTER_P_LEARNING_RATE", "KILTER_P_OLD",
       "KILTER_SEED", "KILTER_RESUME", "KILTER_STEP", "KILTER_BUDGET", "KILTER_FOLD", "OMP_NUM_THREADS",
       "MKL_NUM_THREADS", "PYTHONUNBUFFERED"},
      Verdict::go_on, {5, 0, 0});
  ::unsetenv("KILTER_STEP");
  ::unsetenv("KILTER_P_OLD");
  ::unsetenv("MKL_NUM_THREADS");
  EXPECT_EQ(contents(files({5}).out),
            "KILTER_STUDY=badly\nKILTER_TRIAL=5\nKILTER_ATTEMPT=0\nKILTER_P_LEARNING_RATE=0.25\n"
            "KILTER_P_OLD=(unset)\nKILTER_SEED=42\nKILTER_RESUME=0\nKILTER_STEP=0\n"
            "KILTER_BUDGET=(unset)\nKILTER_FOLD=(unset)\nOMP_NUM_THREADS=1\nMKL_NUM_THREADS=8\n"
            "PYTHONUNBUFFERED=1\ndirectory=" +
                folder_.native() + "\n");
}

TEST_F(SubprocessTest, NamesTheRunsOfWandbWhereTheUserDoesNot) {
  ::unsetenv("WANDB_RUN_GROUP");
  ::unsetenv("WANDB_NAME");
  run({"environment", "WANDB_RUN_GROUP", "WANDB_NAME"}, Verdict::go_on, {5, 0, 0});
  EXPECT_TRUE(contents(files({5}).out).starts_with("WANDB_RUN_GROUP=badly\nWANDB_NAME=badly-0005\n"));
  ::setenv("WANDB_RUN_GROUP", "mine", 1);
  ::setenv("WANDB_NAME", "my run", 1);
  run({"environment", "WANDB_RUN_GROUP", "WANDB_NAME"}, Verdict::go_on, {6, 0, 0});
  ::unsetenv("WANDB_RUN_GROUP");
  ::unsetenv("WANDB_NAME");
  EXPECT_TRUE(contents(files({6}).out).starts_with("WANDB_RUN_GROUP=mine\nWANDB_NAME=my run\n"));
}

TEST_F(SubprocessTest, TellsALaterAttemptWhereToGoOn) {
  options_.parts = 3;
  const auto runner = executor({"environment", "KILTER_RESUME", "KILTER_STEP", "KILTER_BUDGET", "KILTER_FOLD",
                                "KILTER_INSTANCE", "KILTER_TRIAL_DIR", "KILTER_PARAMS"});
  Job again = job({4, 1, 2});
  again.from_step = 12;
  again.budget = 90;
  runner->start(again);
  EXPECT_EQ(finish(*runner).outcome.end, End::completed);
  const std::string trial = (folder_ / "study/trials/4/part-1").native();
  EXPECT_EQ(
      contents(files({4, 1, 2}).out),
      "KILTER_RESUME=1\nKILTER_STEP=12\nKILTER_BUDGET=90\nKILTER_FOLD=1\nKILTER_INSTANCE=(unset)\nKILTER_TRIAL_DIR=" +
          trial + "\nKILTER_PARAMS=" + trial + "/params.2.json\ndirectory=" + folder_.native() + "\n");
  EXPECT_NE(contents(files({4, 1, 2}).params).find("\"learning-rate\""), std::string::npos);
}

TEST_F(SubprocessTest, WritesATomlFileWhereTheCommandNamesIt) {
  run({"environment", "{params.toml}"}, Verdict::go_on, {5, 0, 0});
  const auto path = (folder_ / "study/trials/5/params.toml").native();
  EXPECT_EQ(contents(path), "mode = \"environment\"\nlearning-rate = 0.25\n");
  EXPECT_EQ(contents(files({5}).out).find(path + "="), 0u) << contents(files({5}).out);
}

TEST_F(SubprocessTest, NumbersReportsWithoutAStepFromWhereTheTrialStood) {
  const auto runner = executor({"many-reports", "2"});
  Job again = job({0, 0, 1});
  again.from_step = 5;
  runner->start(again);
  const Ran ran = finish(*runner);
  ASSERT_EQ(ran.reports.size(), 2u);
  EXPECT_EQ(ran.reports[0].step, 6);
  EXPECT_EQ(ran.reports[1].step, 7);
}

TEST_F(SubprocessTest, GoesOnFromTheStateOfAnotherTrial) {
  std::filesystem::create_directories(folder_ / "study/trials/3/deep");
  std::ofstream(folder_ / "study/trials/3/deep/state") << "weights";
  std::ofstream(folder_ / "study/trials/3/stdout") << "old";
  const auto runner = executor({"environment", "KILTER_RESUME"});
  Job child = job({8});
  child.from = Checkpoint{3, 10};
  runner->start(child);
  finish(*runner);
  EXPECT_EQ(contents(folder_ / "study/trials/8/deep/state"), "weights");
  EXPECT_EQ(contents(files({8}).out).substr(0, 15), "KILTER_RESUME=1");
}

TEST_F(SubprocessTest, ReadsTheReportFileToItsEnd) {
  const Ran ran = run({"report-file", "2"});
  ASSERT_EQ(ran.reports.size(), 3u);
  EXPECT_EQ(ran.reports[1], (Reported{{}, 2, {{"loss", 2}}}));
  EXPECT_EQ(ran.reports[2], (Reported{{}, 99, {{"loss", 0.5}}}));
}

TEST_F(SubprocessTest, FollowsTheReportFileWhileTheProgramRuns) {
  const Ran ran = run({"report-file", "2", "and wait"}, Verdict::stop);
  EXPECT_EQ(ran.outcome.end, End::stopped);
  EXPECT_GE(ran.reports.size(), 2u);
}

TEST_F(SubprocessTest, AnswersEachReportOverTheSocket) {
  const Ran ran = run({"socket", "50"});
  EXPECT_EQ(ran.outcome, Outcome{});
  ASSERT_EQ(ran.reports.size(), 50u);
  EXPECT_EQ(ran.reports[49], (Reported{{}, 50, {{"loss", 50}}}));
}

TEST_F(SubprocessTest, AClientOfTheSocketIsToldToStopAndObeys) {
  const Ran ran = run({"socket", "1000000"}, Verdict::stop);
  EXPECT_EQ(ran.outcome.end, End::stopped);
  EXPECT_EQ(ran.outcome.detail, "exit status 10") << "told by the answer, not by a signal";
  EXPECT_EQ(ran.reports.size(), 1u);
}

TEST_F(SubprocessTest, AClientOfTheSocketThatIsPausedIsPaused) {
  EXPECT_EQ(run({"socket", "1000000"}, Verdict::pause).outcome.end, End::paused);
}

TEST_F(SubprocessTest, SurvivesRudeClients) {
  const Ran ran = run({"rude-client"});
  EXPECT_EQ(ran.outcome, Outcome{});
  ASSERT_EQ(ran.reports.size(), 1u) << "a report counts even if its sender has gone";
  EXPECT_EQ(ran.reports[0].step, 9);
}

TEST_F(SubprocessTest, TheProgramInheritsNothingItShouldNot) {
  const int stray = ::open("/dev/null", O_RDONLY);  // as if this process had inherited it
  run({"inheritance"});
  ::close(stray);
  EXPECT_EQ(contents(files().out), "open: 0 1 2\nstdin: 0\nTERM blocked: 0\nown group: 1\n");
}

TEST_F(SubprocessTest, SaysWhichFileOfItsOwnIsMissing) {
  options_.launcher = folder_ / "no-launcher";
  EXPECT_THROW(executor({"silent"}), Error);
}

TEST_F(SubprocessTest, AFolderThatCannotBeMadeIsAnOutcome) {
  std::ofstream(folder_ / "study") << "a file where a folder should be";
  const Ran ran = run({"silent"});
  EXPECT_EQ(ran.outcome.end, End::failed);
  EXPECT_NE(ran.outcome.detail.find("study"), std::string::npos) << ran.outcome.detail;
}

TEST(ProgressOfARun, KeepsTheCurveOfAProgramThatReportsWithoutEnd) {
  Progress progress({}, 0);
  std::vector<double> steps;
  for (int i = 1; i <= 234567; ++i)
    if (auto report = progress.take({.step = {}, .metrics = {{"loss", 1}}}, {})) steps.push_back(report->reported.step);
  EXPECT_EQ(steps.size(), 10000u + 9000 + 1345);
  EXPECT_EQ(steps[9999], 10000);
  EXPECT_EQ(steps[10000], 10010);
  EXPECT_EQ(steps.back(), 234500);
  const auto last = progress.last();
  ASSERT_TRUE(last);
  EXPECT_EQ(last->reported.step, 234567);
}

}  // namespace
}  // namespace kilter
