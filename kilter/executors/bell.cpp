// SPDX-License-Identifier: MIT
#include "kilter/executors/bell.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "kilter/base/error.hpp"

namespace kilter {

Bell::Bell() {
  int ends[2];
  if (::pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0)
    throw Error(ErrorKind::failure, std::string("no pipe for waking up: ") + std::strerror(errno));
  out_ = ends[0];
  in_ = ends[1];
}

Bell::~Bell() {
  ::close(in_);
  ::close(out_);
}

void Bell::ring() {
  const int kept = errno;
  // A full pipe has been rung often enough.
  [[maybe_unused]] const auto written = ::write(in_, "", 1);
  errno = kept;
}

void Bell::wait(TimePoint deadline) {
  using std::chrono::milliseconds;
  constexpr milliseconds longest{1'000'000};
  const auto now = std::chrono::steady_clock::now();
  const auto left = deadline > now
                        ? std::chrono::ceil<milliseconds>(std::min<std::chrono::nanoseconds>(deadline - now, longest))
                        : milliseconds{0};
  pollfd listening{.fd = out_, .events = POLLIN, .revents = 0};
  if (::poll(&listening, 1, static_cast<int>(left.count())) <= 0) return;
  char heard[256];
  while (::read(out_, heard, sizeof heard) == sizeof heard) continue;
}

}  // namespace kilter
