// SPDX-License-Identifier: MIT
// A program that behaves as badly as it is told: misbehave MODE [ARGUMENT ...]. Every mode that would go on for ever
// ends by itself after some minutes, should a test fail to end it.
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace {

using Arguments = std::vector<std::string>;

[[noreturn]] void wait_for_ever() {
  ::alarm(300);
  for (;;) ::pause();
}

void say(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

long number(const Arguments& arguments, std::size_t index, long otherwise) {
  return index < arguments.size() ? std::stol(arguments[index]) : otherwise;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "(unset)";
}

/// A child that lives on; `apart`: in a session of its own, as a daemon.
void leave_child(bool apart) {
  if (::fork() != 0) return;
  if (apart) {
    ::setsid();
    if (::fork() != 0) ::_exit(0);
  }
  wait_for_ever();
}

int report(const Arguments& a) {
  for (long step = 1; step <= number(a, 1, 1); ++step)
    say("step=" + std::to_string(step) + " loss=" + std::to_string(step) + "\n");
  return 0;
}

/// The job of the executor contract.
int script(const Arguments& a) {
  report(a);
  if (a.at(2) == "waits") wait_for_ever();
  if (a.at(2) == "fails") std::fputs("it failed\n", stderr);
  return a.at(2) == "fails" ? 3 : 0;
}

int eat(const Arguments&) {
  constexpr std::size_t piece = 8 << 20;
  std::vector<char*> eaten;
  for (int i = 0; i < 100; ++i) {
    eaten.push_back(static_cast<char*>(std::malloc(piece)));
    std::memset(eaten.back(), 1, piece);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  wait_for_ever();
}

int flood(const Arguments& a) {
  std::string block;
  while (block.size() < 1 << 16) block += "a line that says nothing at all, again and again and again and again\n";
  for (long left = number(a, 1, 1 << 20); left > 0; left -= static_cast<long>(block.size()))
    if (::write(1, block.data(), block.size()) < 0) return 1;
  say("loss=0.5\nthe end of the flood\n");
  return 0;
}

int many_reports(const Arguments& a) {
  for (long i = 1; i <= number(a, 1, 1); ++i) std::printf("loss=%ld\n", i);
  return 0;
}

int brood(const Arguments& a) {
  for (long i = 0; i < number(a, 1, 10); ++i) leave_child(i % 2 == 0);
  say("loss=1\n");
  if (a.size() > 2) wait_for_ever();
  return 0;
}

/// Children that have children that have children: some live on, some die and leave orphans.
int bomb(const Arguments&) {
  ::alarm(300);
  say("loss=1\n");
  if (::fork() != 0) wait_for_ever();
  for (int generation = 0; generation < 6; ++generation)
    if (::fork() == 0 && generation % 3 == 0) ::setsid();
  for (int i = 0; i < 20; ++i) {
    if (::fork() == 0) continue;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    ::_exit(0);
  }
  wait_for_ever();
}

int stubborn(const Arguments&) {
  ::signal(SIGTERM, SIG_IGN);
  say("loss=1\n");
  wait_for_ever();
}

volatile sig_atomic_t asked = 0;

/// Saves on SIGTERM, and prints more than a pipe holds while it does.
int saves(const Arguments&) {
  ::signal(SIGTERM, [](int) { asked = 1; });
  ::alarm(300);
  say("loss=1\n");
  while (asked == 0) ::usleep(1000);
  for (int i = 0; i < 5000; ++i) say("saving, and saying so at length, line after line after line\n");
  std::FILE* file = std::fopen((environment("KILTER_TRIAL_DIR") + "/saved").c_str(), "w");
  std::fclose(file);
  return 0;
}

int die(const Arguments& a) {
  say("loss=1\n");
  ::signal(static_cast<int>(number(a, 1, SIGKILL)), SIG_DFL);
  ::raise(static_cast<int>(number(a, 1, SIGKILL)));
  wait_for_ever();
}

int complain(const Arguments& a) {
  for (std::size_t i = 2; i < a.size(); ++i) std::fprintf(stderr, "%s\n", a[i].c_str());
  return static_cast<int>(number(a, 1, 1));
}

int garbage(const Arguments&) {
  const char bytes[] = "loss=1\n\xff\xfe\x80 \xc3( \x1b[31mred\x1b[0m \x1b]0;title\x07 \0 end\n";
  std::fwrite(bytes, 1, sizeof bytes - 1, stdout);
  std::fflush(stdout);
  std::fwrite(bytes, 1, sizeof bytes - 1, stderr);
  return 1;
}

int close_streams(const Arguments&) {
  say("loss=1\n");
  ::close(1);
  ::close(2);
  ::usleep(20000);
  std::FILE* file = std::fopen((environment("KILTER_TRIAL_DIR") + "/went-on").c_str(), "w");
  std::fclose(file);
  return 0;
}

int show_environment(const Arguments& a) {
  for (std::size_t i = 1; i < a.size(); ++i) say(a[i] + "=" + environment(a[i].c_str()) + "\n");
  char here[4096] = {};
  if (::getcwd(here, sizeof here)) say(std::string("directory=") + here + "\n");
  return 0;
}

/// Which descriptors it was born with, what stdin gives, and which signals are blocked.
int show_inheritance(const Arguments&) {
  std::string open;
  for (int descriptor = 0; descriptor < 1024; ++descriptor)
    if (::fcntl(descriptor, F_GETFD) >= 0) open += " " + std::to_string(descriptor);
  char byte = 0;
  const ssize_t read = ::read(0, &byte, 1);
  sigset_t blocked;
  ::sigprocmask(SIG_SETMASK, nullptr, &blocked);
  say("open:" + open + "\nstdin: " + std::to_string(read) +
      "\nTERM blocked: " + std::to_string(::sigismember(&blocked, SIGTERM)) +
      "\nown group: " + std::to_string(::getpgrp() == ::getpid()) + "\n");
  return 0;
}

int connect_to_kilter() {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, environment("KILTER_SOCKET").c_str(), sizeof address.sun_path - 1);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) std::exit(4);
  return socket;
}

/// Sends a line and returns the answer.
std::string exchange(int socket, const std::string& line) {
  if (::send(socket, line.data(), line.size(), MSG_NOSIGNAL) < 0) std::exit(5);
  std::string answer;
  for (char letter = 0; ::recv(socket, &letter, 1, 0) == 1 && letter != '\n';) answer += letter;
  return answer;
}

/// As `kilter report`: ends with 10 when it is told to stop.
int socket_reports(const Arguments& a) {
  ::alarm(300);
  const int socket = connect_to_kilter();
  for (long step = 1; step <= number(a, 1, 1); ++step) {
    const std::string answer =
        exchange(socket, "{\"step\":" + std::to_string(step) + ",\"loss\":" + std::to_string(step) + "}\n");
    if (answer == "{\"ok\":true,\"stop\":true}") return 10;
    if (answer != "{\"ok\":true,\"stop\":false}") return 6;
  }
  return 0;
}

int rude_client(const Arguments&) {
  const std::string answer = exchange(connect_to_kilter(), "this is no JSON\n");
  if (answer.find("\"ok\":false") == answer.npos) return 7;
  const int flooder = connect_to_kilter();
  const std::string endless(100000, '[');
  for (int i = 0; i < 100; ++i)
    if (::send(flooder, endless.data(), endless.size(), MSG_NOSIGNAL) < 0) break;
  const int leaver = connect_to_kilter();  // sends and goes without waiting for an answer
  const std::string last = "{\"step\":9,\"loss\":0.25}\n";
  if (::send(leaver, last.data(), last.size(), MSG_NOSIGNAL) < 0) return 8;
  return 0;
}

int report_file(const Arguments& a) {
  std::FILE* file = std::fopen(environment("KILTER_REPORT").c_str(), "a");
  for (long step = 1; step <= number(a, 1, 1); ++step) std::fprintf(file, "{\"step\":%ld,\"loss\":%ld}\n", step, step);
  std::fputs("no report\n{\"step\":99,\"loss\":0.5}", file);  // without an end of line
  std::fclose(file);
  if (a.size() > 2) wait_for_ever();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments arguments(argv + 1, argv + argc);
  const std::map<std::string, std::function<int(const Arguments&)>> modes = {
      {"report", report},
      {"script", script},
      {"sleep", [](const Arguments&) -> int { say("loss=1\n"), wait_for_ever(); }},
      {"silent", [](const Arguments&) { return 0; }},
      {"nan", [](const Arguments&) { return say("step=1 loss=nan\n"), 0; }},
      {"daemon", [](const Arguments&) { return leave_child(true), say("loss=1\n"), 0; }},
      {"hold", [](const Arguments&) { return leave_child(false), say("loss=1\n"), 0; }},
      {"eat", eat},
      {"flood", flood},
      {"many-reports", many_reports},
      {"brood", brood},
      {"bomb", bomb},
      {"stubborn", stubborn},
      {"saves", saves},
      {"die", die},
      {"complain", complain},
      {"garbage", garbage},
      {"close", close_streams},
      {"environment", show_environment},
      {"inheritance", show_inheritance},
      {"socket", socket_reports},
      {"rude-client", rude_client},
      {"report-file", report_file},
  };
  const auto mode = arguments.empty() ? modes.end() : modes.find(arguments[0]);
  if (mode == modes.end()) return 2;
  return mode->second(arguments);
}
