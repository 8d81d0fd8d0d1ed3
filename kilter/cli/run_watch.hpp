// SPDX-License-Identifier: MIT
// What a run looks out for while it works: the failure of trial 0, another code, what failures have in
// common, and parameters without effect.
#pragma once
#include <functional>
#include <set>
#include <string>

#include "kilter/base/error.hpp"
#include "kilter/cli/code_words.hpp"
#include "kilter/core/tracker.hpp"

namespace kilter::cli {

/// K119: parameters that differ among completed trials with identical curves, where all completed trials are alike or
/// those that differ in nothing else are. What `known` has is left out; what is found is added to it.
std::vector<Message> without_effect(const History& history, std::set<std::string>& known);

/// Says each thing once, as a message, when it is seen after `start`.
class Watch final : public Tracker {
 public:
  Watch(std::function<void(const Message&)> say, const History& start);
  Revision follow(const History& history, Revision after) override;

 private:
  std::function<void(const Message&)> say_;
  Revision from_;
  std::set<std::string> known_;
  CodeChanges code_;
};

}  // namespace kilter::cli
