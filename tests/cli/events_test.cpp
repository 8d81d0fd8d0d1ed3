// SPDX-License-Identifier: MIT
#include "kilter/cli/events.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "kilter/cli/run_watch.hpp"
#include "kilter/cli/run_words.hpp"
#include "kilter/cli/screen_view.hpp"

namespace kilter::cli {
namespace {

/// A study of one parameter whose facts are written one by one, a second apart.
class Story : public ::testing::Test {
 protected:
  void SetUp() override {
    Settings settings;
    settings.name = "k1";
    settings.goals = {{.metric = "acc", .maximize = true}};
    settings.space = Space({parse_range("x", "int(1,9)=5"), parse_range("kind", "choice(a b,c)")});
    settings.budget.trials = 4;
    tell(Changed{to_json(settings), 4, {}});
  }

  const Entry& tell(Fact fact) {
    const WallTime at{std::chrono::seconds{1'790'942'400} + std::chrono::seconds{history_.revision()}};
    history_.take({history_.revision() + 1, at, std::move(fact)});
    return history_.entry(history_.revision());
  }
  const Entry& start(TrialNumber trial, const std::string& params) {
    Added added;
    added.trial = trial;
    if (trial == 0) added.given = params;
    tell(added);
    tell(Proposed{trial, params, history_.revision(), "random/1", {}, "drawn at random"});
    Started started;
    started.run = {trial, 0, 0};
    started.worker = "host:1:2";
    return tell(started);
  }
  std::string text(const Entry& entry, EventForm form = {}) const {
    const auto lines = event_lines(history_, entry, form);
    return lines.empty() ? "" : lines.front();
  }

  History history_;
};

TEST_F(Story, AsTextAndAsJson) {
  const Entry& started = start(0, R"({"x":5,"kind":"a b"})");
  EXPECT_EQ(text(started),
            "2026-10-02T12:00:03Z trial.started trial=0 attempt=0 x=5 kind=\"a b\" worker=host:1:2 reason=\"drawn at "
            "random\"");
  EXPECT_EQ(text(started, {.json = true}),
            R"({"schema":"kilter/event/1","time":"2026-10-02T12:00:03Z","event":"trial.started","trial":0,"attempt":0,)"
            R"("params":{"x":5,"kind":"a b"},"worker":"host:1:2","reason":"drawn at random"})");
}

TEST_F(Story, ReportsAreToldOnlyWhenAsked) {
  start(0, R"({"x":5,"kind":"c"})");
  const Entry& reported = tell(Reported{{0, 0, 0}, 3, {{"acc", 0.5}, {"loss", std::nan("")}}});
  EXPECT_EQ(text(reported), "");
  EXPECT_EQ(text(reported, {.verbose = true}),
            "2026-10-02T12:00:04Z trial.reported trial=0 attempt=0 step=3 acc=0.5 loss=nan");
}

TEST_F(Story, AStopHasItsReasonAndTheNewestValue) {
  start(0, R"({"x":5,"kind":"c"})");
  tell(Reported{{0, 0, 0}, 9, {{"acc", 0.71}}});
  EXPECT_EQ(text(tell(Decided{{0, 0, 0}, Verdict::stop, 5, "below 3 of 4 others at step 9"})),
            "2026-10-02T12:00:05Z trial.stopped trial=0 attempt=0 step=9 acc=0.71 reason=\"below 3 of 4 others at "
            "step 9\"");
}

TEST_F(Story, AFailureIsOneLineWhateverTheProgramPrinted) {
  start(0, R"({"x":5,"kind":"c"})");
  const Outcome crash{.end = End::failed,
                      .cause = Cause::error,
                      .values = {},
                      .detail = "exit status 1; the last lines of its stderr:\nTraceback\n\x1b[31mValueError: \"x\""};
  const std::string line = text(tell(Ended{{0, 0, 0}, crash}));
  EXPECT_EQ(line,
            "2026-10-02T12:00:04Z trial.failed trial=0 attempt=0 cause=error seconds=1 reason=\"exit status 1; the "
            "last lines "
            "of its stderr: … \\\\x1b[31mValueError: \\\"x\\\"\"");
}

TEST_F(Story, SentencesForPeople) {
  start(0, R"({"x":5,"kind":"c"})");
  start(1, R"({"x":6,"kind":"c"})");
  tell(Reported{{1, 0, 0}, 1, {{"acc", 0.5}}});
  EXPECT_EQ(sentence(history_, tell(Ended{{1, 0, 0}, {}})), "trial 1 complete after 2.0 s: acc 0.5, the best so far");
  EXPECT_EQ(best_line(history_), "trial 1 · acc 0.5");
  tell(Reported{{0, 0, 0}, 1, {{"acc", 0.25}}});
  EXPECT_EQ(sentence(history_, tell(Ended{{0, 0, 0}, {}})), "trial 0 complete after 7.0 s: acc 0.25");
  EXPECT_EQ(best_line(history_), "trial 1 · acc 0.5 · 0.25 better than the defaults (0.25)");
  EXPECT_EQ(counts_line(history_), "2 complete");
}

TEST_F(Story, TheScreenFitsAnyWindow) {
  start(0, R"({"x":5,"kind":"a b"})");
  tell(Reported{{0, 0, 0}, 2, {{"acc", 0.25}}});
  start(1, R"({"x":6,"kind":"c"})");
  const std::deque<std::string> last(9, "12:00 trial 7 complete after 2.0 s: acc 0.5");
  for (std::size_t width : {1u, 7u, 20u, 40u, 200u})
    for (std::size_t height : {1u, 2u, 5u, 9u, 12u, 40u}) {
      const auto lines = screen_lines({history_, WallTime{}, width, height, false, false, 2, core::Haste::none, last});
      EXPECT_LE(lines.size(), std::max<std::size_t>(1, height - 1));
      for (const auto& line : lines) EXPECT_LE(line.size(), width) << line;
    }
  const auto lines = screen_lines(
      {history_, WallTime{std::chrono::seconds{1'790'942'410}}, 200, 40, false, false, 2, core::Haste::none, last});
  EXPECT_NE(std::find(lines.begin(), lines.end(), "   #   time  step  acc   x  kind"), lines.end());
  EXPECT_NE(std::find(lines.begin(), lines.end(), "   0  7.0 s     2  0.25  5  a b "), lines.end());
}

TEST_F(Story, K119NeedsAllAlikeOrOneParameterAlone) {
  const auto run = [&](TrialNumber trial, int x, const char* kind, double value) {
    start(trial, "{\"x\":" + std::to_string(x) + ",\"kind\":\"" + kind + "\"}");
    tell(Reported{{trial, 0, 0}, 1, {{"acc", value}}});
    tell(Ended{{trial, 0, 0}, {}});
  };
  std::set<std::string> known;
  for (int i = 0; i < 4; ++i) run(i, i + 1, "c", 0.5);
  const auto found = without_effect(history_, known);
  ASSERT_EQ(found.size(), 1u) << "kind has one value only, which proves nothing";
  EXPECT_EQ(found.front().headline,
            "\"x\" seems to have no effect: 4 trials with x 1–4 gave identical curves to the last digit");
  EXPECT_TRUE(without_effect(history_, known).empty()) << "said once";
  known.clear();
  run(4, 6, "a b", 0.75);
  EXPECT_EQ(without_effect(history_, known).size(), 1u)
      << "kind has an effect; x still has none where kind is the same";
  run(5, 7, "c", 0.25);
  known.clear();
  EXPECT_TRUE(without_effect(history_, known).empty()) << "x has an effect after all";
}

}  // namespace
}  // namespace kilter::cli
