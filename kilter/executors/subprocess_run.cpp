// SPDX-License-Identifier: MIT
#include "kilter/executors/subprocess_run.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "kilter/executors/process_tree.hpp"

namespace kilter {
namespace {

using namespace std::chrono_literals;

constexpr auto between_memory_checks = 200ms;
constexpr auto between_log_looks = 500ms;
constexpr auto time_to_die = 15s;  // from SIGKILL on, before a process counts as immortal
constexpr int answers_at_a_time = 4;

TimePoint::duration seconds(double value) {
  constexpr double century = 3e9;
  return std::chrono::duration_cast<TimePoint::duration>(
      std::chrono::duration<double>(std::clamp(value, 0.0, century)));
}

}  // namespace

SubprocessRun::SubprocessRun(const RunId& run, double from_step, RunFiles files, const Launch& launch,
                             const Command& command, const SubprocessOptions& options, const Clock& clock,
                             const std::vector<std::filesystem::path>& logs)
    : run_(run),
      files_(std::move(files)),
      command_(command),
      options_(options),
      clock_(clock),
      socket_(launch.socket),
      reports_(files_.report),
      progress_(run, from_step),
      out_{{}, OutputFile(files_.out, options.output_limit), MetricLines(command.step, command.metrics)},
      err_{{}, OutputFile(files_.err, options.output_limit), MetricLines(command.step, command.metrics)},
      kernel_kills_(out_of_memory_kills()),
      begun_(clock.now()) {
  logs_.reserve(logs.size());
  for (const auto& log : logs) logs_.emplace_back(log, command.step, command.metrics);
  Launched launched = spawn(launch);
  launcher_ = launched.process;
  control_ = std::move(launched.control);
  out_.pipe = std::move(launched.out);
  err_.pipe = std::move(launched.err);
}

SubprocessRun::~SubprocessRun() {
  if (launcher_ <= 0) return;
  order(launch::Order::end_now);
  // It closes its end when nothing of the run is left.
  pollfd descriptor{control_.get(), POLLIN, 0};
  launch::Message message;
  while (::poll(&descriptor, 1, 15000) > 0 && ::recv(control_.get(), &message, sizeof message, MSG_DONTWAIT) > 0) {
  }
  ::kill(launcher_, SIGKILL);
  ::waitpid(launcher_, nullptr, 0);
}

void SubprocessRun::add_descriptors(std::vector<int>& descriptors) const {
  if (control_) descriptors.push_back(control_.get());
  if (!room()) return;
  for (const Stream* stream : {&out_, &err_})
    if (stream->pipe) descriptors.push_back(stream->pipe.get());
  socket_.add_descriptors(descriptors);
}

void SubprocessRun::ready(int descriptor) {
  if (descriptor == control_.get()) return read_messages();
  for (Stream* stream : {&out_, &err_})
    if (descriptor == stream->pipe.get()) {
      for (int piece = 0; piece < answers_at_a_time && room() && read(*stream); ++piece) {
      }
      return;
    }
  take(socket_.ready(descriptor));
}

void SubprocessRun::read_more() {
  if (reports_.more()) take(reports_.read());
  if (!launcher_gone_) return;
  bool dry = true;
  for (Stream* stream : {&out_, &err_})
    while (room() && rest_pieces_ > 0 && read(*stream)) dry = --rest_pieces_ == 0;
  take(socket_.rest());
  if (dry && room() && !reports_.more()) finish();
}

/// False: nothing there at the moment, or ever again.
bool SubprocessRun::read(Stream& stream) {
  std::array<char, 65536> buffer;
  const ssize_t size = stream.pipe ? ::read(stream.pipe.get(), buffer.data(), buffer.size()) : 0;
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  if (size <= 0) {
    stream.pipe.close();
    return false;
  }
  const std::string_view chunk(buffer.data(), static_cast<std::size_t>(size));
  stream.file.write(chunk);
  auto found = stream.metrics.feed(chunk);
  if (!found.empty() && !first_number_) first_number_ = clock_.now();
  numbers_printed_ += found.size();
  take(std::move(found));
  return true;
}

void SubprocessRun::take(std::vector<FoundReport> found) {
  for (auto& report : found)
    if (auto passed = progress_.take(std::move(report), {})) pending_.push_back({std::move(passed->reported), {}});
}

void SubprocessRun::take(std::vector<ReportSocket::Line> lines) {
  for (auto& line : lines) {
    if (auto passed = progress_.take(std::move(line.report), line.client))
      pending_.push_back({std::move(passed->reported), passed->client});
    else
      socket_.answer(line.client, asked_to_end());
  }
}

void SubprocessRun::read_messages() {
  for (;;) {
    launch::Message message;
    const ssize_t size = ::recv(control_.get(), &message, sizeof message, MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size != sizeof message) break;
    read(message);
  }
  launcher_gone_ = true;
  control_.close();
  reports_.changed();
  if (!program_ended_) kill_marked("KILTER_SOCKET=" + socket_.path());
}

void SubprocessRun::read(const launch::Message& message) {
  using enum launch::Message::Kind;
  if (message.kind == started) {
    begun_ = clock_.now();
    if (options_.timeout) time_limit_ = begun_ + seconds(*options_.timeout);
    if (!logs_.empty()) next_log_look_ = begun_ + between_log_looks;
    if (options_.memory) next_memory_check_ = begun_ + between_memory_checks;
    return;
  }
  program_ended_ = true;
  time_limit_.reset();
  next_memory_check_.reset();
  next_log_look_.reset();
  switch (message.kind) {
    case cannot_enter: known_.not_entered = message.value; break;
    case cannot_run: known_.not_run = message.value; break;
    case ended: (message.by_signal != 0 ? known_.signal : known_.exit_status) = message.value; break;
    case started: break;
  }
  known_.memory = std::max(known_.memory, message.peak_memory);
  known_.seconds = std::chrono::duration<double>(clock_.now() - begun_).count();
}

std::optional<TimePoint> SubprocessRun::next_tick() const {
  std::optional<TimePoint> next;
  for (const auto& time : {time_limit_, next_memory_check_, next_log_look_, term_at_, kill_at_, give_up_at_})
    if (time && (!next || *time < *next)) next = time;
  return next;
}

void SubprocessRun::tick() {
  const TimePoint now = clock_.now();
  const auto come = [&](std::optional<TimePoint>& time) {
    if (!time || now < *time) return false;
    time.reset();
    return true;
  };
  if (come(time_limit_)) ask(EndRequest::timeout);
  if (come(next_memory_check_)) check_memory();
  if (come(next_log_look_)) look_at_logs();
  if (come(term_at_)) order(launch::Order::end_gently);
  if (come(kill_at_)) order(launch::Order::end_now);
  if (come(give_up_at_)) {
    known_.immortal = true;
    launcher_gone_ = true;
    reports_.changed();
    ::kill(launcher_, SIGKILL);
  }
}

void SubprocessRun::check_memory() {
  known_.memory = std::max(known_.memory, memory_of_descendants(launcher_, *options_.memory));
  if (known_.memory > *options_.memory) return ask(EndRequest::memory);
  next_memory_check_ = clock_.now() + between_memory_checks;
}

void SubprocessRun::look_at_logs() {
  for (auto& log : logs_)
    if (room()) take(log.read());
  next_log_look_ = clock_.now() + between_log_looks;
}

void SubprocessRun::note_buffering() {
  if (!first_number_ || command_.pty || known_.exit_status != 0) return;
  const double after = std::chrono::duration<double>(*first_number_ - begun_).count();
  if (looks_buffered(known_.seconds, after, numbers_printed_))
    pending_.push_back({Noted{run_, "output", "buffered"}, {}});
}

void SubprocessRun::ask(EndRequest request) {
  if (program_ended_ || launcher_gone_) return;
  const bool first = !asked_to_end();
  if (first) known_.request = request;
  const TimePoint now = clock_.now();
  if (request == EndRequest::end_now || request == EndRequest::memory) {
    order(launch::Order::end_now);
    term_at_.reset();
    kill_at_.reset();
    give_up_at_ = now + time_to_die;
    return;
  }
  // Whoever reports over the socket is told there, and has half its grace to act on it.
  const bool by_answer = socket_.used() && (request == EndRequest::stop || request == EndRequest::pause);
  if (first) {
    kill_at_ = now + seconds(options_.grace);
    give_up_at_ = *kill_at_ + time_to_die;
    if (by_answer) term_at_ = now + seconds(options_.grace / 2);
  }
  if (by_answer) return;
  order(launch::Order::end_gently);
  term_at_.reset();
}

void SubprocessRun::answer(Verdict verdict) {
  if (verdict == Verdict::stop) ask(EndRequest::stop);
  if (verdict == Verdict::pause) ask(EndRequest::pause);
  if (waiting_.empty()) return;
  if (waiting_.front()) socket_.answer(*waiting_.front(), asked_to_end());
  waiting_.pop_front();
}

std::optional<Event> SubprocessRun::next_event() {
  if (pending_.empty()) return {};
  Pending first = std::move(pending_.front());
  pending_.pop_front();
  if (std::holds_alternative<Reported>(first.event)) waiting_.push_back(first.client);
  return std::move(first.event);
}

void SubprocessRun::order(launch::Order what) {
  const char letter = static_cast<char>(what);
  if (control_) ::send(control_.get(), &letter, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void SubprocessRun::finish() {
  for (auto& log : logs_) take(log.finish());
  take(out_.metrics.finish());
  take(err_.metrics.finish());
  take(reports_.finish());
  if (auto last = progress_.last()) pending_.push_back({std::move(last->reported), {}});
  note_buffering();
  out_.file.finish();
  err_.file.finish();
  pending_.push_back({Ended{run_, outcome_of(ending(), command_, options_)}, {}});
  control_.close();
  ::waitpid(launcher_, nullptr, 0);
  launcher_ = 0;
  over_ = true;
}

Ending SubprocessRun::ending() const {
  Ending ending = known_;
  if (ending.signal == SIGKILL || ending.exit_status == 128 + SIGKILL) {
    ending.machine_memory = memory_available_at_most();
    ending.kernel_killed = out_of_memory_kills() > kernel_kills_;
  }
  ending.lines = out_.file.lines() + err_.file.lines();
  ending.out = out_.file.tail();
  ending.err = err_.file.tail();
  ending.numbers = progress_.names();
  ending.trouble = out_.file.trouble().empty() ? err_.file.trouble() : out_.file.trouble();
  return ending;
}

}  // namespace kilter
