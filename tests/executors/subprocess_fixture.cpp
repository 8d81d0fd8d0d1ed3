// SPDX-License-Identifier: MIT
#include "tests/executors/subprocess_fixture.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "kilter/base/text.hpp"

namespace kilter {
namespace {

using namespace std::chrono_literals;

std::string read_all(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::filesystem::path binary(const char* name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

}  // namespace

std::vector<int> processes_with(const std::string& entry) {
  std::vector<int> found;
  for (const auto& folder : std::filesystem::directory_iterator("/proc")) {
    const auto process = to_integer(folder.path().filename().native());
    if (!process || *process == ::getpid()) continue;
    const std::string environment = read_all(folder.path() / "environ");
    const auto entries = split(environment, '\0');
    if (std::find(entries.begin(), entries.end(), entry) != entries.end()) found.push_back(static_cast<int>(*process));
  }
  return found;
}

SubprocessTest::SubprocessTest() {
  std::string folder = (std::filesystem::temp_directory_path() / "kilter-test-XXXXXX").native();
  if (!::mkdtemp(folder.data())) throw std::runtime_error("no temporary folder");
  folder_ = folder;
  mark_ = "KILTER_TEST_MARK=" + folder_.filename().native();
  options_.study = "badly";
  options_.study_directory = folder_ / "study";
  options_.grace = 20;
  command_.directory = folder_;
  command_.environment["KILTER_TEST_MARK"] = folder_.filename().native();
  command_.metrics = {"loss"};
}

SubprocessTest::~SubprocessTest() {
  EXPECT_EQ(running(), std::vector<int>{}) << "processes are left behind";
  std::filesystem::remove_all(folder_);
}

std::unique_ptr<Executor> SubprocessTest::executor(std::vector<std::string> words) {
  mode_ = words.at(0);
  words[0] = "{mode}";
  words.insert(words.begin(), binary("misbehave").native());
  command_.words = std::move(words);
  return make_subprocess(command_, options_, clock_);
}

Job SubprocessTest::job(const RunId& run) const {
  const Space space({{.name = "mode", .kind = Kind::fixed, .choices = {mode_}},
                     {.name = "learning-rate", .kind = Kind::real, .low = 0, .high = 1}});
  return {.run = run, .space = space, .params = {0, 0.25}, .seed = 42};
}

Ran SubprocessTest::finish(Executor& executor, Verdict verdict) {
  Ran ran;
  for (const TimePoint until = clock_.now() + 100s; clock_.now() < until;) {
    const auto event = executor.wait(until);
    if (!event) continue;
    if (const auto* ended = std::get_if<Ended>(&*event)) {
      ran.outcome = ended->outcome;
      return ran;
    }
    ran.reports.push_back(std::get<Reported>(*event));
    executor.answer(ran.reports.back().run, verdict);
  }
  ADD_FAILURE() << "the run does not end";
  return ran;
}

Ran SubprocessTest::run(std::vector<std::string> words, Verdict verdict, const RunId& id) {
  const auto runner = executor(std::move(words));
  runner->start(job(id));
  Ran ran = finish(*runner, verdict);
  EXPECT_EQ(running(), std::vector<int>{}) << "the run has ended, but not all of its processes";
  return ran;
}

std::string SubprocessTest::contents(const std::filesystem::path& file) const { return read_all(file); }

void SubprocessTest::wait_a_moment() { std::this_thread::sleep_for(2ms); }

}  // namespace kilter
