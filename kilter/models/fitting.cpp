// SPDX-License-Identifier: MIT
#include "kilter/models/fitting.hpp"

#include <bit>
#include <cmath>

#include "kilter/base/text.hpp"
#include "kilter/maths/normal.hpp"

namespace kilter {
namespace {

constexpr std::uint32_t start_stream = 0x46495453;
constexpr double thousandths = 1000;
constexpr std::size_t many_rows = 200;

Hyperparameters rounded(Hyperparameters theta) {
  for (double& t : theta) t = std::round(t * thousandths) / thousandths;
  return theta;
}

std::vector<Hyperparameters> starts(const Process& process, Refit refit, const Hyperparameters& last, const Rng& rng) {
  std::vector<Hyperparameters> all;
  const bool known = last.size() == process.features() + 2;
  if (known) all.push_back(last);
  if (refit == Refit::warm && known) return all;
  all.push_back(process.usual());
  Hyperparameters drawn = process.usual();
  for (std::size_t j = 0; j < drawn.size(); ++j) drawn[j] += 2 * normal_quantile(rng.uniform(start_stream, j));
  all.push_back(std::move(drawn));
  return all;
}

}  // namespace

std::string to_text(const FitNote& note) {
  std::string text =
      std::to_string(note.rows) + " " + std::to_string(note.cold) + " " + std::to_string(note.reliability);
  for (const auto& theta : note.thetas) {
    text += ";";
    for (std::size_t j = 0; j < theta.size(); ++j) {
      if (j > 0) text += ",";
      text += std::to_string(std::lround(theta[j] * thousandths));
    }
  }
  return text;
}

FitNote fit_note(std::string_view text) {
  FitNote note;
  const auto next = [&](char end) {
    const std::size_t at = text.find(end);
    const std::string_view part = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
    return part;
  };
  std::vector<std::int64_t> head;
  for (std::string_view part = next(';'); head.size() < 4;) {
    const std::size_t space = part.find(' ');
    const auto number = to_integer(part.substr(0, space));
    if (!number || *number < -100 || *number > 1'000'000'000) return {};
    head.push_back(*number);
    if (space == std::string_view::npos) break;
    part.remove_prefix(space + 1);
  }
  if (head.size() != 3 || head[0] < 0 || head[1] < 0 || head[1] > head[0]) return {};
  note.rows = static_cast<int>(head[0]), note.cold = static_cast<int>(head[1]);
  note.reliability = static_cast<int>(head[2]);
  while (!text.empty()) {
    std::string_view part = next(';');
    Hyperparameters theta;
    while (!part.empty()) {
      const std::size_t comma = part.find(',');
      const auto number = to_integer(part.substr(0, comma));
      if (!number || std::abs(*number) > 100'000) return {};
      theta.push_back(static_cast<double>(*number) / thousandths);
      part = comma == std::string_view::npos ? std::string_view{} : part.substr(comma + 1);
    }
    note.thetas.push_back(std::move(theta));
  }
  return note;
}

Refit refit_due(int rows, const FitNote& last) {
  if (rows < last.rows) return Refit::cold;
  const auto power = [](int n) { return std::bit_width(static_cast<unsigned>(n)); };
  if (last.cold == 0 || rows <= 16 || power(rows) > power(last.cold)) return Refit::cold;
  const int wait = rows <= 100 ? 1 : rows <= 300 ? 2 : (rows + 49) / 50;
  return rows - last.rows >= wait ? Refit::warm : Refit::no;
}

Hyperparameters fitted(Process& process, Refit refit, const Hyperparameters& last, const Rng& rng,
                       const RefitOptions& options) {
  const bool known = last.size() == process.features() + 2;
  if (refit == Refit::no && known) return last;
  const auto from = starts(process, refit, last, rng);
  const bool cold = from.size() > 1;
  // With many rows each evaluation is dear, and the density so peaked that few are needed.
  const int from_scratch = process.rows() > many_rows ? options.cold_evaluations / 3 : options.cold_evaluations;
  return rounded(fit(process, from, {cold ? from_scratch : options.warm_evaluations}).theta);
}

}  // namespace kilter
