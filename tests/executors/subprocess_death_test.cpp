// SPDX-License-Identifier: MIT
// What happens to programs when the supervisor, or the launcher between the two, is killed.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "kilter/base/text.hpp"
#include "tests/executors/subprocess_fixture.hpp"

namespace kilter {
namespace {

class SubprocessDeathTest : public SubprocessTest {
 protected:
  /// A process of its own that runs `misbehave WORDS...` and answers every report with go on. Returns its id once the
  /// program has reported.
  pid_t supervise(std::vector<std::string> words) {
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const auto runner = executor(std::move(words));
      runner->start(job());
      for (;;)
        if (const auto event = runner->wait(clock_.now() + std::chrono::minutes(1))) {
          const auto* reported = std::get_if<Reported>(&*event);
          if (!reported) ::_exit(0);
          runner->answer(reported->run, Verdict::go_on);
          if (::write(pipe[1], "r", 1) != 1) ::_exit(1);
        }
    }
    ::close(pipe[1]);
    char byte = 0;
    EXPECT_EQ(::read(pipe[0], &byte, 1), 1) << "the program has not reported";
    ::close(pipe[0]);
    return child;
  }

  void kill_hard(pid_t process) {
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
  }

  /// Of the program under test, without its children.
  std::vector<pid_t> launchers() const {
    std::vector<pid_t> found;
    for (const int process : running())
      if (contents("/proc/" + std::to_string(process) + "/comm") == "kilter-launch\n") found.push_back(process);
    return found;
  }
};

TEST_F(SubprocessDeathTest, AProgramEndsWithItsSupervisor) {
  const pid_t supervisor = supervise({"brood", "10", "and wait"});
  EXPECT_TRUE(comes_true([&] { return running().size() > 10; }));
  kill_hard(supervisor);
  EXPECT_TRUE(comes_true([&] { return running().empty(); }));
}

TEST_F(SubprocessDeathTest, AProgramThatIgnoresSigtermIsKilledAfterItsGrace) {
  options_.grace = 0.2;
  kill_hard(supervise({"stubborn"}));
  EXPECT_TRUE(comes_true([&] { return running().empty(); }));
}

TEST_F(SubprocessDeathTest, AProgramMayStillSaveAndPrintAfterTheDeathOfItsSupervisor) {
  kill_hard(supervise({"saves"}));
  EXPECT_TRUE(comes_true([&] { return running().empty(); }));
  EXPECT_TRUE(std::filesystem::exists(files().directory / "saved"));
}

TEST_F(SubprocessDeathTest, NothingIsLeftOfTheSockets) {
  ::setenv("XDG_RUNTIME_DIR", folder_.c_str(), 1);
  const auto left = [&] {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
      if (entry.path().filename() != "study") names.push_back(entry.path().filename());
    return names;
  };
  kill_hard(supervise({"sleep"}));
  EXPECT_TRUE(comes_true([&] { return running().empty(); }));
  EXPECT_EQ(left(), std::vector<std::string>{}) << "the launcher removes what a dead supervisor cannot";

  const std::string abandoned = (folder_ / "kilter-sockets-abcdef").native();
  std::filesystem::create_directories(abandoned);
  std::ofstream(abandoned + "/7.0.0") << "as after the death of both";
  const auto first = executor({"silent"});
  EXPECT_FALSE(std::filesystem::exists(abandoned));
  ASSERT_EQ(left().size(), 1u);
  const auto second = executor({"silent"});
  EXPECT_EQ(left().size(), 2u) << "a folder in use is nobody's to remove";
  ::unsetenv("XDG_RUNTIME_DIR");
}

TEST_F(SubprocessDeathTest, TheNextAttemptBeginsWhenTheLastHasEnded) {
  const pid_t supervisor = supervise({"saves"});
  kill_hard(supervisor);
  const Ran ran = run({"report", "1"}, Verdict::go_on, {0, 0, 1});
  EXPECT_EQ(ran.outcome, Outcome{});
  EXPECT_TRUE(std::filesystem::exists(files().directory / "saved")) << "two attempts at once in one folder";
}

TEST_F(SubprocessDeathTest, WhoWaitsForAnEarlierAttemptCanBeStopped) {
  options_.grace = 3;
  kill_hard(supervise({"stubborn"}));
  const auto runner = executor({"report", "1"});
  runner->start(job({0, 0, 1}));
  runner->stop({0, 0, 1}, Stop::gently);
  EXPECT_EQ(finish(*runner).outcome.end, End::stopped);
  EXPECT_FALSE(std::filesystem::exists(files({0, 0, 1}).out)) << "the program has run";
  EXPECT_TRUE(comes_true([&] { return running().empty(); }));
}

TEST_F(SubprocessDeathTest, AProgramAndItsDaemonsEndWithTheirLauncher) {
  const auto runner = executor({"brood", "10", "and wait"});
  runner->start(job());
  ASSERT_TRUE(std::holds_alternative<Reported>(runner->wait(clock_.now() + std::chrono::minutes(1)).value()));
  const auto found = launchers();
  ASSERT_EQ(found.size(), 1u);
  ::kill(found[0], SIGKILL);
  const Outcome outcome = finish(*runner).outcome;
  EXPECT_EQ(outcome.cause, Cause::killed);
  EXPECT_NE(outcome.detail.find("ended with its launcher"), std::string::npos) << outcome.detail;
  EXPECT_EQ(running(), std::vector<int>{});
}

TEST_F(SubprocessDeathTest, SignalsToTheLauncherDoNothing) {
  const auto runner = executor({"sleep"});
  runner->start(job());
  ASSERT_TRUE(runner->wait(clock_.now() + std::chrono::minutes(1)));
  for (const pid_t launcher : launchers())
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) ::kill(launcher, signal);
  EXPECT_FALSE(runner->wait(clock_.now() + std::chrono::milliseconds(50)));
  runner->stop({}, Stop::gently);
  EXPECT_EQ(finish(*runner).outcome.end, End::stopped);
}

TEST_F(SubprocessDeathTest, AnExecutorThatGoesTakesItsProgramsAlong) {
  {
    const auto runner = executor({"stubborn"});
    runner->start(job());
    ASSERT_TRUE(runner->wait(clock_.now() + std::chrono::minutes(1)));
  }
  EXPECT_EQ(running(), std::vector<int>{});
}

}  // namespace
}  // namespace kilter
