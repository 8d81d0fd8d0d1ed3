// SPDX-License-Identifier: MIT
#include "kilter/setup/cores.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <fstream>

namespace kilter {
namespace {

class Quota : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = std::filesystem::path(::testing::TempDir()) / "kilter-cgroup";
    std::filesystem::remove_all(root_);
  }
  void write(const std::string& file, const std::string& text) {
    std::filesystem::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  std::filesystem::path root_;
};

TEST_F(Quota, OfVersion2IsTheSmallestOnTheWayUp) {
  write("a/b/cpu.max", "max 100000\n");
  write("a/cpu.max", "250000 100000\n");
  write("cpu.max", "800000 100000\n");
  EXPECT_EQ(cgroup_quota(root_, "0::/a/b\n"), 2.5);
}

TEST_F(Quota, OfVersion1IsFoundByItsController) {
  write("cpu,cpuacct/job/cpu.cfs_quota_us", "150000\n");
  write("cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cgroup_quota(root_, "12:memory:/job\n4:cpu,cpuacct:/job\n"), 1.5);
}

TEST_F(Quota, IsAbsentWithoutALimit) {
  write("cpu/cpu.cfs_quota_us", "-1\n");
  write("cpu/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cgroup_quota(root_, "4:cpu:/\n"), 0);
  EXPECT_EQ(cgroup_quota(root_, ""), 0);
  EXPECT_EQ(cgroup_quota(root_, "nonsense\n:::\n"), 0);
}

TEST(UsableCores, FollowTheProcessorSet) {
  cpu_set_t before, one;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  int first = 0;
  while (!CPU_ISSET(first, &before)) ++first;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  const Cores cores = usable_cores();
  sched_setaffinity(0, sizeof before, &before);
  EXPECT_EQ(cores.count, 1);
  EXPECT_EQ(cores.why, "1 core");
}

}  // namespace
}  // namespace kilter
