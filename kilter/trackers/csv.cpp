// SPDX-License-Identifier: MIT
// Two tables: every number reported, as it comes, and every trial, written anew when one has ended.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "kilter/base/csv_line.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/trackers/trackers.hpp"

namespace kilter {
namespace {

namespace fs = std::filesystem;

constexpr Revision rows_at_once = 5000;  // facts between two answers

[[noreturn]] void refused(const fs::path& file) {
  throw Error(
      ErrorKind::failure, {},
      fmt::format("{} cannot be written: {}", printable(file.string(), 300), std::generic_category().message(errno)));
}

class Csv final : public Tracker {
 public:
  explicit Csv(const fs::path& folder) : metrics_(folder / "metrics.csv"), trials_(folder / "trials.csv") {
    std::error_code failed;
    fs::create_directories(folder, failed);
    go_on();
  }

  Revision follow(const History& history, Revision after) override {
    const Revision upto = std::min(history.revision(), after + rows_at_once);
    std::string lines =
        begun_ ? "" : csv_line({"revision", "time", "trial", "part", "attempt", "step", "metric", "value"});
    bool ended = false;
    for (Revision r = std::max(after, written_) + 1; r <= upto; ++r) {
      const Entry& entry = history.entry(r);
      if (const auto* reported = std::get_if<Reported>(&entry.fact))
        add(lines, entry, reported->run, to_text(reported->step), reported->metrics);
      if (const auto* end = std::get_if<Ended>(&entry.fact)) add(lines, entry, end->run, "", end->outcome.values);
    }
    for (Revision r = after + 1; r <= upto; ++r) ended |= std::holds_alternative<Ended>(history.entry(r).fact);
    append(lines);
    written_ = std::max(written_, upto);
    if (ended) write_trials(history);
    return upto;
  }

 private:
  static void add(std::string& lines, const Entry& entry, const RunId& run, const std::string& step,
                  const Metrics& metrics) {
    for (const auto& metric : metrics)
      lines +=
          csv_line({std::to_string(entry.revision), to_text(entry.stamp), std::to_string(run.trial),
                    std::to_string(run.part), std::to_string(run.attempt), step, metric.name, to_text(metric.value)});
  }

  /// Finds how far an earlier life came, and cuts off what it wrote of a revision in part.
  void go_on() {
    std::ifstream in(metrics_, std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(in), {}};
    std::size_t good = all.rfind('\n') == all.npos ? 0 : all.rfind('\n') + 1;
    const auto line_before = [&](std::size_t end) { return end < 2 ? 0 : all.rfind('\n', end - 2) + 1; };
    const auto revision_at = [&](std::size_t at) { return to_integer(all.substr(at, all.find(',', at) - at)); };
    begun_ = good > 0;
    std::optional<long long> last;
    while (good > 0) {
      const std::size_t at = line_before(good);
      const auto revision = revision_at(at);
      if (!revision || (last && revision != last)) break;
      last = revision;
      good = at;
    }
    if (last) written_ = static_cast<Revision>(*last) - 1;
    if (good < all.size() && ::truncate(metrics_.c_str(), static_cast<off_t>(good)) != 0) refused(metrics_);
  }

  /// All or nothing: what a full disk took in part is cut off again.
  void append(const std::string& lines) {
    if (lines.empty()) return;
    std::error_code absent;
    const auto before = fs::file_size(metrics_, absent);
    errno = 0;
    std::ofstream out(metrics_, std::ios::binary | std::ios::app);
    out << lines << std::flush;
    if (!out) {
      const int why = errno;
      std::error_code ignored;
      if (!absent) fs::resize_file(metrics_, before, ignored);
      errno = why;
      refused(metrics_);
    }
    begun_ = true;
  }

  void write_trials(const History& history) const {
    const auto& settings = history.settings();
    std::vector<std::string> head{"trial", "state"};
    for (const auto& goal : settings.goals) head.push_back(goal.metric);
    for (std::size_t i = 0; i < settings.space.size(); ++i) head.push_back(settings.space[i].name);
    head.push_back("reason");
    std::string text = csv_line(head);
    for (const auto& trial : history.trials()) {
      std::vector<std::string> cells{std::to_string(trial.number), to_text(trial.state())};
      for (const auto& goal : settings.goals) {
        const auto value = value_of(trial, goal);
        cells.push_back(value ? to_text(*value) : "");
      }
      for (std::size_t i = 0; i < settings.space.size(); ++i) {
        const bool known = i < trial.params.size() && trial.params[i] == trial.params[i];
        cells.push_back(known ? to_text(settings.space.value(i, trial.params[i])) : "");
      }
      cells.push_back(trial.reason);
      text += csv_line(cells);
    }
    const fs::path fresh = trials_.string() + ".new";
    errno = 0;
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out || ::rename(fresh.c_str(), trials_.c_str()) != 0) refused(trials_);
  }

  fs::path metrics_, trials_;
  bool begun_ = false;
  Revision written_ = 0;  ///< of metrics.csv
};

}  // namespace

std::unique_ptr<Tracker> make_csv(const fs::path& folder) { return std::make_unique<Csv>(folder); }

}  // namespace kilter
