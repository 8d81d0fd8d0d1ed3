// SPDX-License-Identifier: MIT
// A message to the user, and the exception that carries one.
#pragma once
#include <stdexcept>
#include <string>
#include <vector>

namespace kilter {

/// Which exit code of the command line a failure stands for.
enum class ErrorKind { failure = 1, usage = 2, nothing_succeeded = 3, invalid = 4, storage = 5, goal_missed = 6 };

enum class Severity { notice, warning, error };

/// What happened (one line with names and numbers), then why and what to type, at most six more lines.
struct Message {
  Severity severity = Severity::error;
  std::string code;  ///< "K105", or empty for what has no long form
  std::string headline;
  std::vector<std::string> advice;
};

/// `error[K105]: headline` and the advice, each line indented by three spaces; no final newline.
std::string to_text(const Message& message);

/// Thrown for misuse and for a broken outside world; never for a lost race or a failing objective.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, std::string code, std::string headline, std::vector<std::string> advice = {});
  Error(ErrorKind kind, std::string headline) : Error(kind, {}, std::move(headline)) {}

  ErrorKind kind() const { return kind_; }
  const Message& message() const { return message_; }

 private:
  ErrorKind kind_;
  Message message_;
};

}  // namespace kilter
