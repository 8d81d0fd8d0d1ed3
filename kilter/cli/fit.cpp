// SPDX-License-Identifier: MIT
// `kilter fit`: from a table to a tuned, tested, explained network.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/fit_data.hpp"
#include "kilter/cli/fit_end.hpp"
#include "kilter/cli/fit_files.hpp"
#include "kilter/cli/fit_record.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/cli/table.hpp"
#include "kilter/cli/verbs.hpp"
#include "kilter/setup/cores.hpp"
#include "kilter/storage/studies.hpp"

namespace kilter::cli {
namespace {

constexpr double search_share = 0.8;  // of the time; the rest trains the winner anew

// A signal handler is given nothing, so what it stops has to lie here.
std::atomic<fit::Search*> searched{nullptr};
static_assert(std::atomic<fit::Search*>::is_always_lock_free);

/// The first Ctrl-C ends the search, the second the program.
extern "C" void end_search(int) {
  if (auto* search = searched.load()) search->stop();
  std::signal(SIGINT, SIG_DFL);
}

class SearchSignals {
 public:
  explicit SearchSignals(fit::Search& search) {
    searched = &search;
    std::signal(SIGINT, end_search);
  }
  ~SearchSignals() {
    std::signal(SIGINT, SIG_DFL);
    searched = nullptr;
  }
  SearchSignals(const SearchSignals&) = delete;
  SearchSignals& operator=(const SearchSignals&) = delete;
};

class Fit {
 public:
  Fit(const FitRequest& request, const Options& options)
      : request_(request),
        options_(options),
        table_(read_fit_table(request)),
        name_(fit_name(request)),
        jobs_(request.jobs.value_or(usable_cores().count)),
        minutes_(request.minutes.value_or(5)) {}

  int run() {
    if (!request_.target) {
      list_columns(table_, options_);
      return static_cast<int>(ErrorKind::usage);
    }
    problem_ = make();
    FitRecord record(study_place(options_.manner().home, name_).folder, request_, table_, problem_);
    open();
    const Json before = record.result();
    if (!before.is_null() && record.minutes() >= minutes_ && !request_.test_again) return close(before);
    parts_ = fit::make_parts(problem_, problem_.seed);
    tell_baselines(fit::baselines(problem_, parts_, false));
    const auto found = search();
    if (!found)
      throw Error(ErrorKind::nothing_succeeded, {}, "no network was trained to its end",
                  {"All diverged or were cut off. More time may help: --minutes 10"});
    return close(finish(record, *found, before));
  }

 private:
  fit::Problem make() const {
    const kilter::Table rows = read_table(table_.raw, table_.types);
    std::optional<kilter::Table> test;
    if (request_.test) test = read_table(RawTable(*request_.test), table_.types);
    return fit::make_problem(rows, test ? &*test : nullptr,
                             {.target = *request_.target,
                              .score = request_.score,
                              .folds = request_.folds,
                              .seed = static_cast<std::uint64_t>(request_.seed.value_or(0)),
                              .minutes = minutes_});
  }

  bool talks() const { return !options_.manner().json && !options_.manner().quiet; }
  void talk(const std::string& line) const {
    if (!talks()) return;
    say(options_, line);
    std::fflush(stdout);
  }
  void event(const Json& json) const {
    if (!options_.manner().json) return;
    print_json(json);
    std::fflush(stdout);
  }

  void open() const {
    talk(fmt::format("Study {}: everything is saved in {}", name_,
                     study_place(options_.manner().home, name_).folder.string()));
    talk("");
    for (const auto& line : fit_opening(table_, problem_, request_, jobs_)) talk(line);
    Json inputs = Json::array();
    for (const auto& input : problem_.encoding.inputs())
      inputs.push_back({{"name", input.type.name}, {"kind", to_text(input.type.kind)}});
    event({{"event", "fit.started"},
           {"study", name_},
           {"rows", table_.raw.rows()},
           {"inputs", std::move(inputs)},
           {"classes", problem_.task.classes},
           {"score", problem_.task.score},
           {"folds", problem_.folds},
           {"epochs", problem_.epochs},
           {"test_rows", problem_.locked.rows},
           {"jobs", jobs_}});
  }

  void tell_baselines(const std::vector<fit::Baseline>& all) const {
    talk("");
    Table table;
    table.add({"To beat", problem_.task.score});
    for (const auto& one : all) {
      table.add({"  " + one.name, rounded(one.validation)});
      event({{"event", "fit.baseline"}, {"name", one.name}, {"validation", number_json(one.validation)}});
    }
    for (const auto& line : table.lines()) talk(line);
    talk("");
  }

  std::optional<fit::Found> search() {
    fit::Search search(problem_, parts_,
                       {.home = options_.manner().home,
                        .name = name_,
                        .minutes = search_share * minutes_,
                        .jobs = jobs_,
                        .trials = request_.trials});
    if (const auto before = search.found(); before && talks())
      talk(fmt::format("Going on: {} networks so far, best {} (no. {})",
                       before->trained + before->stopped + before->failed, rounded(before->score), before->trial));
    const SearchSignals signals(search);
    return search.run([&](const fit::Told& told) { tell(told); });
  }

  /// From a training's thread, one at a time.
  void tell(const fit::Told& told) {
    event({{"event", told.score ? "fit.network" : "fit.diverged"},
           {"trial", told.trial},
           {"validation", number_json(told.score)},
           {"settings", told.settings}});
    const bool better = told.score && (!best_ || problem_.task.cost(*told.score) < problem_.task.cost(*best_));
    if (better) best_ = told.score;
    talk(fmt::format("  {} no. {:<3} {:<9} {}", better ? "best" : "    ", told.trial,
                     told.score ? rounded(*told.score) : "diverged", told.settings));
  }

  Json finish(FitRecord& record, const fit::Found& found, const Json& before) {
    talk("");
    talk("Training the winner anew, with fresh seeds ...");
    const auto all = static_cast<double>(std::max<std::size_t>(1, found.trained));
    // As many as fit into the rest of the time, by what a training took.
    const double fitting = all * (1 - search_share) / search_share;
    auto confirmed = fit::confirm(problem_, found.settings, static_cast<int>(std::clamp(fitting, 2.0, 5.0)), jobs_,
                                  [] { return true; });
    if (confirmed.model.members.empty())
      throw Error(ErrorKind::nothing_succeeded, {}, "the best settings diverged when they were trained anew",
                  {"The same command with more --minutes goes on."});
    FitEnd end{.study = name_,
               .minutes = minutes_,
               .found = found,
               .problem = &problem_,
               .confirmed = &confirmed,
               .before = &before};
    end.opened = before.is_null() || request_.test_again;
    if (end.opened) record.open_test();
    end.looks = record.looks();
    end.now = SystemClock().wall();
    const auto judged = fit::baselines(problem_, parts_, end.opened);
    end.baselines = &judged;
    Json result = fit_result(end);
    write_fit_files(record.folder(), confirmed.model, result);
    record.keep(result);
    return result;
  }

  int close(const Json& result) const {
    event(result);
    talk("");
    if (!options_.manner().json)
      for (const auto& line : fit_closing(result)) say(options_, line);
    return 0;
  }

  const FitRequest& request_;
  const Options& options_;
  FitTable table_;
  std::string name_;
  int jobs_;
  double minutes_;
  fit::Problem problem_;
  std::vector<fit::Part> parts_;
  std::optional<double> best_;
};

}  // namespace

int verb_fit(Options& options) {
  const FitRequest request = read_fit_options(options);
  return Fit(request, options).run();
}

}  // namespace kilter::cli
