// SPDX-License-Identifier: MIT
#include "kilter/api/inline_executor.hpp"

#include <exception>
#include <optional>
#include <utility>

#include "kilter/base/error.hpp"
#include "kilter/executors/bell.hpp"
#include "kilter/executors/run.hpp"

namespace kilter {
namespace {

class DirectLine final : public Run::Line {
 public:
  explicit DirectLine(core::Study& study) : study_(study) {}

  void post(Event event) override {
    try {
      if (auto* report = std::get_if<Reported>(&event)) {
        const Verdict verdict = study_.report(std::move(*report));
        if (verdict != Verdict::go_on) verdict_ = verdict;
      } else if (auto* noted = std::get_if<Noted>(&event)) {
        study_.write({std::move(*noted)});
      }
    } catch (...) {
      broken();
    }
  }

  Answer ask(Wanted wanted) override {
    try {
      return study_.extend(wanted.run, wanted.parameter);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::storage) broken();
      return Refusal{error.what()};
    }
  }

  Verdict verdict() const override { return verdict_; }
  const std::exception_ptr& trouble() const { return trouble_; }

 private:
  /// The objective is not to blame: it is asked to end, and the trouble is told to the caller of optimize().
  void broken() {
    trouble_ = std::current_exception();
    verdict_ = Verdict::stop;
  }

  core::Study& study_;
  Verdict verdict_ = Verdict::go_on;
  std::exception_ptr trouble_;
};

class Inline final : public Executor {
 public:
  Inline(core::Study& study, Objective objective, std::string metric)
      : study_(study), objective_(std::move(objective)), metric_(std::move(metric)) {}

  std::size_t room() const override { return job_ ? 0 : 1; }
  void start(Job job) override { job_ = std::move(job); }

  std::optional<Event> wait(TimePoint deadline) override {
    if (!job_) {
      bell_.wait(deadline);
      return {};
    }
    DirectLine line(study_);
    Run run(std::move(*std::exchange(job_, {})), line, metric_);
    Outcome outcome = outcome_of(objective_, run, line);
    if (line.trouble()) std::rethrow_exception(line.trouble());
    return Ended{run.job().run, std::move(outcome)};
  }

  void answer(const RunId&, Answer) override {}
  void stop(const RunId&, Stop) override {}
  void wake() override { bell_.ring(); }

 private:
  core::Study& study_;
  Objective objective_;
  std::string metric_;
  std::optional<Job> job_;
  Bell bell_;
};

}  // namespace

std::unique_ptr<Executor> make_inline(core::Study& study, Objective objective, std::string metric) {
  return std::make_unique<Inline>(study, std::move(objective), std::move(metric));
}

}  // namespace kilter
