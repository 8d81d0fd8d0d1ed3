// SPDX-License-Identifier: MIT
#include "kilter/cli/run_places.hpp"

#include <gtest/gtest.h>

namespace kilter::cli {
namespace {

std::vector<Gpu> two_gpus(bool second_in_use) {
  auto gpus = parse_gpus("0, GPU-a, 48000, 5\n1, GPU-b, 48000, 5\n", "", "");
  if (second_in_use) gpus[1].processes = {{1, 5000}};
  return gpus;
}

TEST(Places, AreOpenedAndClosedAsOthersComeAndGo) {
  Places places({}, {}, {4, "4 cores"}, two_gpus(true));
  EXPECT_EQ(places.jobs().count, 1);
  EXPECT_EQ(places.slots().free(), 1u);
  EXPECT_EQ(places.look_again(two_gpus(true)), std::vector<std::string>{});
  EXPECT_EQ(places.look_again(two_gpus(false)), std::vector<std::string>{"GPU 1 is free now and is used too."});
  EXPECT_EQ(places.slots().free(), 2u);
  ASSERT_NE(places.slots().take({0, 0, 0}), nullptr);
  const auto said = places.look_again(two_gpus(true));
  ASSERT_EQ(said.size(), 1u);
  EXPECT_TRUE(said[0].starts_with("GPU 1 is left alone: process 1 holds 5.24 GB there;")) << said[0];
  EXPECT_EQ(places.slots().take({1, 0, 0}), nullptr);
  places.slots().release({0, 0, 0});
  EXPECT_EQ(places.slots().free(), 1u);
}

TEST(Places, ShareGpusWhereMoreJobsAreAskedFor) {
  Wishes wishes;
  wishes.jobs = 4;
  Places places({}, wishes, {4, "4 cores"}, two_gpus(false));
  EXPECT_EQ(places.slots().size(), 4u);
  EXPECT_EQ(places.slots().slot(0).devices, places.slots().slot(2).devices);
  EXPECT_NE(places.slots().slot(0).devices, places.slots().slot(1).devices);
}

TEST(Places, GiveEachSlotItsOwnProcessors) {
  const auto processors = usable_processors();
  if (processors.size() < 2) GTEST_SKIP() << "one processor";
  Wishes wishes;
  wishes.jobs = 2;
  Places places({}, wishes, {static_cast<int>(processors.size()), "cores"}, {});
  const auto &a = places.slots().slot(0).cores, &b = places.slots().slot(1).cores;
  EXPECT_EQ(a.size(), processors.size() / 2);
  EXPECT_EQ(b.size(), processors.size() / 2);
  EXPECT_NE(a.front(), b.front());
  Settings settings;
  settings.job = R"({"command":["x"],"cores":1})";
  EXPECT_TRUE(Places(settings, wishes, {2, "cores"}, {}).slots().slot(0).cores.empty()) << "told by the user";
}

}  // namespace
}  // namespace kilter::cli
