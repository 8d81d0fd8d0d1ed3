// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "kilter/executors/subprocess_log_file.hpp"
#include "kilter/executors/subprocess_outcome.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;

class LogFiles : public testing::Test {
 protected:
  LogFiles() { fs::create_directories(folder_); }
  ~LogFiles() override { fs::remove_all(folder_); }
  fs::path write(const std::string& name, const std::string& text, bool anew = false) {
    std::ofstream(folder_ / name, anew ? std::ios::trunc : std::ios::app) << text;
    return folder_ / name;
  }
  static std::string told(const std::vector<FoundReport>& reports) {
    std::string text;
    for (const auto& report : reports) text += to_json(report) + "\n";
    return text;
  }

  const fs::path folder_ = fs::temp_directory_path() /
                           (std::string("kilter-log-") + testing::UnitTest::GetInstance()->current_test_info()->name() +
                            std::to_string(::getpid()));
};

TEST_F(LogFiles, AreReadRowByRowAsTheyGrow) {
  LogFile log(folder_ / "m.csv", {}, {});
  EXPECT_EQ(told(log.read()), "");
  write("m.csv", "epoch,loss,name\n0,0.5,x\n1,0.");
  EXPECT_EQ(told(log.read()), "{\"step\":0,\"loss\":0.5}\n");
  write("m.csv", "25,y\n2,,\n3,nan,");
  EXPECT_EQ(told(log.read()), "{\"step\":1,\"loss\":0.25}\n");
  EXPECT_EQ(told(log.finish()), "{\"step\":3,\"loss\":\"nan\"}\n");
}

TEST_F(LogFiles, WrittenAnewWithMoreColumnsTellOnlyWhatIsNew) {
  LogFile log(folder_ / "m.csv", {}, {});
  write("m.csv", "step,loss\n0,0.5\n1,0.4\n");
  EXPECT_EQ(told(log.read()), "{\"step\":0,\"loss\":0.5}\n{\"step\":1,\"loss\":0.4}\n");
  write("m.csv", "acc,step,loss\n,0,0.5\n,1,0.4\n0.9,1,\n", true);
  EXPECT_EQ(told(log.read()), "{\"step\":1,\"acc\":0.9}\n");
}

TEST_F(LogFiles, OfAnotherRunArePassedOver) {
  write("m.csv", "step,loss\n0,0.5\n");
  write("m.jsonl", "{\"step\":0,\"loss\":0.5}\n");
  LogFile table(folder_ / "m.csv", {}, {}), lines(folder_ / "m.jsonl", {}, {}), again(folder_ / "m.csv", {}, {});
  write("m.csv", "1,0.25\n");
  write("m.jsonl", "{\"step\":1,\"loss\":0.25}\n");
  EXPECT_EQ(told(table.read()), "{\"step\":1,\"loss\":0.25}\n");
  EXPECT_EQ(told(lines.read()), "{\"step\":1,\"loss\":0.25}\n");
  write("m.csv", "step,loss\n0,0.5\n", true);
  EXPECT_EQ(told(again.read()), "{\"step\":0,\"loss\":0.5}\n") << "equal rows of a file that was begun anew are new";
}

TEST_F(LogFiles, OfRealProgramsHaveGaps) {
  for (const auto& [name, rows] : {std::pair{"lightning.csv", 10}, {"stable_baselines.csv", 4}}) {
    LogFile log(folder_ / name, {}, {});
    std::ifstream in(fs::path(KILTER_RECORDED) / "output" / name);
    write(name, {std::istreambuf_iterator<char>(in), {}});
    const auto found = log.read();
    EXPECT_EQ(found.size(), static_cast<std::size_t>(rows)) << told(found);
    for (const auto& report : found) EXPECT_TRUE(report.step) << told({report});
  }
}

TEST(Buffering, IsSeenByNumbersThatAllComeAtTheEnd) {
  EXPECT_TRUE(looks_buffered(40, 39.5, 3));
  EXPECT_FALSE(looks_buffered(40, 38.5, 3));
  EXPECT_FALSE(looks_buffered(40, 39.5, 2)) << "a result at the end is no curve";
  EXPECT_FALSE(looks_buffered(2, 1.9, 100));
}

}  // namespace
}  // namespace kilter
