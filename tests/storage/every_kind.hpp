// SPDX-License-Identifier: MIT
// A short study in which every kind of fact occurs, with every field filled.
#pragma once
#include "tests/contracts/storage_facts.hpp"

namespace kilter::testing {

inline std::vector<Fact> every_kind() {
  const RunId first{0, 0, 0}, second{0, 0, 1}, child{1, 2, 0};
  return {
      Changed{R"({"name":"demo","retry":{"lost":3,"error":0}})", 10, "the study begins"},
      Added{0, R"({"lr":0.1})", {}, {}},
      Proposed{0, R"({"lr":0.1,"act":"relu"})", 1, "given/1", "", "the defaults"},
      Started{first, "host:17:4", 9, 0, 1, "it was waiting"},
      Assigned{first, "width", R"({"int":[16,256]})", "64", 4},
      Reported{first, 1, {{"loss", 0.5}, {"acc", 0.25}}},
      Reported{first, 2, {{"loss", 0.375}}},
      Noted{first, "pid", "4711"},
      Ended{first, {End::failed, Cause::lost, {}, "its worker is gone"}},
      Requeued{first, "asked for"},
      Started{second, "host:18:4", 9, 1, 10, "once more"},
      Reported{second, 2, {{"loss", 0.125}}},
      Decided{second, Verdict::pause, 12, "enough for now"},
      Ended{second, {End::paused, Cause::none, {{"loss", 0.125}}, "exit 0"}},
      Added{1, "", 0, Checkpoint{0, 2}},
      Proposed{1, R"({"lr":0.2,"act":"tanh"})", 14, "gp/2", "theta=0.5", "improves on trial 0"},
      Started{child, "host:18:4", 27, 2, 15, "next part"},
  };
}

}  // namespace kilter::testing
