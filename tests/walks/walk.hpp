// SPDX-License-Identifier: MIT
// A whole life of trials as a text script, run over memory storage with scripted plugs.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kilter/core/study.hpp"
#include "kilter/storage/storages.hpp"
#include "tests/support/fake_clock.hpp"

namespace kilter::testing {

/// One command a line, `=> text` below it what it must answer; `#` starts a comment. Commands:
///
///     study trials=9 full=3 shortest=1 parts=1 goals=loss sampler=scripted scheduler=none
///     space NAME RANGE               before the first worker
///     open W                         a worker with its own storage object
///     W ask | W tune JOBS            one run; or the loop, over a scripted objective
///     W report N STEP name=value...  of the run that W has of trial N
///     W tell N END [CAUSE] name=value...
///     W extend N NAME RANGE
///     W dies | W frees               its process is gone; it looks for lost runs
///     stop N WHY | add JSON | widen NAME RANGE | trials N | pause | go on
///     state N | params N | curve N METRIC | count | replay N | replay all | passes MS | jumps MS
class Walk {
 public:
  /// What the command answers. Throws std::exception for one it does not know.
  std::string run(const std::string& command);

 private:
  struct Worker {
    std::unique_ptr<Storage> storage;
    std::unique_ptr<Sampler> sampler;
    std::unique_ptr<Scheduler> scheduler;
    std::unique_ptr<core::Study> study;
    std::map<std::pair<TrialNumber, int>, RunId> runs;
  };

  std::string set_up(const std::vector<std::string>& words);
  std::string work(Worker& worker, const std::vector<std::string>& words);
  std::string from_outside(const std::vector<std::string>& words, const std::string& command);
  std::string look(const std::vector<std::string>& words);
  std::unique_ptr<Sampler> make_sampler() const;
  Settings current();
  bool write(std::vector<Fact> facts);
  History read();

  FakeClock clock_;
  std::shared_ptr<MemoryLog> log_ = make_memory_log();
  Settings settings_;
  bool begun_ = false;
  std::map<std::string, Worker> workers_;
};

}  // namespace kilter::testing
