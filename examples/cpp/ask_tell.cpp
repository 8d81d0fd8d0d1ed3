// SPDX-License-Identifier: MIT
// A loop of your own: asks for trials, plays games with the answers on a few threads, and tells how they went.
#include <iostream>
#include <kilter/kilter.hpp>
#include <random>
#include <thread>
#include <vector>

namespace {

/// The share of 200 games that a player wins who bluffs with that chance and raises by that much.
double play_games(double bluff, std::int64_t raise, std::uint64_t seed) {
  std::mt19937_64 dice(seed);
  const double skill = 1 - (bluff - 0.3) * (bluff - 0.3) - 0.002 * static_cast<double>((raise - 8) * (raise - 8));
  int won = 0;
  for (int game = 0; game < 200; ++game) won += static_cast<double>(dice() >> 11) * 0x1p-53 < 0.8 * skill;
  return won / 200.0;
}

void play(kilter::Study& study) {
  for (auto trial = study.ask(); trial; trial = study.ask()) {
    const double bluff = trial->suggest_float("bluff", 0, 1);
    const std::int64_t raise = trial->suggest_int("raise", 1, 20);
    const double share = play_games(bluff, raise, trial->seed());
    study.tell(std::move(trial), share);
  }
}

}  // namespace

int main() {
  kilter::Study study{
      {.name = "poker", .direction = kilter::maximize, .metric = "won", .storage = kilter::in_memory, .trials = 50}};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i) threads.emplace_back([&] { play(study); });
  }
  std::cout << study.best() << '\n';
}
