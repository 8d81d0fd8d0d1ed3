// SPDX-License-Identifier: MIT
// A program to be tuned that costs next to nothing: lives-program X STEPS MILLISECONDS reports a loss at each step.
#include <cstdio>
#include <cstdlib>
#include <ctime>

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const double x = std::atof(argv[1]);
  const int steps = std::atoi(argv[2]);
  const long pause = std::atol(argv[3]) * 1'000'000;
  for (int step = 1; step <= steps; ++step) {
    const timespec time{pause / 1'000'000'000, pause % 1'000'000'000};
    if (pause > 0) nanosleep(&time, nullptr);
    std::printf("step=%d loss=%.17g\n", step, (x - 0.3) * (x - 0.3) + 1.0 / step);
    std::fflush(stdout);
  }
  return 0;
}
