// SPDX-License-Identifier: MIT
#include "kilter/setup/gpus.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "kilter/setup/gpu_look.hpp"

namespace kilter {
namespace {

constexpr const char* cards = "0, GPU-aaa, 81559, 4\n1, GPU-bbb, 81559, 30000\n";

std::vector<std::string> devices(const std::vector<Gpu>& gpus) {
  std::vector<std::string> names;
  for (const auto& gpu : gpus) names.push_back(gpu.device);
  return names;
}

using Names = std::vector<std::string>;
bool nobody(int) { return false; }

TEST(Gpus, AreReadWithTheirProcesses) {
  const auto gpus = parse_gpus(cards, "GPU-bbb, 4242, 29000\nGPU-zzz, 1, 1\n", "");
  ASSERT_EQ(devices(gpus), (Names{"0", "1"}));
  EXPECT_EQ(gpus[0].processes.size(), 0u);
  ASSERT_EQ(gpus[1].processes.size(), 1u);
  EXPECT_EQ(gpus[1].processes[0].id, 4242);
}

TEST(Gpus, OfADividedCardAreItsParts) {
  const auto gpus = parse_gpus(cards, "",
                               "GPU 0: NVIDIA A100 (UUID: GPU-aaa)\n  MIG 1g.5gb Device 0: (UUID: MIG-1)\n"
                               "  MIG 1g.5gb Device 1: (UUID: MIG-2)\nGPU 1: NVIDIA A100 (UUID: GPU-bbb)\n");
  EXPECT_EQ(devices(gpus), (Names{"MIG-1", "MIG-2", "1"}));
}

TEST(Gpus, AreLimitedByTheInheritedVariable) {
  const auto all = parse_gpus(cards, "", "");
  EXPECT_EQ(devices(visible_gpus(all, {})), (Names{"0", "1"}));
  EXPECT_EQ(devices(visible_gpus(all, "1")), (Names{"1"}));
  EXPECT_EQ(devices(visible_gpus(all, "1, 0")), (Names{"1", "0"}));
  EXPECT_EQ(devices(visible_gpus(all, "0,-1,1")), (Names{"0"})) << "CUDA stops at the first that is none";
  EXPECT_EQ(devices(visible_gpus(all, "7,0")), Names{});
  EXPECT_EQ(devices(visible_gpus(all, "GPU-b")), (Names{"GPU-b"}));
  EXPECT_EQ(devices(visible_gpus(all, "MIG-GPU-x/1/0")), (Names{"MIG-GPU-x/1/0"}));
  EXPECT_EQ(devices(visible_gpus({}, "0,1")), (Names{"0", "1"})) << "without nvidia-smi the variable is believed";
  EXPECT_EQ(devices(visible_gpus(all, "")), Names{});
}

TEST(Gpus, AreLeftAloneWhereOthersHoldMemory) {
  Gpu gpu{.device = "0", .index = "0", .uuid = "GPU-aaa", .memory = 81559, .used = 4, .processes = {}};
  EXPECT_EQ(used_by_others(gpu, nobody, true), "");
  gpu.processes = {{4242, 10681}};
  EXPECT_EQ(used_by_others(gpu, nobody, true), "process 4242 holds 11.2 GB");
  EXPECT_EQ(used_by_others(gpu, [](int id) { return id == 4242; }, true), "") << "our own";
  gpu.processes.push_back({7, 1});
  EXPECT_EQ(used_by_others(gpu, nobody, true), "processes 4242, 7 hold 11.2 GB");
  gpu.processes.clear();
  gpu.used = 30000;
  EXPECT_EQ(used_by_others(gpu, nobody, true), "somebody holds 31.5 GB") << "as it looks in a container";
  EXPECT_EQ(used_by_others(gpu, nobody, false), "") << "a trial of ours may be it";
}

/// A fake nvidia-smi, the only program of that name while it lives.
class FakeSmi {
 public:
  explicit FakeSmi(const std::string& script) : path_(std::getenv("PATH") ? std::getenv("PATH") : "") {
    std::filesystem::create_directories(folder_);
    const auto file = folder_ / "nvidia-smi";
    std::ofstream(file) << "#!/bin/sh\n" << script;
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    ::setenv("PATH", (folder_.string() + ":" + path_).c_str(), 1);
    ::unsetenv("CUDA_VISIBLE_DEVICES");
  }
  ~FakeSmi() {
    ::setenv("PATH", path_.c_str(), 1);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  FakeSmi(const FakeSmi&) = delete;
  FakeSmi& operator=(const FakeSmi&) = delete;

 private:
  // Not in memory, where programs often may not be run.
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() /
      ("kilter-" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()) + "-" +
       std::to_string(::getpid()));
  std::string path_;
};

TEST(GpuLook, ReadsAllThreeAnswers) {
  const FakeSmi smi(
      "case \"$*\" in\n*query-gpu*) echo '0, GPU-aaa, 48000, 10' ;;\n*compute-apps*) echo 'GPU-aaa, 4242, 10681' ;;\n"
      "-L) echo 'GPU 0: A (UUID: GPU-aaa)' ;;\nesac\n");
  const auto gpus = find_gpus();
  ASSERT_EQ(devices(gpus), (Names{"0"}));
  ASSERT_EQ(gpus[0].processes.size(), 1U);
  EXPECT_EQ(gpus[0].processes[0].id, 4242);
}

TEST(GpuLook, OneThatFailsFindsNone) {
  const FakeSmi smi("echo 'NVIDIA-SMI has failed'; exit 9\n");
  EXPECT_TRUE(find_gpus().empty());
}

TEST(GpuLook, OneThatHangsIsNotWaitedForAndIsEnded) {
  const FakeSmi smi("sleep 1000\n");
  GpuLook look;
  EXPECT_FALSE(look.over());
  EXPECT_FALSE(look.over(std::chrono::milliseconds(20)));
}

}  // namespace
}  // namespace kilter
