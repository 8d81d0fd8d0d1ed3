// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "kilter/trackers/trackers.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/scratch.hpp"

namespace kilter {
namespace {

using testing::Scratch;

History two_trials() {
  History history;
  testing::take(history, {testing::changed(testing::plain_settings())});
  for (const TrialNumber trial : {0, 1}) testing::take(history, testing::begun(trial, R"({"x":0.25})"));
  testing::take(history, {Reported{{0, 0, 0}, 1, {{"loss", 0.5}, {"a,b", 1}}}, Reported{{1, 0, 0}, 1, {{"loss", 0.75}}},
                          Ended{{0, 0, 0}, {.values = {{"loss", 0.25}}}}});
  return history;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(CsvTracker, WritesALineANumberAndALineATrial) {
  const Scratch scratch;
  make_csv(scratch.path())->follow(two_trials(), 0);
  EXPECT_EQ(text_of(scratch / "metrics.csv"),
            "revision,time,trial,part,attempt,step,metric,value\n"
            "8,1970-01-01T00:00:08Z,0,0,0,1,loss,0.5\n"
            "8,1970-01-01T00:00:08Z,0,0,0,1,\"a,b\",1\n"
            "9,1970-01-01T00:00:09Z,1,0,0,1,loss,0.75\n"
            "10,1970-01-01T00:00:10Z,0,0,0,,loss,0.25\n");
  EXPECT_EQ(text_of(scratch / "trials.csv"),
            "trial,state,loss,x,reason\n"
            "0,complete,0.25,0.25,\n"
            "1,running,0.75,0.25,\n");
}

TEST(CsvTracker, GoesOnBehindWhateverAnEarlierLifeHasWritten) {
  const History history = two_trials();
  const Scratch undisturbed;
  make_csv(undisturbed.path())->follow(history, 0);
  const std::string whole = text_of(undisturbed / "metrics.csv");
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const Scratch scratch;
    std::ofstream(scratch / "metrics.csv", std::ios::binary) << whole.substr(0, size);
    make_csv(scratch.path())->follow(history, 0);
    EXPECT_EQ(text_of(scratch / "metrics.csv"), whole) << "killed after " << size << " bytes";
  }
}

}  // namespace
}  // namespace kilter
