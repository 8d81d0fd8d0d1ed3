// SPDX-License-Identifier: MIT
// Programs that do not behave: each ends with its named cause, and nothing of it is left running.
#include <signal.h>

#include <cmath>
#include <fstream>

#include "kilter/executors/subprocess_outcome.hpp"
#include "tests/executors/subprocess_fixture.hpp"

namespace kilter {
namespace {

#define EXPECT_CONTAINS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST_F(SubprocessTest, OneThatSleepsForEverRunsIntoItsTimeLimit) {
  options_.timeout = 0.2;
  const Ran ran = run({"sleep"});
  EXPECT_EQ(ran.outcome.end, End::failed);
  EXPECT_EQ(ran.outcome.cause, Cause::timeout);
  EXPECT_CONTAINS(ran.outcome.detail, "time limit of 0.2 s");
  EXPECT_CONTAINS(ran.outcome.detail, "loss=1");
}

TEST_F(SubprocessTest, OneThatIgnoresTheRequestToEndIsKilled) {
  options_.grace = 0.2;
  const Ran stopped = run({"stubborn"}, Verdict::stop);
  EXPECT_EQ(stopped.outcome.end, End::stopped);
  EXPECT_EQ(stopped.outcome.detail, "ended by SIGKILL");
  options_.timeout = 0.1;
  EXPECT_EQ(run({"stubborn"}).outcome.cause, Cause::timeout);
}

TEST_F(SubprocessTest, OneThatEatsMemoryMeetsItsLimit) {
  options_.memory = 200 << 20;
  const Ran ran = run({"eat"});
  EXPECT_EQ(ran.outcome.end, End::failed);
  EXPECT_EQ(ran.outcome.cause, Cause::oom);
  EXPECT_CONTAINS(ran.outcome.detail, "above the limit of 210 MB");
}

TEST_F(SubprocessTest, DaemonsAndBackgroundProcessesEndWithTheirProgram) {
  EXPECT_EQ(run({"daemon"}).outcome, Outcome{});
  EXPECT_EQ(run({"hold"}).outcome, Outcome{}) << "a child that holds the pipe does not hold up the end";
  EXPECT_EQ(run({"brood", "40"}).outcome, Outcome{});
}

TEST_F(SubprocessTest, AStopReachesEveryDescendant) {
  EXPECT_EQ(run({"brood", "20", "and wait"}, Verdict::stop).outcome.detail, "ended by SIGTERM");
  EXPECT_EQ(run({"bomb"}, Verdict::stop).outcome.end, End::stopped);
}

TEST_F(SubprocessTest, OneThatPrintsNothingEndsNormallyAndSaysSo) {
  const Ran ran = run({"silent"});
  EXPECT_TRUE(ran.reports.empty());
  EXPECT_EQ(ran.outcome.end, End::completed);
  EXPECT_CONTAINS(ran.outcome.detail, "it printed 0 lines and ended normally (exit 0");
}

TEST_F(SubprocessTest, OneThatPrintsOtherNumbersSaysWhich) {
  command_.metrics = {"val_loss"};
  EXPECT_CONTAINS(run({"report", "1"}).outcome.detail, "Numbers seen: loss");
}

TEST_F(SubprocessTest, NotANumberIsReportedAsWhatItIs) {
  const Ran ran = run({"nan"});
  ASSERT_EQ(ran.reports.size(), 1u);
  EXPECT_TRUE(std::isnan(ran.reports[0].metrics.at(0).value));
}

TEST_F(SubprocessTest, OfAFloodTheBeginningAndTheEndAreKept) {
  options_.output_limit = 1 << 20;
  const Ran ran = run({"flood", "20000000"});
  EXPECT_EQ(ran.outcome, Outcome{});
  ASSERT_EQ(ran.reports.size(), 1u);
  const std::string kept = contents(files().out);
  EXPECT_LT(kept.size(), (1u << 20) + 20000);
  EXPECT_CONTAINS(kept, "bytes are left out here; the last 16384 follow]");
  EXPECT_TRUE(kept.ends_with("loss=0.5\nthe end of the flood\n"));
}

TEST_F(SubprocessTest, AFloodDoesNotHoldUpTheLoop) {
  const auto runner = executor({"flood", "100000000000"});
  runner->start(job());
  EXPECT_FALSE(runner->wait(clock_.now() + std::chrono::milliseconds(100)));
  runner->stop({}, Stop::now);
  EXPECT_EQ(finish(*runner).outcome.cause, Cause::killed);
}

TEST_F(SubprocessTest, ReportsWithoutEndAreThinnedAndTheLastIsKept) {
  const Ran ran = run({"many-reports", "25004"});
  EXPECT_EQ(ran.outcome, Outcome{});
  EXPECT_EQ(ran.reports.size(), 10000u + 1500 + 1);
  EXPECT_EQ(ran.reports.back().step, 25004);
  EXPECT_EQ(ran.reports.back().metrics[0].value, 25004);
}

TEST_F(SubprocessTest, ASignalIsNamed) {
  const Ran crashed = run({"die", std::to_string(SIGSEGV)});
  EXPECT_EQ(crashed.outcome.cause, Cause::error);
  EXPECT_CONTAINS(crashed.outcome.detail, "ended by SIGSEGV");
  const Ran killed = run({"die", std::to_string(SIGKILL)});
  EXPECT_EQ(killed.outcome.cause, Cause::killed);
  EXPECT_CONTAINS(killed.outcome.detail, "ended by SIGKILL from outside");
}

TEST_F(SubprocessTest, AFailureShowsTheProgramsOwnLastLines) {
  const Ran ran = run({"complain", "3", "Traceback", "ModuleNotFoundError: No module named 'timm'"});
  EXPECT_EQ(ran.outcome.cause, Cause::error);
  EXPECT_EQ(ran.outcome.detail,
            "exit status 3; the last lines of its stderr:\nTraceback\nModuleNotFoundError: No module named 'timm'");
}

TEST_F(SubprocessTest, ProgramsThatSpeakOfMemoryFailForLackOfIt) {
  for (const char* words : {"terminate called after throwing an instance of 'std::bad_alloc'", "MemoryError",
                            "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 51 GiB"})
    EXPECT_EQ(run({"complain", "1", words}).outcome.cause, Cause::oom) << words;
}

TEST_F(SubprocessTest, GarbageIsMadeSafeToShow) {
  const Ran ran = run({"garbage"});
  EXPECT_EQ(ran.outcome.cause, Cause::error);
  EXPECT_CONTAINS(ran.outcome.detail, "\\xff\\xfe\\x80 \\xc3( \\x1b[31mred");
  EXPECT_CONTAINS(contents(files().out), "\xff\xfe\x80") << "the file keeps what was printed";
}

TEST_F(SubprocessTest, ClosedStreamsAreNotTheEnd) {
  EXPECT_EQ(run({"close"}).outcome, Outcome{});
  EXPECT_TRUE(std::filesystem::exists(files().directory / "went-on"));
}

TEST_F(SubprocessTest, AProgramThatIsNotThereIsNamed) {
  for (const char* name : {"no-such-program", "./no-such-program", "/no/such/program"}) {
    command_.words = {name, "{mode}"};
    const auto runner = make_subprocess(command_, options_, clock_);
    runner->start(job());
    const Outcome outcome = finish(*runner).outcome;
    EXPECT_EQ(outcome.cause, Cause::error);
    EXPECT_CONTAINS(outcome.detail, std::string("error[K112]: program not found: \"") + name + '"');
  }
}

TEST_F(SubprocessTest, AFileThatIsNoProgramIsNamed) {
  std::filesystem::create_directories(folder_);
  const auto file = folder_ / "train.py";
  const auto try_it = [&](std::filesystem::perms mode) {
    std::ofstream(file) << "print('loss=1')\n";
    std::filesystem::permissions(file, mode);
    command_.words = {"./train.py", "{mode}"};
    const auto runner = make_subprocess(command_, options_, clock_);
    runner->start(job());
    return finish(*runner).outcome.detail;
  };
  EXPECT_CONTAINS(try_it(std::filesystem::perms::owner_read), "it is not executable");
  EXPECT_CONTAINS(try_it(std::filesystem::perms::owner_all), "it has no #! line");
}

TEST_F(SubprocessTest, AMissingDirectoryIsNamed) {
  command_.directory = folder_ / "nowhere";
  const Ran ran = run({"silent"});
  EXPECT_EQ(ran.outcome.cause, Cause::error);
  EXPECT_CONTAINS(ran.outcome.detail, "nowhere: No such file or directory");
}

TEST(OutcomeOfAProgram, AKillWhileTheKernelWasOutOfMemoryIsForLackOfMemory) {
  Ending ending{.signal = SIGKILL};
  EXPECT_EQ(outcome_of(ending, {}, {}).cause, Cause::killed);
  ending.kernel_killed = true;
  EXPECT_EQ(outcome_of(ending, {}, {}).cause, Cause::oom);
  ending = {.signal = SIGKILL, .memory = 9000, .machine_memory = 10000};
  EXPECT_EQ(outcome_of(ending, {}, {}).cause, Cause::oom);
}

TEST(OutcomeOfAProgram, WhoeverWasAskedToStopHasStopped) {
  for (const int status : {0, 1, 10, 143})
    EXPECT_EQ(outcome_of({.request = EndRequest::stop, .exit_status = status}, {}, {}).end, End::stopped);
  EXPECT_EQ(outcome_of({.exit_status = 10}, {}, {}).cause, Cause::error);
}

TEST(LastLines, AreFewShortAndSafe) {
  EXPECT_EQ(last_lines(""), "");
  EXPECT_EQ(last_lines("\n\n  \n"), "");
  EXPECT_EQ(last_lines("a\nb\n\n"), "a\nb");
  EXPECT_EQ(last_lines("10%\r50%\r100%\r\ndone\x07\n"), "100%\ndone\\x07");
  std::string many;
  for (int i = 0; i < 1000; ++i) many += std::to_string(i) + "\n";
  EXPECT_TRUE(last_lines(many).starts_with("980\n"));
  EXPECT_LT(last_lines(std::string(100000, 'x')).size(), 310u);
}

}  // namespace
}  // namespace kilter
