// SPDX-License-Identifier: MIT
#include "kilter/base/channel.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <thread>
#include <vector>

namespace kilter {
namespace {

const TimePoint never = TimePoint::max();
const TimePoint past = TimePoint::min();

TEST(Channel, GivesValuesInOrder) {
  Channel<int> channel;
  channel.put(1);
  channel.put(2);
  EXPECT_EQ(channel.take(past), 1);
  EXPECT_EQ(channel.take(past), 2);
  EXPECT_EQ(channel.take(past), std::nullopt);
}

TEST(Channel, WakeEndsOneWaitAndIsNotRemembered) {
  Channel<int> channel;
  channel.wake();
  EXPECT_EQ(channel.take(never), std::nullopt);
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    channel.put(3);
  });
  EXPECT_EQ(channel.take(never), 3);
  later.join();
}

TEST(Channel, CarriesWhatCannotBeCopied) {
  Channel<std::unique_ptr<int>> channel;
  channel.put(std::make_unique<int>(5));
  EXPECT_EQ(**channel.take(past), 5);
}

TEST(Channel, LosesNothingFromManyThreads) {
  constexpr int writers = 4, each = 500;
  Channel<int> channel;
  std::vector<std::thread> threads;
  threads.reserve(writers);
  for (int w = 0; w < writers; ++w)
    threads.emplace_back([&, w] {
      for (int i = 0; i < each; ++i) channel.put(w * each + i);
    });
  std::vector<int> last(writers, -1);
  for (int i = 0; i < writers * each; ++i) {
    const int value = *channel.take(never);
    EXPECT_LT(last[static_cast<std::size_t>(value / each)], value % each);
    last[static_cast<std::size_t>(value / each)] = value % each;
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(channel.take(past), std::nullopt);
}

}  // namespace
}  // namespace kilter
