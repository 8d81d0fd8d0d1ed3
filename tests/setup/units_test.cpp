// SPDX-License-Identifier: MIT
#include "kilter/setup/units.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace kilter {
namespace {

WallTime at(std::int64_t seconds) { return WallTime{std::chrono::seconds{seconds}}; }

TEST(Durations, AreReadAsPeopleWriteThem) {
  EXPECT_EQ(parse_duration("90"), 90);
  EXPECT_EQ(parse_duration("90s"), 90);
  EXPECT_EQ(parse_duration("1h30m"), 5400);
  EXPECT_EQ(parse_duration(" 2 days 3 h "), 2 * 86400 + 3 * 3600);
  EXPECT_EQ(parse_duration("1.5 hours"), 5400);
  EXPECT_EQ(parse_duration("250ms"), 0.25);
  EXPECT_EQ(parse_duration("0s"), 0);
}

TEST(Durations, NothingElseIsOne) {
  for (const char* text : {"", " ", "h", "3x", "-3s", "3h x", "1e400s", "nan", "inf", "3 4", "3h 4", "+3s", "1h,30m"})
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

TEST(Sizes, KnowBothKindsOfUnits) {
  EXPECT_EQ(parse_size("1048576"), 1048576u);
  EXPECT_EQ(parse_size("2GB"), 2'000'000'000u);
  EXPECT_EQ(parse_size("512 MiB"), 512u << 20);
  EXPECT_EQ(parse_size("1.5G"), 1'500'000'000u);
  for (const char* text : {"", "GB", "2XB", "-1", "2GB 3", "nan", "inf", "1e30"})
    EXPECT_EQ(parse_size(text), std::nullopt) << text;
}

class Until : public ::testing::Test {
 protected:
  void SetUp() override { setenv("TZ", "UTC", 1), tzset(); }
};

TEST_F(Until, ATimeOfTheDayIsTheNextOne) {
  const WallTime noon = at(1'790'942'400);  // 2026-10-02 12:00 UTC
  EXPECT_EQ(parse_until("13:30", noon), at(1'790'942'400 + 5400));
  EXPECT_EQ(parse_until("08:00", noon), at(1'790'942'400 + 20 * 3600));
  EXPECT_EQ(parse_until("12:00", noon), at(1'790'942'400 + 24 * 3600));
  EXPECT_EQ(parse_until("8:00", noon), parse_until("08:00", noon));
}

TEST_F(Until, ADateStandsForItself) {
  const WallTime now = at(0);
  EXPECT_EQ(parse_until("2026-10-02T12:00:00Z", now), at(1'790'942'400));
  EXPECT_EQ(parse_until("2026-10-02 12:00", now), at(1'790'942'400));
}

TEST_F(Until, NothingElseIsATime) {
  for (const char* text : {"", "24:00", "12:60", "noon", "12", "2026-13-02 12:00", "2026-02-30 12:00", "1:2",
                           "::", "2026-10-02", "2026/10/02 12:00"})
    EXPECT_EQ(parse_until(text, at(0)), std::nullopt) << text;
}

TEST_F(Until, IsShownWithItsDayWhereThatIsAnother) {
  EXPECT_EQ(local_time_text(at(1'790'942'400), at(1'790'942'400)), "12:00");
  EXPECT_EQ(local_time_text(at(1'790'942'400), at(1'790'842'400)), "Fri 02 Oct 12:00");
}

}  // namespace
}  // namespace kilter
