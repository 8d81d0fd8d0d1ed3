// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "kilter/base/error.hpp"
#include "kilter/trackers/event_file.hpp"
#include "kilter/trackers/tensorboard_events.hpp"
#include "kilter/trackers/trackers.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/scratch.hpp"

namespace kilter {
namespace {

using testing::FakeClock;
using testing::Scratch;

/// Trial 0 complete after two reports, trial 1 pruned after one, trial 2 running.
History three_trials() {
  History history;
  testing::take(history, {testing::changed(testing::plain_settings())});
  for (const TrialNumber trial : {0, 1, 2}) testing::take(history, testing::begun(trial, R"({"x":0.25})"));
  testing::take(history,
                {Reported{{0, 0, 0}, 1, {{"loss", 0.5}}}, Reported{{0, 0, 0}, 2, {{"loss", 0.25}, {"acc", NAN}}},
                 Ended{{0, 0, 0}, {}}, Reported{{1, 0, 0}, 1, {{"loss", 0.9}}},
                 Decided{.run = {1, 0, 0}, .verdict = Verdict::stop, .reason = "below the median"},
                 Ended{{1, 0, 0}, {.end = End::stopped}}, Reported{{2, 0, 0}, 1, {{"loss", 0.7}}}});
  return history;
}

std::vector<std::string> events_of(const std::filesystem::path& run) {
  std::vector<std::string> all;
  for (const auto& file : event_files(run)) {
    auto events = read_events(file);
    all.insert(all.end(), events.begin() + 1, events.end());
  }
  return all;
}

bool has(const std::vector<std::string>& events, const std::string& text) {
  for (const auto& event : events)
    if (event.find(text) != std::string::npos) return true;
  return false;
}

void follow_all(Tracker& tracker, const History& history) {
  Revision at = 0;
  while (at < history.revision()) at = tracker.follow(history, at);
}

TEST(TensorBoard, GivesEachTrialARunWithItsSettingsScalarsAndEnd) {
  const Scratch scratch;
  const FakeClock clock;
  const History history = three_trials();
  follow_all(*make_tensorboard(scratch.path(), clock), history);
  const auto complete = events_of(scratch / "0000"), pruned = events_of(scratch / "0001");
  EXPECT_EQ(complete.size(), 6u) << "start, three scalars, state, end";
  EXPECT_TRUE(has(complete, "_hparams_/session_start_info") && has(complete, "_hparams_/session_end_info"));
  EXPECT_TRUE(has(complete, scalar_event(history.entry(12).stamp, 2, "loss", 0.25)));
  EXPECT_TRUE(has(pruned, "pruned: below the median"));
  const auto running = events_of(scratch / "0002");
  EXPECT_TRUE(has(running, "_hparams_/session_start_info"));
  EXPECT_FALSE(has(running, "_hparams_/session_end_info")) << "a status can be given only once";
}

TEST(TensorBoard, EndsNoSessionThatMayGoOn) {
  const Scratch scratch;
  const FakeClock clock;
  History history;
  testing::take(history, {testing::changed(testing::plain_settings())});
  for (const TrialNumber trial : {0, 1}) testing::take(history, testing::begun(trial, R"({"x":0.25})"));
  testing::take(history,
                {Ended{{0, 0, 0}, {.end = End::paused}}, Ended{{1, 0, 0}, {.end = End::failed, .cause = Cause::lost}}});
  const auto tracker = make_tensorboard(scratch.path(), clock);
  const Revision at = tracker->follow(history, 0);
  for (const char* run : {"0000", "0001"})
    EXPECT_FALSE(has(events_of(scratch / run), "_hparams_/session_end_info")) << run;
  testing::take(history, testing::begun(1, "", 1));
  testing::take(history, {Reported{{1, 0, 1}, 1, {{"loss", 0.5}}}, Ended{{1, 0, 1}, {}}});
  tracker->follow(history, at);
  EXPECT_TRUE(has(events_of(scratch / "0001"), "_hparams_/session_end_info"));
}

TEST(TensorBoard, WritesNothingTwiceAndLosesNothingOverLives) {
  const FakeClock clock;
  const History history = three_trials();
  const Scratch undisturbed;
  follow_all(*make_tensorboard(undisturbed.path(), clock), history);
  for (Revision killed_at = 0; killed_at <= history.revision(); ++killed_at) {
    const Scratch scratch;
    History first;
    for (Revision r = 1; r <= killed_at; ++r) first.take(history.entry(r));
    follow_all(*make_tensorboard(scratch.path(), clock), first);
    follow_all(*make_tensorboard(scratch.path(), clock), history);
    for (const char* run : {"0000", "0001", "0002"})
      EXPECT_EQ(events_of(scratch / run).size(), events_of(undisturbed / run).size()) << run << " at " << killed_at;
  }
}

TEST(TensorBoard, GoesOnInAFileOfItsOwnBehindATornOne) {
  const Scratch scratch;
  const FakeClock clock;
  const History history = three_trials();
  follow_all(*make_tensorboard(scratch.path(), clock), history);
  const auto file = event_files(scratch / "0000").front();
  const auto size = std::filesystem::file_size(file);
  std::filesystem::resize_file(file, size - 5);
  std::filesystem::rename(file, file.parent_path() / "events.out.tfevents.0000000001.elsewhere.1.1");
  follow_all(*make_tensorboard(scratch.path(), clock), history);
  EXPECT_EQ(event_files(scratch / "0000").size(), 2u);
  EXPECT_EQ(events_of(scratch / "0000").size(), 6u) << "the torn event again, the others not";
}

TEST(TensorBoard, SaysWhereItCannotWrite) {
  const Scratch scratch;
  const FakeClock clock;
  std::ofstream(scratch / "taken") << "a file";
  const auto tracker = make_tensorboard(scratch / "taken", clock);
  try {
    follow_all(*tracker, three_trials());
    FAIL() << "it has written into a file as if that were a folder";
  } catch (const Error& error) {
    EXPECT_NE(error.message().headline.find("Not a directory"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace kilter
